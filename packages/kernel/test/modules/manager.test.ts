import { describe, expect, test } from "vitest";
import { createMemoryModule } from "../../src/adapters/memory/memory-module.ts";
import { managerFixture, manifestOf, scriptedModule, settle, rejection } from "./_fixtures.ts";

const echo = (id = "a") => createMemoryModule({ id, methods: { echo: (payload) => payload } });

describe("loading", () => {
  test("a module that is loaded does not run", () => {
    const { manager } = managerFixture();
    manager.load(echo(), manifestOf("a"));
    expect(manager.state("a")).toBe("loaded");
    expect(manager.list()).toMatchObject([{ moduleId: "a", version: "1.0.0", kind: "native", isRestarting: false }]);
  });

  test.each([
    ["a manifest of another module", () => manifestOf("b"), "kernel/invalid-manifest"],
    ["a manifest that is none", () => ({ ...manifestOf("a"), version: "1" }), "kernel/invalid-manifest"],
    ["a text that is no manifest", () => "{}", "kernel/invalid-manifest"],
  ])("%s is refused", (_name, manifest, code) => {
    const { manager } = managerFixture();
    expect(() => manager.load(echo(), manifest())).toThrow(expect.objectContaining({ code }));
    expect(manager.list()).toEqual([]);
  });

  test("the kernel's own name is refused: a module would speak in it", () => {
    const { manager, bus } = managerFixture();
    expect(() => manager.load(echo(bus.name), manifestOf(bus.name))).toThrow(/the kernel's own name/);
  });

  test("an id that is taken is refused, and free again once it is unloaded", () => {
    const { manager } = managerFixture();
    manager.load(echo(), manifestOf("a"));
    expect(() => manager.load(echo(), manifestOf("a"))).toThrow(
      expect.objectContaining({ code: "kernel/already-loaded" }),
    );
    manager.unload("a");
    expect(() => manager.state("a")).toThrow(expect.objectContaining({ code: "kernel/module-not-found" }));
    manager.load(echo(), manifestOf("a"));
  });

  test("a module is unloaded only at rest", async () => {
    const { manager } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const starting = manager.start("a");
    await settle();
    const refusal = expect.objectContaining({ code: "kernel/invalid-transition" });
    expect(() => manager.unload("a")).toThrow(refusal);
    module.starts[0]?.resolve();
    await starting;
    expect(() => manager.unload("a")).toThrow(refusal);
    const stopping = manager.stop("a");
    expect(() => manager.unload("a")).toThrow(refusal);
    await settle();
    module.stops[0]?.resolve();
    await stopping;
    manager.unload("a");
    expect(manager.list()).toEqual([]);
  });

  test("options that cannot be are refused", () => {
    for (const maxCalls of [0, -1, 1.5, Number.NaN]) expect(() => managerFixture({ maxCalls })).toThrow(RangeError);
  });
});

describe("starting and stopping", () => {
  test("changes and announcements come in order, and after they are true", async () => {
    const { manager, changes, announced } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const starting = manager.start("a");
    expect(await announced()).toEqual([]);
    module.starts[0]?.resolve();
    await starting;
    expect(await announced()).toEqual(["started a"]);
    const stopping = manager.stop("a");
    expect(await announced()).toEqual(["started a"]);
    module.stops[0]?.resolve();
    await stopping;
    expect(await announced()).toEqual(["started a", "stopped a"]);
    expect(changes).toEqual([
      "a: loaded -> starting",
      "a: starting -> running",
      "a: running -> stopping",
      "a: stopping -> stopped",
    ]);
  });

  test("starts at the same time are one start, and stops one stop", async () => {
    const { manager, announced } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const starts = [manager.start("a"), manager.start("a"), manager.start("a")];
    await settle();
    expect(module.starts).toHaveLength(1);
    module.starts[0]?.resolve();
    await Promise.all([...starts, manager.start("a")]);
    const stops = [manager.stop("a"), manager.stop("a")];
    await settle();
    expect(module.stops).toHaveLength(1);
    module.stops[0]?.resolve();
    await Promise.all([...stops, manager.stop("a")]);
    expect(await announced()).toEqual(["started a", "stopped a"]);
  });

  test("a stop ends a start, and its callers are told", async () => {
    const { manager, announced } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const starting = manager.start("a");
    const refused = rejection(starting, { code: "kernel/start-cancelled" });
    await settle();
    const stopping = manager.stop("a");
    expect(module.contexts[0]?.signal.aborted).toBe(true);
    await refused;
    module.stops[0]?.resolve();
    await stopping;
    module.starts[0]?.resolve();
    expect(await announced()).toEqual(["stopped a"]);
    expect(manager.state("a")).toBe("stopped");
  });

  test("a stop that comes together with the module's being ready is what counts", async () => {
    for (let turns = 0; turns < 20; turns += 1) {
      const { manager, changes } = managerFixture();
      const module = scriptedModule("a");
      manager.load(module, manifestOf("a"));
      const starting = manager.start("a").catch((error: { readonly code: string }) => error.code);
      await settle();
      module.starts[0]?.resolve();
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const hasStarted = manager.state("a") === "running";
      const stopping = manager.stop("a");
      await settle();
      module.stops[0]?.resolve();
      await stopping;
      expect(await starting).toBe(hasStarted ? undefined : "kernel/start-cancelled");
      expect(changes.at(-1)).toBe("a: stopping -> stopped");
    }
  });

  test("a start waits for a stop that is under way", async () => {
    const { manager } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const first = manager.start("a");
    await settle();
    module.starts[0]?.resolve();
    await first;
    const stopping = manager.stop("a");
    const again = manager.start("a");
    await settle();
    expect([module.starts.length, manager.state("a")]).toEqual([1, "stopping"]);
    module.stops[0]?.resolve();
    await stopping;
    await settle();
    expect(module.starts).toHaveLength(2);
    module.starts[1]?.resolve();
    await again;
    expect(manager.state("a")).toBe("running");
  });

  test("the last word counts: a start that waits for a stop is given up by another stop", async () => {
    const { manager } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const first = manager.start("a");
    await settle();
    module.starts[0]?.resolve();
    await first;
    const stops = [manager.stop("a")];
    const refused = rejection(manager.start("a"), { code: "kernel/start-cancelled" });
    stops.push(manager.stop("a"));
    await settle();
    module.stops[0]?.resolve();
    await Promise.all([...stops, refused]);
    expect([manager.state("a"), module.starts.length]).toEqual(["stopped", 1]);
  });

  test("a caller who goes away stops waiting, and the start goes on", async () => {
    const { manager } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const caller = new AbortController();
    const starting = manager.start("a", caller.signal);
    await settle();
    caller.abort();
    await expect(starting).rejects.toMatchObject({ code: "core/aborted" });
    module.starts[0]?.resolve();
    await settle();
    expect(manager.state("a")).toBe("running");
    for (const act of [manager.start, manager.stop])
      await expect(act("a", AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
    expect(manager.state("a")).toBe("running");
  });

  test("a module that fails to start is failed, with its reason, and not announced", async () => {
    const { manager, announced, logger } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const refused = rejection(manager.start("a"), { code: "kernel/start-failed" });
    await settle();
    module.starts[0]?.reject(new Error("no database"));
    await refused;
    expect(manager.status("a")).toMatchObject({ state: "failed", failure: { code: "kernel/start-failed" } });
    expect(await announced()).toEqual([]);
    expect(JSON.stringify(logger.records)).toContain("A module failed.");
    // What it may have begun to hold is given back.
    expect(module.stops).toHaveLength(1);
  });

  test("a module that fails to stop is failed, and can be stopped again", async () => {
    const { manager, announced } = managerFixture();
    const module = scriptedModule("a");
    manager.load(module, manifestOf("a"));
    const starting = manager.start("a");
    await settle();
    module.starts[0]?.resolve();
    await starting;
    const refused = rejection(manager.stop("a"), { code: "kernel/stop-failed" });
    await settle();
    module.stops[0]?.reject(new Error("busy"));
    await refused;
    expect(manager.status("a")).toMatchObject({ state: "failed", failure: { code: "kernel/stop-failed" } });
    const again = manager.stop("a");
    await settle();
    module.stops[1]?.resolve();
    await again;
    expect(manager.status("a").failure).toBeUndefined();
    expect(await announced()).toEqual(["started a", "stopped a"]);
  });

  test("an id that nobody has is not found", async () => {
    const { manager } = managerFixture();
    const missing = { code: "kernel/module-not-found" };
    await expect(manager.start("a")).rejects.toMatchObject(missing);
    await expect(manager.stop("a")).rejects.toMatchObject(missing);
    await expect(manager.health("a")).rejects.toMatchObject(missing);
    await expect(manager.invoke({ moduleId: "a", method: "m", payload: null })).rejects.toMatchObject(missing);
    expect(() => manager.unload("a")).toThrow(expect.objectContaining(missing));
    expect(() => manager.status("a")).toThrow(expect.objectContaining(missing));
  });
});
