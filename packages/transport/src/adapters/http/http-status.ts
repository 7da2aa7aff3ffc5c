import type { Outcome } from "../../ports/request-handler.ts";

/** The one table of outcomes as HTTP statuses. */
export const HTTP_STATUS: Readonly<Record<Outcome, number>> = {
  ok: 200,
  created: 201,
  empty: 204,
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

/** The outcome that a status stands for, or `undefined` for one that this transport never sends. */
export function outcomeOfStatus(status: number): Outcome | undefined {
  return (Object.keys(HTTP_STATUS) as Outcome[]).find((outcome) => HTTP_STATUS[outcome] === status);
}
