import { defineErrors, type ErrorFactory } from "@cordon/core";
import { moduleErrors } from "./modules/module-errors.ts";
import { stateErrors } from "./state/state-errors.ts";

/** The codes of `@cordon/kernel`. */
export const kernelErrors: typeof moduleErrors & typeof stateErrors = { ...moduleErrors, ...stateErrors };

/** Makes this package's errors. */
export const kernelError: ErrorFactory<typeof kernelErrors> = defineErrors(kernelErrors);
