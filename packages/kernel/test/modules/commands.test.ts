import { describe, expect, test } from "vitest";
import { createMemoryModule } from "../../src/adapters/memory/memory-module.ts";
import type { ModuleCall } from "../../src/modules/module.ts";
import { managerFixture, manifestOf, settle } from "./_fixtures.ts";

function withModule() {
  const fixture = managerFixture();
  const calls: ModuleCall[] = [];
  const module = createMemoryModule({
    id: "a",
    methods: {
      echo(payload, call) {
        calls.push(call);
        return payload;
      },
      wait: () => new Promise<never>(() => {}),
      fail() {
        throw new Error("hunter2");
      },
    },
  });
  fixture.manager.load(module, manifestOf("a"));
  const ask = (type: "ping" | "start" | "stop") => fixture.bus.request({ to: "a", command: { type } });
  const invoke = (method: string, payload = "x") =>
    fixture.bus.request({ to: "a", command: { type: "invoke", moduleId: "a", method, payload } });
  return { ...fixture, calls, ask, invoke };
}

describe("on the bus", () => {
  test("a module that is loaded answers ping and start, and no more", async () => {
    const { ask, invoke } = withModule();
    expect(await ask("ping")).toEqual({ pong: "a", state: "loaded" });
    await expect(invoke("echo")).rejects.toMatchObject({ code: "kernel/not-running" });
    await expect(ask("stop")).rejects.toMatchObject({ code: "kernel/not-running" });
    expect(await ask("start")).toEqual({ moduleId: "a", state: "running" });
  });

  test("a module that runs answers all, and knows who asked", async () => {
    const { manager, ask, invoke, calls, bus } = withModule();
    await manager.start("a");
    expect(await invoke("echo", "hello")).toBe("hello");
    expect(calls[0]).toMatchObject({ method: "echo", payload: "hello", envelope: { source: bus.name } });
    expect(await ask("stop")).toEqual({ moduleId: "a", state: "stopped" });
    await expect(ask("stop")).rejects.toMatchObject({ code: "kernel/not-running" });
    expect(await ask("ping")).toEqual({ pong: "a", state: "stopped" });
  });

  test("a sender needs a grant for each command, which the bus sees to", async () => {
    const { bus, manager } = withModule();
    const sender = bus.openSender("somebody");
    const start = { to: "a", command: { type: "start" } } as const;
    await expect(sender.request(start)).rejects.toMatchObject({ code: "bus/denied" });
    expect(manager.state("a")).toBe("loaded");
    bus.grantCapability("somebody", "a:start");
    await sender.request(start);
    expect(manager.state("a")).toBe("running");
    await expect(sender.request({ to: "a", command: { type: "stop" } })).rejects.toMatchObject({ code: "bus/denied" });
  });

  test("who may stop a module may not stop those that depend on it", async () => {
    const { manager, ask } = withModule();
    manager.load(createMemoryModule({ id: "b", methods: {} }), manifestOf("b", { dependsOn: ["a"] }));
    await manager.startAll();
    await expect(ask("stop")).rejects.toMatchObject({ code: "kernel/has-dependents" });
    expect(manager.state("a")).toBe("running");
  });

  test("what a module throws reaches no caller in its words", async () => {
    const { manager, invoke, logger } = withModule();
    await manager.start("a");
    const error: unknown = await invoke("fail").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "kernel/module-failed" });
    expect((error as Error).message).not.toContain("hunter2");
    expect(JSON.stringify(logger.records)).toContain("A module failed in a call.");
    await expect(invoke("nothing")).rejects.toMatchObject({ code: "kernel/unknown-method" });
    await expect(invoke("constructor")).rejects.toMatchObject({ code: "kernel/unknown-method" });
  });

  test("a flood of calls that wait holds up neither a ping nor a stop", async () => {
    const { manager, ask, invoke } = withModule();
    await manager.start("a");
    const flood = Array.from({ length: 120 }, () => invoke("wait").catch((error: { code: string }) => error.code));
    await settle();
    expect(await ask("ping")).toEqual({ pong: "a", state: "running" });
    expect(await ask("stop")).toEqual({ moduleId: "a", state: "stopped" });
    const ends = await Promise.all(flood);
    expect(ends.filter((code) => code === "kernel/busy")).toHaveLength(120 - 64);
    expect(ends.filter((code) => code === "kernel/not-running")).toHaveLength(64);
  });

  test("a module that is unloaded answers no more", async () => {
    const { manager, ask } = withModule();
    manager.unload("a");
    await expect(ask("ping")).rejects.toMatchObject({ code: "bus/no-responder" });
  });
});
