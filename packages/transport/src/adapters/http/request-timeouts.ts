import type { ServerOptions } from "node:http";

// Node looks for requests that are out of time only this often, and by itself every 30 s.
const TIMEOUT_CHECK_MS = 1000;

/** Server options that make a bound on the time of a whole request hold. */
export function requestTimeouts(
  requestTimeoutMs: number,
): Required<Pick<ServerOptions, "requestTimeout" | "headersTimeout" | "connectionsCheckingInterval">> {
  return {
    requestTimeout: requestTimeoutMs,
    // Node swaps the two when the headers are allowed more time than the whole, which they are by default.
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(requestTimeoutMs, TIMEOUT_CHECK_MS),
  };
}
