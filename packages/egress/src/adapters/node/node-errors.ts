import { AppError, coreError } from "@cordon/core";
import { egressError } from "../../errors.ts";

/** The platform's code for an error. Nothing else of it is kept: its text has addresses, and some have bytes of the answer. */
export function codeOf(error: unknown): string {
  const { code } = (typeof error === "object" && error !== null ? error : {}) as { readonly code?: unknown };
  return typeof code === "string" ? code : "unknown";
}

/** What went wrong with an exchange, in this package's codes. */
export function exchangeError(error: unknown, signal: AbortSignal, maxHeaderBytes: number): AppError {
  if (signal.aborted) return coreError("core/aborted", {});
  if (AppError.is(error)) return error;
  const code = codeOf(error);
  // The parser's own ceiling, which counts the status line too.
  if (code === "HPE_HEADER_OVERFLOW")
    return egressError("egress/too-large", { what: "answer's headers", maxBytes: maxHeaderBytes });
  // The parser's other errors: what came is no HTTP.
  if (code.startsWith("HPE_")) return egressError("egress/bad-response", { problem: "it is no HTTP" });
  return egressError("egress/unreachable", { reason: code });
}
