/** One request, and the one address it goes to. */
export interface HttpExchange {
  /** `http:` or `https:`, with neither user nor fragment. It names the host; it does not say where to connect. */
  readonly url: URL;
  /** The address to connect to, already checked. */
  readonly address: string;
  readonly method: string;
  /** In lower case, and without those that frame a message: the connector adds `host`, `connection` and `content-length`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** How much the header section of the answer may take. */
  readonly maxHeaderBytes: number;
}

/** An answer whose body is still on its way. */
export interface HttpAnswer {
  readonly status: number;
  /** Every header line, its name in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Sends one HTTP request over a connection of its own.
 *
 * - Connects to `address` and nowhere else, whatever the environment says of proxies; the URL's host is what is sent as
 *   `host` and what a certificate must be for.
 * - Follows no redirect, unpacks no body and sends nothing twice: what came is the answer, any status.
 * - Rejects with `egress/unreachable` where there is no connection or it ends too early, the body's iteration included, with
 *   `egress/too-large` for headers over their ceiling, and with `egress/bad-response` for what is not HTTP.
 * - Rejects with `core/aborted`, the body's iteration too, soon after `signal` aborts, and then the connection is gone. It
 *   connects to nothing if `signal` was aborted before. Leaving the iteration ends the connection as well.
 */
export interface HttpConnector {
  readonly exchange: (request: HttpExchange, signal: AbortSignal) => Promise<HttpAnswer>;
}
