import { describe, expect, test } from "vitest";
import { faultOf, messagingApi } from "./_messaging.ts";

const INVOKE = { to: "greeter", command: { type: "invoke", method: "greet", payload: "Ada" } } as const;
const greet = (name: unknown): string => `Hello, ${String(name)}!`;

describe.each(["application/json", "application/msgpack", "application/vnd.cordon.v2+cbor"])("in %s", (type) => {
  test("a command is answered, sent without waiting, and an event is emitted", async () => {
    const { ask, allow, run } = await messagingApi();
    await run("greeter", { greet });
    await allow("api.alice", "greeter:*");
    await allow("api.alice", "emit:greeted");
    const answered = await ask("/v1/bus/commands", { type, body: INVOKE });
    expect(answered).toMatchObject({ status: 200, contentType: type, body: { answer: "Hello, Ada!" } });
    const sent = await ask("/v1/bus/commands", { type, body: { ...INVOKE, wait: false } });
    expect(sent).toMatchObject({ status: 200, body: { messageId: expect.any(String) } });
    const emitted = await ask("/v1/bus/events", { type, body: { kind: "greeted", payload: { name: "Ada" } } });
    expect(emitted).toMatchObject({ status: 200, body: { messageId: expect.any(String) } });
  });
});

test("what is sent is in the caller's own name, and in its trace", async () => {
  const { ask, allow, kernel } = await messagingApi();
  const subscription = kernel.bus.subscribe({ topic: "event.>" });
  await allow("api.bob", "emit:greeted");
  const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  await ask("/v1/bus/events", { as: "bob", traceparent, body: { kind: "greeted", payload: 1 } });
  const { value } = await subscription[Symbol.asyncIterator]().next();
  expect(value).toMatchObject({ kind: "message", topic: "event.api.bob.greeted" });
  expect(value.envelope.source).toBe("api.bob");
  expect(value.envelope.traceparent).toContain("a".repeat(32));
});

test("a call without a payload is one with null", async () => {
  const { ask, allow, run } = await messagingApi();
  await allow("api.alice", "echo:*");
  await run("echo", { same: (payload) => [payload] });
  const command = { type: "invoke", method: "same" };
  expect((await ask("/v1/bus/commands", { body: { to: "echo", command } })).body).toEqual({ answer: [null] });
});

test("ping, start and stop go to the module, each on a right of its own", async () => {
  const { ask, allow, run, kernel } = await messagingApi();
  await run("greeter", {});
  await allow("api.alice", "greeter:stop");
  const command = (type: string) => ask("/v1/bus/commands", { body: { to: "greeter", command: { type } } });
  expect(faultOf(await command("ping"))).toEqual([403, "bus/denied", []]);
  expect(await command("stop")).toMatchObject({ status: 200, body: { answer: { state: "stopped" } } });
  expect(faultOf(await command("start"))).toEqual([403, "bus/denied", []]);
  expect(kernel.modules.state("greeter")).toBe("stopped");
});

test("without a grant nothing is sent, and the audit says who tried what", async () => {
  const { ask, run } = await messagingApi();
  let calls = 0;
  await run("greeter", { greet: () => (calls += 1) });
  expect(faultOf(await ask("/v1/bus/commands", { as: "bob", body: INVOKE }))).toEqual([403, "bus/denied", []]);
  const unawaited = await ask("/v1/bus/commands", { as: "bob", body: { ...INVOKE, wait: false } });
  expect(faultOf(unawaited)).toEqual([403, "bus/denied", []]);
  const emitted = await ask("/v1/bus/events", { as: "bob", body: { kind: "greeted", payload: null } });
  expect(faultOf(emitted)).toEqual([403, "bus/denied", []]);
  expect(calls).toBe(0);
  const { body } = await ask("/v1/bus/audit?principal=api.bob");
  expect(body["items"]).toEqual([
    expect.objectContaining({ principal: "api.bob", capability: "emit:greeted", outcome: "denied", count: 1 }),
    expect.objectContaining({ capability: "greeter:greet", outcome: "denied", action: "publish", count: 2 }),
  ]);
});

test("a grant of one caller is none of another", async () => {
  const { ask, allow, run } = await messagingApi();
  await run("greeter", { greet });
  await allow("api.alice", "greeter:greet");
  expect((await ask("/v1/bus/commands", { as: "bob", body: INVOKE })).status).toBe(403);
});

