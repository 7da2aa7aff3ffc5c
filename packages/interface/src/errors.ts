import { defineErrors, type ErrorFactory, type FieldIssue } from "@cordon/core";

/** The codes of `@cordon/interface`. */
export const interfaceErrors = {
  "interface/invalid": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The document is not valid: ${issues.length === 1 ? "one field is" : `${issues.length} fields are`} at fault. See issues.`,
  },
  "interface/unknown-version": {
    kind: "unsupported",
    retryable: false,
    message: ({ known }: { readonly version: number; readonly known: readonly number[] }): string =>
      `The document's version is not known here. Send one of the versions ${known.join(", ")}.`,
  },
} as const;

/** Makes this package's errors. */
export const interfaceError: ErrorFactory<typeof interfaceErrors> = defineErrors(interfaceErrors);
