import type { RequestHandler, TransportRequest, TransportResponse } from "./request-handler.ts";

/** What differs by transport, as data. */
export interface TransportAbilities {
  /** Requests may come from another process. */
  readonly crossesProcess: boolean;
  /** The largest payload that `serve` accepts. */
  readonly maxPayloadBytes: number;
}

/** A transport that is accepting requests. Disposing stops accepting, lets requests under way finish, then aborts them. */
export interface TransportServer extends AsyncDisposable {
  /** What `connect` takes. */
  readonly address: string;
}

/** The caller's side. Disposing aborts its requests under way; twice is safe. */
export interface TransportClient extends AsyncDisposable {
  send(request: TransportRequest, signal: AbortSignal): Promise<TransportResponse>;
}

/**
 * Carries requests to a handler and responses back, without looking inside a payload.
 *
 * - Operation, params, metadata and payload arrive as they were sent, byte for byte; so does the response.
 * - Requests of one client may overtake each other; none waits for another.
 * - When the caller's signal aborts, `send` rejects with `core/aborted` soon, and the handler's signal aborts.
 * - A payload over `maxPayloadBytes` is answered `too-large` without the handler being called.
 * - An operation that the server does not serve is answered `not-found`.
 * - `send` rejects with `transport/unreachable` when nothing serves at the address, and when the connection is lost before
 *   the response is complete; it never repeats a request by itself.
 */
export interface Transport {
  readonly abilities: TransportAbilities;
  serve(handler: RequestHandler): Promise<TransportServer>;
  connect(address: string): TransportClient;
}