test("a name that nobody answers to is not found, and one that never answers is out of time", async () => {
  const { ask, allow, run, clock } = await messagingApi();
  await allow("api.alice", "*");
  const nobody = await ask("/v1/bus/commands", { body: { to: "nobody", command: { type: "ping" } } });
  expect(faultOf(nobody)).toEqual([404, "bus/no-responder", []]);
  const asked = Promise.withResolvers<void>();
  await run("silent", { wait: () => (asked.resolve(), new Promise<never>(() => undefined)) });
  const command = { type: "invoke", method: "wait" };
  const waiting = ask("/v1/bus/commands", { body: { to: "silent", command, timeoutMs: 50 } });
  await asked.promise;
  clock.advance(50);
  expect(faultOf(await waiting)).toEqual([504, "bus/request-timeout", []]);
});

test("an answer that not every format carries is the addressee's fault, and is not shown", async () => {
  const { ask, allow, run } = await messagingApi();
  await allow("api.alice", "*");
  await run("odd", { half: () => "secret \ud800", large: () => 2 ** 60 });
  for (const [method, type, code] of [
    ["half", "application/json", "kernel/bad-output"],
    ["large", "application/json", "bus/responder-failed"],
    ["large", "application/msgpack", "bus/responder-failed"],
  ] as const) {
    const command = { type: "invoke", method };
    const answer = await ask("/v1/bus/commands", { type, body: { to: "odd", command } });
    expect(faultOf(answer)).toEqual([502, code, []]);
    expect(JSON.stringify(answer.body)).not.toContain("secret");
  }
});

test.each<readonly [what: string, path: string, body: unknown, pointers: readonly string[]]>([
  ["a list", "commands", [], [""]],
  ["nothing", "commands", {}, ["/to", "/command"]],
  ["numbers", "commands", { to: 1, command: 2, timeoutMs: "3", wait: 4 }, ["/to", "/command", "/timeoutMs", "/wait"]],
  ["an unknown field", "commands", { ...INVOKE, from: "kernel" }, ["/from"]],
  [
    "an unknown field within",
    "commands",
    { to: "a", command: { type: "ping", source: "kernel" } },
    ["/command/source"],
  ],
  ["an unknown type", "commands", { to: "a", command: { type: "halt" } }, ["/command/type"]],
  ["no method", "commands", { to: "a", command: { type: "invoke" } }, ["/command/method"]],
  [
    "names that are none",
    "commands",
    { to: "a b", command: { type: "invoke", method: "../x" } },
    ["/to", "/command/method"],
  ],
  ["a wildcard", "commands", { to: "*", command: { type: "ping" } }, ["/to"]],
  [
    "a module besides the addressee",
    "commands",
    { to: "a", command: { type: "invoke", moduleId: "b c", method: "m" } },
    ["/command/moduleId"],
  ],
  ["times that cannot be", "commands", { ...INVOKE, timeoutMs: 0 }, ["/timeoutMs"]],
  ["for ever", "commands", { ...INVOKE, timeoutMs: 300_001 }, ["/timeoutMs"]],
  ["no payload", "events", { kind: "greeted" }, ["/payload"]],
  ["a kind that is none", "events", { kind: "a..b", payload: 1 }, ["/kind"]],
  ["a long kind", "events", { kind: "k".repeat(129), payload: 1 }, ["/kind"]],
  ["the name of another", "events", { kind: "greeted", payload: 1, moduleId: "kernel" }, ["/moduleId"]],
])("%s is refused by its field, before the bus hears of it", async (_what, path, body, pointers) => {
  const { ask, allow, kernel } = await messagingApi();
  await allow("api.alice", "*");
  const subscription = kernel.bus.subscribe();
  const answer = await ask(`/v1/bus/${path}`, { body: body as never });
  expect(faultOf(answer)).toEqual([422, "interface/invalid", pointers]);
  expect(subscription.waiting).toBe(0);
});

test("an addressee and another module do not go together", async () => {
  const { ask, allow } = await messagingApi();
  await allow("api.alice", "*");
  const command = { type: "invoke", moduleId: "other", method: "greet" };
  const answer = await ask("/v1/bus/commands", { body: { to: "greeter", command } });
  expect(answer.status).toBe(422);
});

test("what is too large or too deep is refused before it is looked at", async () => {
  const { ask, allow } = await messagingApi();
  await allow("api.alice", "*");
  const large = await ask("/v1/bus/events", { body: { kind: "k", payload: "x".repeat(1_048_576) } });
  expect(large.status).toBe(413);
  const text = `{"kind":"k","payload":${"[".repeat(5000)}${"]".repeat(5000)}}`;
  expect((await ask("/v1/bus/events", { body: Buffer.from(text) })).status).toBeGreaterThanOrEqual(400);
  expect((await ask("/v1/bus/events", { method: "POST" })).status).toBe(400);
  expect((await ask("/v1/bus/events", { as: "", body: { kind: "k", payload: 1 } })).status).toBe(401);
  expect(faultOf(await ask("/v1/bus/events?x=1", { body: { kind: "k", payload: 1 } }))[2]).toEqual(["/x"]);
});
