import { AppError } from "@cordon/core";
import { kernelModuleError } from "./module-errors.ts";

/** What a module threw, as an error of ours. An `AppError` stays as it is. */
export function asError(
  error: unknown,
  moduleId: string,
  code: "kernel/start-failed" | "kernel/stop-failed" | "kernel/module-failed",
): AppError {
  try {
    return AppError.from(error, (options) => kernelModuleError(code, { moduleId }, options));
  } catch {
    // It threw when it was looked at. Nothing of it is kept: a log would look at it, too.
    return kernelModuleError(code, { moduleId });
  }
}
