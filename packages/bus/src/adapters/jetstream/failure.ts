import { AppError, type ErrorKind } from "@cordon/core";
import { busError } from "../../errors.ts";
import { type Failure, FAILURE_CHARS } from "./read-bodies.ts";

const KINDS: ReadonlySet<string> = new Set<ErrorKind>([
  "malformed",
  "invalid",
  "unauthenticated",
  "forbidden",
  "not-found",
  "not-allowed",
  "not-acceptable",
  "conflict",
  "too-large",
  "unsupported",
  "rate-limited",
  "aborted",
  "timeout",
  "unavailable",
  "dependency",
  "internal",
]);

/** What whoever asked may know of an error: what errors of this project say to clients, and of others nothing. */
export function failureOf(error: unknown, to: string): Failure {
  const { code, message, kind, retryable } = AppError.from(error, () => busError("bus/responder-failed", { to }));
  return { code, message: message.slice(0, FAILURE_CHARS), kind, retryable };
}

/** The error that a responder of another server failed with. */
export function errorOf({ code, message, kind, retryable }: Failure, to: string): AppError {
  const known = KINDS.has(kind) ? (kind as ErrorKind) : "dependency";
  return new AppError({ code, message, kind: known, retryable, details: { to } });
}
