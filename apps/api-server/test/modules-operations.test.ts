import { describe, expect, test } from "vitest";
import { createNativeModule } from "@cordon/kernel";
import { faultOf, manifestOf, messagingApi, type MessagingApi } from "./_messaging.ts";

const greet = (name: unknown): string => `Hello, ${String(name)}!`;
const INVOKE = { method: "greet", payload: "Ada" };

describe.each(["application/json", "application/msgpack", "application/vnd.cordon.v2+cbor"])("in %s", (type) => {
  test("modules are listed, read, started, called and stopped", async () => {
    const { ask, allow, kernel, run } = await messagingApi();
    await run("greeter", { greet });
    await kernel.modules.stop("greeter");
    await allow("api.alice", "greeter:greet");
    const summary = {
      id: "greeter",
      version: "1.0.0",
      kind: "native",
      dependsOn: [],
      capabilities: [],
      restarting: false,
      failure: null,
    };
    const post = (action: string, body?: object) =>
      ask(`/v1/modules/greeter/${action}`, {
        type,
        method: "POST",
        ...(body === undefined ? {} : { body: body as never }),
      });
    expect(await ask("/v1/modules", { type })).toMatchObject({
      status: 200,
      contentType: type,
      body: { items: [{ ...summary, state: "stopped" }] },
    });
    expect(await post("start")).toMatchObject({ status: 200, body: { ...summary, state: "running" } });
    expect((await ask("/v1/modules/greeter", { type })).body).toEqual({
      ...summary,
      state: "running",
      health: { healthy: true, detail: null },
    });
    expect(await post("invoke", INVOKE)).toMatchObject({ status: 200, body: { output: "Hello, Ada!" } });
    expect(await post("stop")).toMatchObject({ status: 200, body: { ...summary, state: "stopped" } });
    expect((await ask("/v1/modules/greeter", { type })).body["health"]).toEqual({ healthy: false, detail: null });
  });
});

test("calling needs the right to this method of this module, and a denial is audited", async () => {
  const { ask, allow, run } = await messagingApi();
  let calls = 0;
  await run("greeter", { greet: () => (calls += 1) });
  await allow("api.alice", "greeter:other");
  await allow("api.alice", "other:greet");
  expect(faultOf(await ask("/v1/modules/greeter/invoke", { body: INVOKE }))).toEqual([403, "bus/denied", []]);
  expect(calls).toBe(0);
  const { body } = await ask("/v1/bus/audit?limit=1");
  expect(body["items"]).toMatchObject([{ principal: "api.alice", capability: "greeter:greet", outcome: "denied" }]);
});

test("whether there is a module is for those to know who may call it", async () => {
  const { ask, allow } = await messagingApi();
  expect((await ask("/v1/modules/nobody/invoke", { body: INVOKE })).status).toBe(403);
  await allow("api.alice", "nobody:*");
  expect(faultOf(await ask("/v1/modules/nobody/invoke", { body: INVOKE }))).toEqual([404, "bus/no-responder", []]);
});

test("a module that is not there is not found, whatever is asked of it", async () => {
  const { ask, allow } = await messagingApi();
  await allow("api.alice", "*");
  for (const id of ["nobody", "..%2fgreeter", "%00", "a b", "__proto__", "*", "x".repeat(100)]) {
    expect((await ask(`/v1/modules/${id}`)).status).toBe(404);
    for (const action of ["start", "stop"])
      expect(faultOf(await ask(`/v1/modules/${id}/${action}`, { method: "POST" }))[1]).toBe("kernel/module-not-found");
    expect((await ask(`/v1/modules/${id}/invoke`, { body: INVOKE })).status).toBe(404);
  }
});

test("a module that does not run, has no such method, fails, or never answers says which", async () => {
  const { ask, allow, run, kernel, clock, logger } = await messagingApi();
  await allow("api.alice", "*");
  const asked = Promise.withResolvers<void>();
  await run("odd", {
    fail: () => Promise.reject(new Error("hunter2")),
    wait: () => (asked.resolve(), new Promise<never>(() => undefined)),
  });
  const invoke = (method: string, timeoutMs = 1000) =>
    ask("/v1/modules/odd/invoke", { body: { method, payload: null, timeoutMs } });
  expect(faultOf(await invoke("none"))).toEqual([404, "kernel/unknown-method", []]);
  const failed = await invoke("fail");
  expect(faultOf(failed)).toEqual([502, "kernel/module-failed", []]);
  expect(JSON.stringify(failed.body)).not.toContain("hunter2");
  const waiting = invoke("wait", 100);
  await asked.promise;
  clock.advance(100);
  expect(faultOf(await waiting)).toEqual([504, "bus/request-timeout", []]);
  await kernel.modules.stop("odd");
  expect(faultOf(await invoke("fail"))).toEqual([503, "kernel/not-running", []]);
  expect(logger.records.length).toBeGreaterThan(0);
});

