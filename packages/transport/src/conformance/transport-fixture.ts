import type { ConformanceCase } from "@cordon/core/conformance";
import type { RequestHandler, TransportRequest, TransportResponse } from "../ports/request-handler.ts";
import type { Transport, TransportClient, TransportServer } from "../ports/transport.ts";

/** A transport under test. It must take payloads of 100,000 bytes, no more, and drain for 200 ms at the most. */
export interface TransportFixture {
  readonly transport: Transport;
  /** An address at which nothing is served. */
  readonly nowhere: string;
}

/** A handler that is served, and a client of it. */
export interface Connected {
  readonly server: TransportServer;
  readonly client: TransportClient;
}

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal;

/** A request of one operation, with these bytes. */
export function requestOf(bytes: Uint8Array, more: Partial<TransportRequest> = {}): TransportRequest {
  const payload = { contentType: "application/octet-stream", bytes };
  return { operation: "test.echo", params: {}, metadata: {}, payload, ...more };
}

/** An answer with these bytes. */
export function responseOf(bytes: Uint8Array, more: Partial<TransportResponse> = {}): TransportResponse {
  return { outcome: "ok", metadata: {}, payload: { contentType: "application/octet-stream", bytes }, ...more };
}

/** Answers every request with its own payload. */
export const echo: RequestHandler = { handle: async ({ payload }) => responseOf(payload.bytes) };

/** A case that is given a handler's server and a client, both of which are disposed when it ends. */
export function transportCase(
  name: string,
  handler: () => RequestHandler,
  body: (connected: Connected, fixture: TransportFixture) => Promise<void>,
): ConformanceCase<TransportFixture> {
  return {
    name,
    needs: [],
    async run(make) {
      const fixture = await make();
      await using server = await fixture.transport.serve(handler());
      await using client = fixture.transport.connect(server.address);
      await body({ server, client }, fixture);
    },
  };
}

/** A promise and the function that resolves it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { opened: promise, open: () => resolve(undefined) };
}
