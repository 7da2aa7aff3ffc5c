import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import { httpConnectorEndCases } from "./http-connector-end-cases.ts";
import { bytesOf, exchangeOf, type HttpConnectorFixture, never } from "./http-connector-fixture.ts";

/** The contract of `HttpConnector`, case by case. */
export const httpConnectorCases: readonly ConformanceCase<HttpConnectorFixture>[] = [
  {
    name: "method, path, query, headers and body reach the host as they are, with the URL's host as host",
    needs: [],
    async run(make) {
      const fixture = await make();
      const body = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251);
      const headers = { "x-test": "a b", "content-type": "text/plain" };
      const request = exchangeOf(fixture, "/echo?a=1&b=%20", { method: "POST", headers, body });
      const answer = await fixture.connector.exchange(request, never());
      deepEqual(await bytesOf(answer.body), [...body]);
      equal(fixture.seen.length, 1);
      const [seen] = fixture.seen;
      deepEqual([seen?.method, seen?.path], ["POST", "/echo?a=1&b=%20"]);
      deepEqual([seen?.headers["x-test"], seen?.headers["content-type"]], ["a b", "text/plain"]);
      equal(seen?.headers["host"], fixture.url.host);
      deepEqual([...(seen?.body ?? [])], [...body]);
    },
  },
  {
    name: "an answer is its status, every header line with its name in lower case, and its body",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { status, headers, body } = await fixture.connector.exchange(exchangeOf(fixture, "/echo"), never());
      equal(status, 200);
      deepEqual(
        headers.filter(([name]) => name.startsWith("x-")),
        [
          ["x-one", "a"],
          ["x-two", "b"],
          ["x-two", "c"],
        ],
      );
      deepEqual(await bytesOf(body), []);
    },
  },
  {
    name: "any status is an answer",
    needs: [],
    async run(make) {
      const fixture = await make();
      for (const status of [204, 304, 404, 500, 599]) {
        const answer = await fixture.connector.exchange(exchangeOf(fixture, `/status/${status}`), never());
        equal(answer.status, status);
        deepEqual(await bytesOf(answer.body), []);
      }
    },
  },
  {
    name: "a redirect is an answer and is not followed",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { status, headers } = await fixture.connector.exchange(exchangeOf(fixture, "/redirect"), never());
      equal(status, 302);
      deepEqual(
        headers.filter(([name]) => name === "location").map(([, value]) => value),
        ["/echo"],
      );
      deepEqual(
        fixture.seen.map(({ path }) => path),
        ["/redirect"],
      );
    },
  },
  {
    name: "a packed body comes as it is",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { headers, body } = await fixture.connector.exchange(exchangeOf(fixture, "/packed"), never());
      deepEqual(headers.find(([name]) => name === "content-encoding")?.[1], "gzip");
      deepEqual(await bytesOf(body), [1, 2, 3]);
    },
  },
  {
    name: "the answer to HEAD has headers and no body",
    needs: [],
    async run(make) {
      const fixture = await make();
      const request = exchangeOf(fixture, "/echo", { method: "HEAD" });
      const { headers, body } = await fixture.connector.exchange(request, never());
      deepEqual(headers.find(([name]) => name === "x-one")?.[1], "a");
      deepEqual(await bytesOf(body), []);
    },
  },
  {
    name: "headers over their ceiling are refused, and below it they are not",
    needs: [],
    async run(make) {
      const fixture = await make();
      const large = (maxHeaderBytes: number): ReturnType<typeof exchangeOf> =>
        exchangeOf(fixture, "/large", { maxHeaderBytes });
      await rejects(fixture.connector.exchange(large(4096), never()), { code: "egress/too-large" });
      equal((await fixture.connector.exchange(large(16_384), never())).status, 200);
    },
  },
  {
    name: "a request and its answer belong to whoever has them",
    needs: [],
    async run(make) {
      const fixture = await make();
      const body = Uint8Array.of(1, 2, 3);
      const request = exchangeOf(fixture, "/echo", { method: "POST", body });
      const first = await fixture.connector.exchange(request, never());
      for await (const chunk of first.body) chunk.fill(9);
      deepEqual([...body], [1, 2, 3]);
      const second = await fixture.connector.exchange(request, never());
      deepEqual(await bytesOf(second.body), [1, 2, 3]);
    },
  },
  {
    name: "exchanges at once each get their own answer",
    needs: [],
    async run(make) {
      const fixture = await make();
      const bodies = Array.from({ length: 20 }, (_, at) => new Uint8Array(1000).fill(at));
      const answers = await Promise.all(
        bodies.map(async (body) => {
          const request = exchangeOf(fixture, "/echo", { method: "PUT", body });
          return bytesOf((await fixture.connector.exchange(request, never())).body);
        }),
      );
      deepEqual(
        answers,
        bodies.map((body) => [...body]),
      );
    },
  },
  ...httpConnectorEndCases,
];
