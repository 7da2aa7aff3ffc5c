import fc from "fast-check";
import { expect, test } from "vitest";
import type { AppError } from "@cordon/core";
import type { EgressRequest } from "../src/index.ts";
import { createRecordedEgress, never, ruleFor } from "./_recorded-egress.ts";

const GET = { method: "GET", url: "https://a.example/" };
const trap = (): never => {
  throw new Error("a hostile trap");
};
const throwing = new Proxy({}, { get: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, has: trap });

async function errorOf(request: unknown): Promise<AppError> {
  const { host, exchanges } = createRecordedEgress({ limits: { maxRequestBytes: 1000 } });
  const sent = host.grant({ rules: [ruleFor("a.example")] }).send(request as EgressRequest, never());
  const error = await sent.then(
    () => undefined,
    (failure: AppError) => failure,
  );
  expect(exchanges).toEqual([]);
  return error as AppError;
}

test.each<[string, unknown, string]>([
  ["nothing", undefined, ""],
  ["null", null, ""],
  ["a number", 7, ""],
  ["a text", "https://a.example/", ""],
  ["a list", [], "/method"],
  ["a proxy that throws", throwing, ""],
  ["a field that requests do not have", { ...GET, redirect: "follow" }, ""],
  ["a missing method", { url: GET.url }, "/method"],
  ["a method that is an object", { ...GET, method: { toString: () => "GET" } }, "/method"],
  ["a missing URL", { method: "GET" }, "/url"],
  ["a URL object", { ...GET, url: new URL(GET.url) }, "/url"],
  ["headers that are a text", { ...GET, headers: "a: b" }, "/headers"],
  ["headers that throw", { ...GET, headers: throwing }, "/headers"],
  ["a header that is a number", { ...GET, headers: { a: 1 } }, "/headers"],
  ["a header that is a list", { ...GET, headers: { a: ["1"] } }, "/headers"],
  ["a header twice, in different letters", { ...GET, headers: { "X-A": "1", "x-a": "2" } }, "/headers/x-a"],
  [
    "too many headers",
    { ...GET, headers: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`h${at}`, ""])) },
    "/headers",
  ],
  ["too large headers", { ...GET, headers: { a: "x".repeat(20_000) } }, "/headers"],
  ["a body that is a text", { ...GET, method: "POST", body: "text" }, "/body"],
  ["a body that is a list", { ...GET, method: "POST", body: [1, 2] }, "/body"],
  ["a body of GET", { ...GET, body: Uint8Array.of(1) }, "/body"],
  ["a body of HEAD", { ...GET, method: "HEAD", body: Uint8Array.of(1) }, "/body"],
  ["a deadline of 0", { ...GET, timeoutMs: 0 }, "/timeoutMs"],
  ["a negative deadline", { ...GET, timeoutMs: -1 }, "/timeoutMs"],
  ["no number for a deadline", { ...GET, timeoutMs: Number.NaN }, "/timeoutMs"],
  ["a text for a deadline", { ...GET, timeoutMs: "10" }, "/timeoutMs"],
  ["a longer deadline than the grant's", { ...GET, timeoutMs: 10_001 }, "/timeoutMs"],
])("a request with %s is invalid, and its field is named", async (_what, request, pointer) => {
  const error = await errorOf(request);
  expect(error.code).toBe("egress/invalid");
  expect(error.issues.map((issue) => issue.pointer)).toContain(pointer);
});

test("every field at fault is named at once", async () => {
  const { issues } = await errorOf({ method: "X", url: "x", headers: { host: "x" }, body: 1, timeoutMs: -1 });
  expect(issues.map(({ pointer }) => pointer)).toEqual(["/method", "/url", "/headers/host", "/body", "/timeoutMs"]);
});

test("a body over the ceiling is refused before it is copied, and by its real length", async () => {
  expect((await errorOf({ ...GET, method: "POST", body: new Uint8Array(1001) })).code).toBe("egress/too-large");
  const lying = new Uint8Array(1001);
  Object.defineProperty(lying, "length", { value: 1 });
  expect((await errorOf({ ...GET, method: "POST", body: lying })).code).toBe("egress/too-large");
});

test("a request that answers otherwise the second time is read once", async () => {
  const { host, exchanges } = createRecordedEgress();
  let reads = 0;
  const request = {
    method: "GET",
    get url() {
      reads += 1;
      return reads === 1 ? "https://a.example/" : "https://evil.test/";
    },
  };
  await host.grant({ rules: [ruleFor("a.example")] }).send(request, never());
  expect(exchanges.map(({ url }) => url.href)).toEqual(["https://a.example/"]);
  expect(reads).toBe(1);
});

test("what is changed after sending changes nothing of what is sent", async () => {
  const { host, exchanges } = createRecordedEgress();
  const body = new Uint8Array(new SharedArrayBuffer(3)).fill(1);
  const headers: Record<string, string> = { a: "1" };
  const sent = host.grant({ rules: [ruleFor("a.example")] }).send({ ...GET, method: "POST", headers, body }, never());
  body.fill(2);
  headers["a"] = "2";
  headers["b"] = "2";
  await sent;
  expect([...(exchanges[0]?.body ?? [])]).toEqual([1, 1, 1]);
  expect(exchanges[0]?.headers).toEqual({ a: "1" });
});

test("names of the object prototype are only names of headers", async () => {
  const { host, exchanges } = createRecordedEgress();
  const headers = JSON.parse('{"__proto__":"1","constructor":"2"}');
  await host.grant({ rules: [ruleFor("a.example")] }).send({ ...GET, headers }, never());
  expect(Object.entries(exchanges[0]?.headers ?? {})).toEqual([
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
});

test("no request makes it reject with anything but an error of a catalogue, or reach a host of no rule", async () => {
  const text = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.constantFrom("https://a.example/", "https://a.example/%2e", "http://[::1]/"),
  );
  const request = fc.record(
    {
      method: fc.oneof(fc.constantFrom("GET", "POST"), fc.anything()),
      url: fc.oneof(text, fc.anything()),
      headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.anything()),
      body: fc.oneof(fc.uint8Array(), fc.anything()),
      timeoutMs: fc.oneof(fc.integer(), fc.anything()),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(request, async (given) => {
      const { host, exchanges } = createRecordedEgress();
      const sent = host.grant({ rules: [ruleFor("a.example")] }).send(given as never, never());
      await sent.catch((error: AppError) => expect(error.code).toMatch(/^egress\//));
      for (const { url } of exchanges) expect(url.host).toBe("a.example");
    }),
    { numRuns: 1000 },
  );
});
