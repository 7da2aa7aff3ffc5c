import { describe, expect, test } from "vitest";
import { createNativeModule } from "../../src/adapters/native/native-module.ts";
import { MODULE_CEILINGS, MODULE_DEFAULTS, moduleSettings } from "../../src/modules/manifest/module-settings.ts";
import { managerFixture, manifestOf, scriptedModule, settle, rejection } from "./_fixtures.ts";

async function running(rest = {}, options = {}) {
  const fixture = managerFixture(options);
  const module = scriptedModule("a");
  fixture.manager.load(module, manifestOf("a", rest));
  const starting = fixture.manager.start("a");
  await settle();
  module.starts[0]?.resolve();
  await starting;
  return { ...fixture, module };
}

describe("settings", () => {
  test("what a manifest leaves out is the default", () => {
    expect(moduleSettings(manifestOf("a"))).toEqual(MODULE_DEFAULTS);
    expect(MODULE_DEFAULTS).toMatchObject({ startTimeoutMs: 30_000, stopTimeoutMs: 10_000 });
  });

  test("what it asks for is within the ceilings", () => {
    const ceilings = { startTimeoutMs: 10, stopTimeoutMs: 20, invokeTimeoutMs: 30 };
    const asked = manifestOf("a", { startTimeoutMs: 5, stopTimeoutMs: 50, limits: { timeoutMs: 60 } });
    expect(moduleSettings(asked, ceilings)).toMatchObject({
      startTimeoutMs: 5,
      stopTimeoutMs: 20,
      invokeTimeoutMs: 30,
    });
    // A default is under the ceiling, too.
    expect(moduleSettings(manifestOf("a"), ceilings)).toMatchObject(ceilings);
    expect(MODULE_CEILINGS.startTimeoutMs).toBeGreaterThan(MODULE_DEFAULTS.startTimeoutMs);
  });
});

describe("starting", () => {
  test("a start that exceeds its deadline has failed, and what it does later is ignored", async () => {
    const { manager, pass, announced } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a", { startTimeoutMs: 100 }));
    const refused = rejection(manager.start("a"), {
      code: "kernel/start-timeout",
      details: { moduleId: "a", timeoutMs: 100 },
    });
    await settle();
    await pass(99);
    expect(manager.state("a")).toBe("starting");
    await pass(1);
    await refused;
    const context = module.contexts[0];
    expect(manager.status("a")).toMatchObject({ state: "failed", failure: { code: "kernel/start-timeout" } });
    expect(context?.signal.aborted).toBe(true);
    await expect(context?.sender.emitEvent({ kind: "late", payload: null })).rejects.toMatchObject({
      code: "bus/denied",
    });
    module.starts[0]?.resolve();
    await settle();
    expect([manager.state("a"), await announced()]).toEqual(["failed", []]);
  });

  test("the signal that a start is given aborts at its deadline", async () => {
    const { manager, pass } = managerFixture();
    let given: AbortSignal | undefined;
    const start = (_context: unknown, signal: AbortSignal): Promise<void> => {
      given = signal;
      return new Promise(() => {});
    };
    manager.load(createNativeModule({ id: "a", start, invoke: () => null }), manifestOf("a"));
    const refused = rejection(manager.start("a"), { code: "kernel/start-timeout" });
    await settle();
    await pass(29_999);
    expect(given?.aborted).toBe(false);
    await pass(1);
    await refused;
    expect(given?.aborted).toBe(true);
  });

  test("configuration that does not come counts as the start's own time", async () => {
    const readConfig = (): Promise<never> => new Promise(() => {});
    const { manager, pass } = managerFixture({ readConfig, grants: ["config:*"] });
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a", { config: ["key"] }));
    const refused = rejection(manager.start("a"), { code: "kernel/start-timeout" });
    await settle();
    await pass(30_000);
    await refused;
    expect(module.starts).toHaveLength(0);
  });

  test("configuration that comes too late starts nothing", async () => {
    const config = Promise.withResolvers<Record<string, never>>();
    const { manager, pass } = managerFixture({ readConfig: () => config.promise, grants: ["config:*"] });
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a", { config: ["key"] }));
    const refused = rejection(manager.start("a"), { code: "kernel/start-timeout" });
    await settle();
    await pass(30_000);
    await refused;
    config.resolve({});
    await settle();
    expect([module.starts.length, module.stops.length]).toEqual([0, 1]);
  });

  test("no deadline is left behind", async () => {
    const { clock, manager, module } = await running();
    const stopping = manager.stop("a");
    await settle();
    module.stops[0]?.resolve();
    await stopping;
    await settle();
    expect(clock.waiting).toBe(0);
  });
});

