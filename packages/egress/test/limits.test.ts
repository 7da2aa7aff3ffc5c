import { createManualClock } from "@cordon/core/testing";
import { createCircuitBreaker } from "@cordon/resilience";
import { expect, test } from "vitest";
import { createEgress, createMemoryResolver, egressError, type MemoryHandler } from "../src/index.ts";
import { createRecordedEgress, never, ruleFor } from "./_recorded-egress.ts";

const GET = { method: "GET", url: "https://a.example/" };

async function* endless(count: { chunks: number }): AsyncGenerator<Uint8Array> {
  for (;;) {
    count.chunks += 1;
    yield new Uint8Array(100);
  }
}

test("an answer's body is cut off at its ceiling while it streams, and not a byte before", async () => {
  for (const [maxResponseBytes, isWhole] of [
    [1000, true],
    [999, false],
  ] as const) {
    const { host } = createRecordedEgress({
      limits: { maxResponseBytes },
      handler: () => ({ status: 200, body: new Uint8Array(1000).fill(7) }),
    });
    const sent = host.grant({ rules: [ruleFor("a.example")] }).send(GET, never());
    if (isWhole) expect((await sent).body).toEqual(new Uint8Array(1000).fill(7));
    else await expect(sent).rejects.toMatchObject({ code: "egress/too-large" });
  }
  const count = { chunks: 0 };
  const { host } = createRecordedEgress({
    limits: { maxResponseBytes: 1000 },
    handler: () => ({ status: 200, body: endless(count) }),
  });
  const sent = host.grant({ rules: [ruleFor("a.example")] }).send(GET, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/too-large" });
  expect(count.chunks).toBeLessThanOrEqual(12);
});

test("an answer's body lies in memory of its own", async () => {
  const { host } = createRecordedEgress({ handler: () => ({ status: 200, body: "small" }) });
  const { body } = await host.grant({ rules: [ruleFor("a.example")] }).send(GET, never());
  expect(body.buffer.byteLength).toBe(5);
});

test("an answer's headers over their ceiling are refused, whatever the connector lets through", async () => {
  const host = createEgress({
    clock: createManualClock(),
    resolver: createMemoryResolver({ "a.example": ["8.8.8.8"] }),
    connector: {
      async exchange() {
        return { status: 200, headers: [["x-a", "a".repeat(298)]], body: (async function* () {})() };
      },
    },
    limits: { maxHeaderBytes: 300 },
  });
  const sent = host.grant({ rules: [ruleFor("a.example")] }).send(GET, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/too-large" });
});

test("an answer's headers are a record without prototype, in which each name is only a name", async () => {
  const headers = { __proto__x: "1", constructor: "2", "X-Two": ["a", "b"], connection: "close", "keep-alive": "x" };
  const { host } = createRecordedEgress({
    handler: () => ({ status: 200, headers: JSON.parse(`{"__proto__":"0",${JSON.stringify(headers).slice(1)}`) }),
  });
  const answer = await host.grant({ rules: [ruleFor("a.example")] }).send(GET, never());
  expect(Object.getPrototypeOf(answer.headers)).toBe(null);
  expect(Object.entries(answer.headers)).toEqual([
    ["__proto__", "0"],
    ["__proto__x", "1"],
    ["constructor", "2"],
    ["x-two", "a, b"],
  ]);
});

test.each([0, 99, 101, 199, 600, 1000, -1, 1.5, Number.NaN])("the status %d is none of an answer", async (status) => {
  const { host } = createRecordedEgress({ handler: () => ({ status }) });
  const sent = host.grant({ rules: [ruleFor("a.example")] }).send(GET, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/bad-response" });
});

test("a grant may have lower limits than its host, and no higher ones", async () => {
  const { host } = createRecordedEgress({ limits: { maxRequestBytes: 100 } });
  const rules = [ruleFor("a.example")];
  expect(() => host.grant({ rules, limits: { maxRequestBytes: 101 } })).toThrow(RangeError);
  const sent = host
    .grant({ rules, limits: { maxRequestBytes: 10 } })
    .send({ ...GET, method: "POST", body: new Uint8Array(11) }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/too-large", details: { maxBytes: 10 } });
});

test("requests of one owner to one host are limited together, denied ones not counted, and time gives them back", async () => {
  const clock = createManualClock();
  const { host, exchanges } = createRecordedEgress({ clock });
  const rules = [ruleFor("a.example", { paths: ["/"] }), ruleFor("b.example")];
  const grants = [host.grant({ rules, owner: "one" }), host.grant({ rules, owner: "one" })];
  for (let at = 0; at < 50; at += 1)
    await expect(grants[0]?.send({ ...GET, url: "https://a.example/denied" }, never())).rejects.toMatchObject({
      code: "egress/denied",
    });
  for (let at = 0; at < 20; at += 1) await grants[at % 2]?.send(GET, never());
  await expect(grants[0]?.send(GET, never())).rejects.toMatchObject({
    code: "egress/rate-limited",
    details: { retryAfterMs: 100 },
  });
  expect(exchanges).toHaveLength(20);
  await grants[0]?.send({ ...GET, url: "https://b.example/" }, never());
  clock.advance(100);
  await grants[1]?.send(GET, never());
});

test("no owner uses up what another has, nor does a grant without owner", async () => {
  const { host } = createRecordedEgress();
  const rules = [ruleFor("a.example")];
  const greedy = host.grant({ rules });
  for (let at = 0; at < 20; at += 1) await greedy.send(GET, never());
  await expect(greedy.send(GET, never())).rejects.toMatchObject({ code: "egress/rate-limited" });
  for (const other of [host.grant({ rules }), host.grant({ rules, owner: "other" })]) await other.send(GET, never());
});

test("names made up below a wildcard get no allowance of their own", async () => {
  const { host } = createRecordedEgress();
  const egress = host.grant({ rules: [ruleFor("*.example.com")] });
  for (let at = 0; at < 20; at += 1) await egress.send({ ...GET, url: `https://h${at}.example.com/` }, never());
  const sent = egress.send({ ...GET, url: "https://fresh.example.com/" }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/rate-limited" });
});

test("each redirect takes from the allowance of where it leads", async () => {
  const { host } = createRecordedEgress({
    handler: ({ url }) =>
      url.host === "a.example" ? { status: 302, headers: { location: "https://b.example/" } } : { status: 200 },
  });
  const egress = host.grant({ rules: [ruleFor("a.example"), ruleFor("b.example")], redirects: { max: 1 } });
  for (let at = 0; at < 20; at += 1) await egress.send({ ...GET, url: "https://b.example/" }, never());
  await expect(egress.send(GET, never())).rejects.toMatchObject({ code: "egress/rate-limited" });
});

const unreachable: MemoryHandler = () => {
  throw egressError("egress/unreachable", { reason: "ECONNREFUSED" });
};

test.each<[string, MemoryHandler, boolean]>([
  ["hosts that cannot be reached", unreachable, true],
  ["answers of 500 and above", () => ({ status: 503 }), true],
  ["answers that are no HTTP", () => ({ status: 0 }), true],
  ["answers of 404", () => ({ status: 404 }), false],
  ["redirects that are refused", () => ({ status: 302, headers: { location: "/" } }), false],
  ["answers with a secret", () => ({ status: 200, body: "-----BEGIN PRIVATE KEY-----" }), false],
  ["answers that are too large", () => ({ status: 200, body: new Uint8Array(2000) }), false],
])("the circuit of a host counts %s: %#", async (_what, handler, opens) => {
  const clock = createManualClock();
  const breaker = createCircuitBreaker({ clock, minimumCalls: 3 });
  const { host } = createRecordedEgress({ clock, breaker, handler, limits: { maxResponseBytes: 1000 } });
  const egress = host.grant({ rules: [ruleFor("a.example")], owner: "one" });
  for (let at = 0; at < 5; at += 1) await egress.send(GET, never()).catch(() => {});
  expect(breaker.state("one a.example")).toBe(opens ? "open" : "closed");
  if (opens) await expect(egress.send(GET, never())).rejects.toMatchObject({ code: "resilience/circuit-open" });
});

test("the circuit of a host counts neither denials, nor addresses refused, nor callers that give up", async () => {
  const clock = createManualClock();
  const breaker = createCircuitBreaker({ clock, minimumCalls: 3 });
  const { host } = createRecordedEgress({
    clock,
    breaker,
    records: (name) => (name === "b.example" ? ["10.0.0.1"] : ["8.8.8.8"]),
    handler: () => new Promise(() => {}),
  });
  const egress = host.grant({ rules: [ruleFor("a.example", { paths: ["/"] }), ruleFor("b.example")], owner: "one" });
  for (let at = 0; at < 6; at += 1) {
    const caller = new AbortController();
    const sent = [
      egress.send(GET, caller.signal),
      egress.send({ ...GET, url: "https://a.example/denied" }, never()),
      egress.send({ ...GET, url: "https://b.example/" }, never()),
    ];
    caller.abort();
    await Promise.allSettled(sent);
  }
  expect([breaker.state("one a.example"), breaker.state("one b.example")]).toEqual(["closed", "closed"]);
});

test("the circuit of a host counts requests whose time is over", async () => {
  const clock = createManualClock();
  const breaker = createCircuitBreaker({ clock, minimumCalls: 3 });
  const { host } = createRecordedEgress({ clock, breaker, handler: () => new Promise(() => {}) });
  const egress = host.grant({ rules: [ruleFor("a.example")], owner: "one" });
  const all = Promise.allSettled(Array.from({ length: 4 }, () => egress.send({ ...GET, timeoutMs: 10 }, never())));
  await new Promise((resolve) => void setImmediate(resolve));
  clock.advance(10);
  await all;
  expect(breaker.state("one a.example")).toBe("open");
});

test("by default there is a circuit, and no owner opens it for another", async () => {
  const clock = createManualClock();
  const { host } = createRecordedEgress({ clock, handler: unreachable });
  const rules = [ruleFor("a.example")];
  const unlucky = host.grant({ rules });
  for (let at = 0; at < 10; at += 1) await unlucky.send(GET, never()).catch(() => {});
  await expect(unlucky.send(GET, never())).rejects.toMatchObject({ code: "resilience/circuit-open" });
  await expect(host.grant({ rules }).send(GET, never())).rejects.toMatchObject({ code: "egress/unreachable" });
});
