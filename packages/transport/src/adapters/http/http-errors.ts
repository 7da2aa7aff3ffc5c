import { AppError } from "@cordon/core";
import type { Outcome } from "../../ports/request-handler.ts";

/** The outcome for what fastify, or a hook of the application, threw before the handler was called. */
export function rejectionOf(error: unknown): Outcome {
  if (AppError.is(error)) return error.kind;
  const { code, statusCode } = (error ?? {}) as { readonly code?: unknown; readonly statusCode?: unknown };
  // A body over the limit, by its declared length or while it streams.
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return "too-large";
  // Everything else that is the request's fault: a length that does not fit, a path that is not percent-encoded.
  if (typeof statusCode === "number" && statusCode >= 400 && statusCode < 500) return "malformed";
  return "internal";
}

/** A request that cannot be understood, for fastify's error handler. */
export function malformedRequest(): Error {
  return Object.assign(new Error("The request's parameters are ambiguous."), { statusCode: 400 });
}
