import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createEgress, createMemoryHttpConnector, createMemoryResolver } from "../src/index.ts";
import { createRecordedEgress, never, ruleFor } from "./_recorded-egress.ts";

test("an event tells of a request what an audit needs, and neither query nor headers nor body", async () => {
  const clock = createManualClock();
  const { host, events } = createRecordedEgress({
    clock,
    handler() {
      clock.advance(25);
      return { status: 201, headers: { "x-answer": "in-header" }, body: "12345" };
    },
  });
  const egress = host.grant({
    rules: [ruleFor("b.example"), ruleFor("a.example", { ports: [8443] })],
    owner: "plugin:one",
  });
  const headers = { "x-request": "in-header" };
  await egress.send(
    { method: "POST", url: "https://a.example:8443/p/q?query=1", headers, body: Uint8Array.of(1) },
    never(),
  );
  expect(events).toEqual([
    {
      owner: "plugin:one",
      hop: 0,
      decision: "allowed",
      code: undefined,
      method: "POST",
      host: "a.example:8443",
      path: "/p/q",
      rule: 1,
      status: 201,
      requestBytes: 1,
      responseBytes: 5,
      ms: 25,
    },
  ]);
});

test.each([
  ["of no rule", "https://b.example/x", { code: "egress/denied", host: "b.example", path: "/x", rule: undefined }],
  ["to a private address", "https://in.example/", { code: "egress/address-refused", host: "in.example", rule: 1 }],
  ["that cannot be read", "https://a@a.example/secret", { code: "egress/invalid", host: "", path: "", method: "" }],
])("a request %s is told of as denied", async (_what, url, expected) => {
  const { host, events } = createRecordedEgress({ records: { "in.example": ["10.0.0.1"] } });
  const egress = host.grant({ rules: [ruleFor("a.example"), ruleFor("in.example")] });
  await egress.send({ method: "GET", url }, never()).catch(() => {});
  expect(events).toEqual([expect.objectContaining({ decision: "denied", status: undefined, ...expected })]);
});

test("a request that fails under way was allowed, and has its error's code", async () => {
  const { host, events } = createRecordedEgress({
    handler() {
      throw new Error("10.0.0.1 is down");
    },
  });
  await host
    .grant({ rules: [ruleFor("a.example")] })
    .send({ method: "GET", url: "https://a.example/" }, never())
    .catch(() => {});
  expect(events).toMatchObject([{ decision: "allowed", code: "egress/unreachable" }]);
});

test("each redirect has an event of its own", async () => {
  const { host, events } = createRecordedEgress({
    handler: ({ url }) =>
      url.pathname === "/" ? { status: 302, headers: { location: "https://b.example/next" } } : { status: 200 },
  });
  const egress = host.grant({ rules: [ruleFor("a.example")], redirects: { max: 1 } });
  await egress.send({ method: "GET", url: "https://a.example/" }, never()).catch(() => {});
  expect(events).toMatchObject([
    { hop: 0, decision: "allowed", host: "a.example", status: 302, code: undefined },
    { hop: 1, decision: "denied", host: "b.example", path: "/next", code: "egress/denied" },
  ]);
});

test("revoked, aborted and surplus requests have events too", async () => {
  const reached = Promise.withResolvers<void>();
  const { host, events } = createRecordedEgress({
    limits: { maxConcurrent: 1 },
    handler() {
      reached.resolve();
      return new Promise(() => {});
    },
  });
  const egress = host.grant({ rules: [ruleFor("a.example")] });
  const send = (signal: AbortSignal): Promise<unknown> =>
    egress.send({ method: "GET", url: "https://a.example/" }, signal).catch(() => {});
  const first = send(never());
  await send(never());
  await send(AbortSignal.abort());
  await reached.promise;
  egress.revoke();
  await first;
  await send(never());
  expect(events.map(({ code, decision }) => [code, decision])).toEqual([
    ["egress/busy", "denied"],
    ["core/aborted", "denied"],
    ["egress/revoked", "allowed"],
    ["egress/revoked", "denied"],
  ]);
});

test("a listener that throws changes nothing", async () => {
  const host = createEgress({
    clock: createManualClock(),
    resolver: createMemoryResolver({ "a.example": ["8.8.8.8"] }),
    connector: createMemoryHttpConnector(() => ({ status: 200 })),
    onEvent() {
      throw new Error("The listener fails on purpose.");
    },
  });
  const egress = host.grant({ rules: [ruleFor("a.example")] });
  expect((await egress.send({ method: "GET", url: "https://a.example/" }, never())).status).toBe(200);
});
