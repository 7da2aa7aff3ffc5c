import type { HttpConnector, HttpExchange } from "../ports/http-connector.ts";

/** A request as the host saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * A connector, and a host for it that answers by path.
 *
 * ```text
 * /echo      200, the body of the request, and as headers x-one: a, x-two: b and x-two: c
 * /status/N  N, without body
 * /redirect  302 to /echo
 * /packed    200, content-encoding: gzip, and the three bytes 1 2 3
 * /large     200 with 8 KiB in one header
 * /silent    nothing, for ever
 * /endless   200, and one KiB again and again for ever
 * /cut       200, and a connection that ends after 3 of 10 bytes        (ability wire)
 * /half      half a head, and the connection's end                      (ability wire)
 * /garbage   what is no HTTP                                             (ability wire)
 * /upgrade   101                                                         (ability wire)
 * ```
 */
export interface HttpConnectorFixture {
  readonly connector: HttpConnector;
  /** Where the host is. */
  readonly url: URL;
  readonly address: string;
  readonly seen: readonly SeenRequest[];
  /** Resolves once the connection of the request for this path, which was seen, is gone. */
  readonly ended: (path: string) => Promise<void>;
  /** An address and URL at which nothing is. */
  readonly nowhere: { readonly url: URL; readonly address: string };
}

/** A request for a path of the fixture's host. */
export function exchangeOf(
  { url, address }: Pick<HttpConnectorFixture, "url" | "address">,
  path: string,
  changes: Partial<HttpExchange> = {},
): HttpExchange {
  return {
    url: new URL(path, url),
    address,
    method: "GET",
    headers: {},
    body: undefined,
    maxHeaderBytes: 4096,
    ...changes,
  };
}

/** A signal that never aborts. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

/** A whole body. */
export async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<readonly number[]> {
  const bytes: number[] = [];
  for await (const chunk of body) bytes.push(...chunk);
  return bytes;
}
