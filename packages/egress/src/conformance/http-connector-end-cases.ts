import { equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import { bytesOf, exchangeOf, type HttpConnectorFixture, never } from "./http-connector-fixture.ts";

/** What a connector promises of exchanges that end early, whoever ends them. */
export const httpConnectorEndCases: readonly ConformanceCase<HttpConnectorFixture>[] = [
  {
    name: "an exchange that was aborted before it began connects to nothing",
    needs: [],
    async run(make) {
      const { connector, seen, ...fixture } = await make();
      await rejects(connector.exchange(exchangeOf(fixture, "/echo"), AbortSignal.abort()), { code: "core/aborted" });
      await bytesOf((await connector.exchange(exchangeOf(fixture, "/echo?second"), never())).body);
      equal(seen.length, 1);
    },
  },
  {
    name: "an abort before the answer rejects, and the connection is gone",
    needs: [],
    async run(make) {
      const fixture = await make();
      const caller = new AbortController();
      const exchange = fixture.connector.exchange(exchangeOf(fixture, "/silent"), caller.signal);
      const ended = fixture.ended("/silent");
      const rejected = rejects(exchange, { code: "core/aborted" });
      await seenBy(fixture, "/silent");
      caller.abort();
      await rejected;
      await ended;
    },
  },
  {
    name: "an abort within the body rejects its iteration, and the connection is gone",
    needs: [],
    async run(make) {
      const fixture = await make();
      const caller = new AbortController();
      const { body } = await fixture.connector.exchange(exchangeOf(fixture, "/endless"), caller.signal);
      const ended = fixture.ended("/endless");
      let chunks = 0;
      const read = async (): Promise<void> => {
        for await (const chunk of body) {
          chunks += chunk.length > 0 ? 1 : 0;
          if (chunks === 3) caller.abort();
        }
      };
      await rejects(read(), { code: "core/aborted" });
      await ended;
    },
  },
  {
    name: "an abort while nobody iterates ends the connection all the same",
    needs: [],
    async run(make) {
      const fixture = await make();
      const caller = new AbortController();
      await fixture.connector.exchange(exchangeOf(fixture, "/endless"), caller.signal);
      const ended = fixture.ended("/endless");
      caller.abort();
      await ended;
    },
  },
  {
    name: "leaving the iteration ends the connection",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { body } = await fixture.connector.exchange(exchangeOf(fixture, "/endless"), never());
      const ended = fixture.ended("/endless");
      for await (const chunk of body) if (chunk.length > 0) break;
      await ended;
    },
  },
  {
    name: "an abort after the whole answer changes nothing",
    needs: [],
    async run(make) {
      const fixture = await make();
      const caller = new AbortController();
      const { status, body } = await fixture.connector.exchange(exchangeOf(fixture, "/echo"), caller.signal);
      await bytesOf(body);
      caller.abort();
      equal(status, 200);
    },
  },
  {
    name: "an address at which nothing is cannot be reached",
    needs: [],
    async run(make) {
      const { connector, nowhere } = await make();
      await rejects(connector.exchange(exchangeOf(nowhere, "/echo"), never()), { code: "egress/unreachable" });
    },
  },
  {
    name: "what is no address is connected to by nobody",
    needs: ["wire"],
    async run(make) {
      const { connector, url } = await make();
      for (const address of ["localhost", "", "127.1", "0x7f000001"])
        await rejects(connector.exchange(exchangeOf({ url, address }, "/echo"), never()), {
          code: "egress/unreachable",
        });
    },
  },
  {
    name: "an answer that ends early rejects, its body in the iteration",
    needs: ["wire"],
    async run(make) {
      const fixture = await make();
      const half = fixture.connector.exchange(exchangeOf(fixture, "/half"), never());
      await rejects(half, { code: "egress/unreachable" });
      const { body } = await fixture.connector.exchange(exchangeOf(fixture, "/cut"), never());
      await rejects(bytesOf(body), { code: "egress/unreachable" });
    },
  },
  {
    name: "what is no HTTP, or changes the protocol, is no answer",
    needs: ["wire"],
    async run(make) {
      const fixture = await make();
      for (const path of ["/garbage", "/upgrade"])
        await rejects(fixture.connector.exchange(exchangeOf(fixture, path), never()), { code: "egress/bad-response" });
    },
  },
];

async function seenBy({ seen }: HttpConnectorFixture, path: string): Promise<void> {
  while (!seen.some((each) => each.path === path)) await new Promise((resolve) => setImmediate(resolve));
}