describe("stopping", () => {
  test("a stop that exceeds its deadline has failed; nothing of the module counts", async () => {
    const { manager, module, pass, announced } = await running({ stopTimeoutMs: 100 });
    const refused = rejection(manager.stop("a"), {
      code: "kernel/stop-timeout",
      details: { moduleId: "a", timeoutMs: 100 },
    });
    await pass(99);
    expect(manager.state("a")).toBe("stopping");
    await pass(1);
    await refused;
    expect(manager.status("a")).toMatchObject({ state: "failed", failure: { code: "kernel/stop-timeout" } });
    module.stops[0]?.resolve();
    expect(await announced()).toEqual(["started a"]);
    expect(manager.state("a")).toBe("failed");
  });

  test("a module that did not stop in time is given its whole time again before it starts anew", async () => {
    const { manager, module, pass } = await running();
    const refused = rejection(manager.stop("a"), { code: "kernel/stop-timeout" });
    await pass(10_000);
    await refused;
    const starting = manager.start("a");
    await settle();
    expect([module.starts.length, module.stops.length]).toEqual([1, 2]);
    await pass(10_000);
    expect(module.starts).toHaveLength(2);
    module.starts[1]?.resolve();
    await starting;
    expect(manager.state("a")).toBe("running");
  });
});

describe("calling", () => {
  test("a call that exceeds its deadline rejects, and what it answers later counts for nothing", async () => {
    const { manager, pass } = await running({ limits: { timeoutMs: 50 } });
    const refused = rejection(manager.invoke({ moduleId: "a", method: "m", payload: 1 }), {
      code: "kernel/invoke-timeout",
      details: { moduleId: "a", method: "m", timeoutMs: 50 },
    });
    await pass(49);
    await pass(1);
    await refused;
    expect(manager.state("a")).toBe("running");
  });

  test("a stop rejects the calls that are under way, at once", async () => {
    const { manager, module } = await running();
    const refused = rejection(manager.invoke({ moduleId: "a", method: "m", payload: 1 }), {
      code: "kernel/not-running",
      details: { moduleId: "a", state: "stopping" },
    });
    await settle();
    const stopping = manager.stop("a");
    await refused;
    module.stops[0]?.resolve();
    await stopping;
  });

  test("a caller who goes away is told so, and the module runs on", async () => {
    const { manager } = await running();
    const caller = new AbortController();
    const calling = manager.invoke({ moduleId: "a", method: "m", payload: 1 }, caller.signal);
    await settle();
    caller.abort();
    await expect(calling).rejects.toMatchObject({ code: "core/aborted" });
    expect(manager.state("a")).toBe("running");
  });

  test("no more calls are under way than may be, and each that ends makes room", async () => {
    const { manager, pass } = await running({ limits: { timeoutMs: 50 } }, { maxCalls: 2 });
    const request = { moduleId: "a", method: "m", payload: null };
    const calls = [manager.invoke(request), manager.invoke(request)];
    const refused = Promise.allSettled(calls);
    await expect(manager.invoke(request)).rejects.toMatchObject({ code: "kernel/busy", details: { max: 2 } });
    await pass(50);
    await refused;
    const next = rejection(manager.invoke(request), { code: "kernel/invoke-timeout" });
    await pass(50);
    await next;
  });
});
