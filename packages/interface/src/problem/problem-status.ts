import type { ErrorKind } from "@cordon/core";

/** The `status` member of a problem of each kind. RFC 9457 makes it an HTTP status on every transport. */
export const PROBLEM_STATUS: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  "not-allowed": 405,
  "not-acceptable": 406,
  conflict: 409,
  "too-large": 413,
  unsupported: 415,
  invalid: 422,
  "rate-limited": 429,
  aborted: 499,
  internal: 500,
  dependency: 502,
  unavailable: 503,
  timeout: 504,
};
