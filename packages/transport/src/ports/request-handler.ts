import type { ErrorKind } from "@cordon/core";
import type { Payload } from "../payload.ts";

/** Headers, under whatever name a transport has for them. Keys are lower-case; a key occurs once. */
export type Metadata = Readonly<Record<string, string>>;

/** A request as it crosses any transport. `params` are the operation's named parameters, as the caller wrote them. */
export interface TransportRequest {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
  readonly metadata: Metadata;
  readonly payload: Payload;
}

/** How a request ended: well (`ok`, `created`, `empty`), or with a kind of error. */
export type Outcome = "ok" | "created" | "empty" | ErrorKind;

/** The answer. An error's payload says what went wrong in the application's own format; a transport only carries it. */
export interface TransportResponse {
  readonly outcome: Outcome;
  readonly metadata: Metadata;
  readonly payload: Payload;
}

/**
 * The server's side of a transport.
 *
 * - `handle` may be called many times at once.
 * - `signal` aborts when the caller has gone or the transport is being disposed with force.
 * - It should not reject: a rejection reaches the caller as a bare outcome (an `AppError`'s kind, else `internal`) with an
 *   empty payload.
 */
export interface RequestHandler {
  handle(request: TransportRequest, signal: AbortSignal): Promise<TransportResponse>;
}