test("a module that others depend on is stopped with them, or not at all", async () => {
  const { ask, run, kernel } = await messagingApi();
  await run("base", {});
  await run("top", {}, { dependsOn: ["base"] });
  const stop = (body?: object) =>
    ask("/v1/modules/base/stop", { method: "POST", ...(body === undefined ? {} : { body: body as never }) });
  expect(faultOf(await stop())).toEqual([409, "kernel/has-dependents", []]);
  expect(faultOf(await stop({ cascade: false }))).toEqual([409, "kernel/has-dependents", []]);
  expect(kernel.modules.state("top")).toBe("running");
  expect(await stop({ cascade: true })).toMatchObject({ status: 200, body: { state: "stopped" } });
  expect(kernel.modules.state("top")).toBe("stopped");
  const start = await ask("/v1/modules/top/start", { method: "POST" });
  expect(faultOf(start)).toEqual([503, "kernel/dependency-not-running", []]);
});

test("starting or stopping twice is as good as once, and so is stopping what never ran", async () => {
  const { ask, run, kernel } = await messagingApi();
  await run("greeter", {});
  kernel.modules.load(createNativeModule({ id: "idle", invoke: () => null }), manifestOf("idle"));
  const post = async (path: string) => faultOf(await ask(`/v1/modules/${path}`, { method: "POST" })).slice(0, 2);
  expect([await post("greeter/start"), await post("greeter/start")]).toEqual([
    [200, undefined],
    [200, undefined],
  ]);
  expect([await post("greeter/stop"), await post("greeter/stop")]).toEqual([
    [200, undefined],
    [200, undefined],
  ]);
  expect([await post("idle/stop"), kernel.modules.state("idle")]).toEqual([[200, undefined], "loaded"]);
});

test("who started and stopped what is in the audit", async () => {
  const { ask, run } = await messagingApi();
  await run("greeter", {});
  await ask("/v1/modules/greeter/stop", { as: "bob", method: "POST" });
  await ask("/v1/modules/greeter/start", { as: "bob", method: "POST" });
  const { body } = await ask("/v1/bus/audit?principal=api.bob");
  expect(body["items"]).toMatchObject([
    { capability: "greeter:start", outcome: "allowed" },
    { capability: "greeter:stop", outcome: "allowed" },
  ]);
});

test("starts and stops at once leave the module in one of the two states, and each is answered", async () => {
  const { ask, run, kernel } = await messagingApi();
  await run("greeter", {});
  const actions = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? "stop" : "start"));
  const all = await Promise.all(actions.map((action) => ask(`/v1/modules/greeter/${action}`, { method: "POST" })));
  expect(all.every(({ status }) => [200, 409, 499].includes(status))).toBe(true);
  expect(["running", "stopped"]).toContain(kernel.modules.state("greeter"));
});

test("a module that fails to start says so, and why is in its record", async () => {
  const { ask, kernel } = await messagingApi();
  const start = (): never => {
    throw new Error("hunter2");
  };
  kernel.modules.load(createNativeModule({ id: "broken", start, invoke: () => null }), manifestOf("broken"));
  expect(faultOf(await ask("/v1/modules/broken/start", { method: "POST" }))).toEqual([502, "kernel/start-failed", []]);
  const { body } = await ask("/v1/modules/broken");
  expect(body).toMatchObject({ state: "failed", failure: { code: "kernel/start-failed" }, health: { healthy: false } });
  expect(JSON.stringify(body)).not.toContain("hunter2");
});

test("what a module says of its health is in its record", async () => {
  const { ask, kernel } = await messagingApi();
  const health = () => ({ healthy: false, detail: "no disk" });
  kernel.modules.load(createNativeModule({ id: "sick", health, invoke: () => null }), manifestOf("sick"));
  await kernel.modules.start("sick");
  const { body } = await ask("/v1/modules/sick");
  expect(body).toMatchObject({ state: "running", health: { healthy: false, detail: "no disk" } });
});

test("an answer that not every format carries ends in a problem, and the next call goes on", async () => {
  const { ask, allow, run } = await messagingApi();
  await allow("api.alice", "*");
  await run("odd", { large: () => 2 ** 60, fine: () => 1 });
  const large = await ask("/v1/modules/odd/invoke", {
    type: "application/cbor",
    body: { method: "large", payload: null },
  });
  expect(faultOf(large)).toEqual([502, "kernel/bad-output", []]);
  expect((await ask("/v1/modules/odd/invoke", { body: { method: "fine", payload: null } })).body).toEqual({
    output: 1,
  });
});

test.each<readonly [what: string, action: string, body: unknown, pointers: readonly string[]]>([
  ["nothing", "invoke", {}, ["/method", "/payload"]],
  ["numbers", "invoke", { method: 1, payload: 1, timeoutMs: "1" }, ["/method", "/timeoutMs"]],
  ["another module", "invoke", { ...INVOKE, moduleId: "other" }, ["/moduleId"]],
  ["a method that is none", "invoke", { method: "a:b", payload: 1 }, ["/method"]],
  ["half a millisecond", "invoke", { ...INVOKE, timeoutMs: 0.5 }, ["/timeoutMs"]],
  ["a cascade that is a text", "stop", { cascade: "true" }, ["/cascade"]],
  ["an unknown field", "stop", { force: true }, ["/force"]],
  ["null", "stop", null, [""]],
])("%s is refused by its field", async (_what, action, body, pointers) => {
  const { ask, allow, run, kernel }: MessagingApi = await messagingApi();
  await allow("api.alice", "*");
  await run("greeter", { greet });
  const answer = await ask(`/v1/modules/greeter/${action}`, { body: body as never });
  expect(faultOf(answer)).toEqual([422, "interface/invalid", pointers]);
  expect(kernel.modules.state("greeter")).toBe("running");
});
