import { equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { RequestHandler } from "../ports/request-handler.ts";
import { echo, gate, never, requestOf, responseOf, transportCase, type TransportFixture } from "./transport-fixture.ts";

const BYTES = Uint8Array.from([1, 2, 3]);

/** A handler that says when it was reached and when its signal aborted, and answers only when it is let go. */
function waiting() {
  const reached = gate();
  const aborted = gate();
  const released = gate();
  let calls = 0;
  const handler: RequestHandler = {
    async handle({ payload }, signal) {
      calls += 1;
      signal.addEventListener("abort", aborted.open, { once: true });
      reached.open();
      await Promise.race([released.opened, aborted.opened]);
      return responseOf(payload.bytes);
    },
  };
  return { handler, reached, aborted, released, calls: () => calls };
}

function waitingCase(
  name: string,
  body: (
    waits: ReturnType<typeof waiting>,
    connected: Parameters<Parameters<typeof transportCase>[2]>[0],
    fixture: TransportFixture,
  ) => Promise<void>,
): ConformanceCase<TransportFixture> {
  return {
    name,
    needs: [],
    run(make) {
      const waits = waiting();
      return transportCase(
        name,
        () => waits.handler,
        (connected, fixture) => body(waits, connected, fixture),
      ).run(make);
    },
  };
}

/** What a transport promises of requests that end early. */
export const transportAbortCases: readonly ConformanceCase<TransportFixture>[] = [
  transportCase(
    "a request that was aborted before it was sent is not sent",
    () => echo,
    async ({ client }) => {
      await rejects(client.send(requestOf(BYTES), AbortSignal.abort()), { code: "core/aborted" });
    },
  ),
  waitingCase("an abort under way rejects the caller and aborts the handler's signal", async (waits, { client }) => {
    const caller = new AbortController();
    const sent = client.send(requestOf(BYTES), caller.signal);
    await waits.reached.opened;
    caller.abort();
    await rejects(sent, { code: "core/aborted" });
    await waits.aborted.opened;
    equal(waits.calls(), 1);
  }),
  transportCase(
    "an abort after the answer changes nothing",
    () => echo,
    async ({ client }) => {
      const caller = new AbortController();
      const { outcome } = await client.send(requestOf(BYTES), caller.signal);
      caller.abort();
      equal(outcome, "ok");
    },
  ),
  waitingCase(
    "disposing the client aborts its requests under way, and further ones are not sent",
    async (waits, { client }) => {
      const sent = client.send(requestOf(BYTES), never);
      await waits.reached.opened;
      await Promise.all([rejects(sent, { code: "core/aborted" }), client[Symbol.asyncDispose]()]);
      await client[Symbol.asyncDispose]();
      await rejects(client.send(requestOf(BYTES), never), { code: "core/aborted" });
      await waits.aborted.opened;
    },
  ),
  waitingCase("disposing the server lets a request under way finish", async (waits, { client, server }) => {
    const sent = client.send(requestOf(BYTES), never);
    await waits.reached.opened;
    const disposed = server[Symbol.asyncDispose]();
    waits.released.open();
    equal((await sent).outcome, "ok");
    await disposed;
  }),
  waitingCase(
    "a request that outlasts the drain is cut off once, and not sent again",
    async (waits, { client, server }) => {
      const sent = client.send(requestOf(BYTES), never);
      await waits.reached.opened;
      const lost = rejects(sent, { code: "transport/unreachable" });
      await server[Symbol.asyncDispose]();
      await lost;
      await waits.aborted.opened;
      equal(waits.calls(), 1);
    },
  ),
  transportCase(
    "a disposed server is unreachable, and may be disposed again",
    () => echo,
    async ({ client, server }) => {
      await client.send(requestOf(BYTES), never);
      await server[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await rejects(client.send(requestOf(BYTES), never), { code: "transport/unreachable" });
    },
  ),
];
