import { AppError } from "@cordon/core";
import { eventsError } from "../../errors.ts";

/** Codes of the broker after which the same request may succeed: no leader, no quorum, not started yet, no resources now. */
const TEMPORARY: ReadonlySet<number> = new Set([408, 500, 503]);

/** An error in an answer of the JetStream API. */
export interface ApiErrorBody {
  readonly code: number;
  readonly err_code?: number;
  readonly description?: string;
}

/** Whether what the broker answered may go away by itself. */
export function isTemporary({ code }: ApiErrorBody): boolean {
  return TEMPORARY.has(code);
}

/** The error for an answer that says no. What the broker says is for the log. */
export function refusal({ code, description = "" }: ApiErrorBody): AppError {
  return eventsError("events/broker-refused", { reason: description, status: code });
}

/**
 * Reads the client library's errors: `undefined` for those that may go away by themselves, such as a connection that was lost or
 * an answer that did not come.
 */
export function permanentError(error: unknown): AppError | undefined {
  if (AppError.is(error)) return error;
  // JetStreamApiError, whose answer is behind a method.
  const api = error as { readonly apiError?: () => ApiErrorBody };
  if (typeof api.apiError === "function") {
    const body = api.apiError();
    return isTemporary(body) ? undefined : refusal(body);
  }
  const { name } = error as { readonly name?: string };
  // A payload above the broker's limit, a name it does not take.
  if (name === "InvalidArgumentError" || name === "InvalidNameError" || name === "InvalidSubjectError")
    return eventsError("events/broker-refused", { reason: name, status: 400 });
  return undefined;
}
