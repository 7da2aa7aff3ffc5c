import { AppError } from "@cordon/core";
import type { Outcome, TransportResponse } from "./ports/request-handler.ts";

/** An answer that says only how it ended: what a caller gets where the application has not said more. */
export function bareResponse(outcome: Outcome): TransportResponse {
  return { outcome, metadata: {}, payload: { contentType: "", bytes: new Uint8Array(0) } };
}

/** The outcome for something that a handler threw, which it should not. */
export function outcomeOf(thrown: unknown): Outcome {
  return AppError.is(thrown) ? thrown.kind : "internal";
}
