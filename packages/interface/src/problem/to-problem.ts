import type { AppError, ErrorKind, JsonObject } from "@cordon/core";
import { PROBLEM_STATUS } from "./problem-status.ts";

const TITLES: Readonly<Record<ErrorKind, string>> = {
  malformed: "Malformed request",
  invalid: "Invalid request",
  unauthenticated: "Not authenticated",
  forbidden: "Not permitted",
  "not-found": "Not found",
  "not-allowed": "Method not allowed",
  "not-acceptable": "Not acceptable",
  conflict: "Conflict",
  "too-large": "Too large",
  unsupported: "Unsupported media type",
  "rate-limited": "Too many requests",
  aborted: "Cancelled by the caller",
  timeout: "Out of time",
  unavailable: "Unavailable",
  internal: "Internal error",
  dependency: "Failed further on",
};

/** An error as a problem document. Takes code, message and issues; details and cause stay behind. */
export function toProblem(error: AppError, { traceId }: { readonly traceId: string }): JsonObject {
  const { code, kind, message, retryable, issues } = error;
  const problem = {
    type: `urn:cordon:problem:${code.replace("/", ":")}`,
    title: TITLES[kind],
    status: PROBLEM_STATUS[kind],
    detail: message,
    code,
    traceId,
    retryable,
  };
  return issues.length === 0
    ? problem
    : { ...problem, issues: issues.map(({ pointer, message: said }) => ({ pointer, message: said })) };
}
