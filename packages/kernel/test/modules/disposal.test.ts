import { describe, expect, test } from "vitest";
import { createMemoryModule } from "../../src/adapters/memory/memory-module.ts";
import { managerFixture, manifestOf, scriptedModule, settle } from "./_fixtures.ts";

const echo = (id = "a") => createMemoryModule({ id, methods: { echo: (payload) => payload } });

describe("disposal", () => {
  test("stops and unloads everything, refuses what comes, and is safe twice", async () => {
    const { manager, announced, bus } = managerFixture();
    manager.load(echo("a"), manifestOf("a"));
    manager.load(echo("b"), manifestOf("b", { dependsOn: ["a"] }));
    await manager.startAll();
    await Promise.all([manager[Symbol.asyncDispose](), manager[Symbol.asyncDispose]()]);
    await manager[Symbol.asyncDispose]();
    expect(await announced()).toEqual(["started a", "started b", "stopped b", "stopped a"]);
    expect(manager.list()).toEqual([]);
    const closed = { code: "kernel/closed" };
    expect(() => manager.load(echo(), manifestOf("a"))).toThrow(expect.objectContaining(closed));
    expect(() => manager.unload("a")).toThrow(expect.objectContaining(closed));
    for (const act of [
      manager.start("a"),
      manager.stop("a"),
      manager.startAll(),
      manager.stopAll(),
      manager.health("a"),
    ])
      await expect(act).rejects.toMatchObject(closed);
    await expect(manager.invoke({ moduleId: "a", method: "m", payload: null })).rejects.toMatchObject(closed);
    await expect(bus.request({ to: "a", command: { type: "ping" } })).rejects.toMatchObject({
      code: "bus/no-responder",
    });
  });

  test("whenever it comes, nothing starts after it", async () => {
    for (let turns = 0; turns < 40; turns += 1) {
      const { manager } = managerFixture();
      const first = scriptedModule("a");
      const second = scriptedModule("b");
      manager.load(first, manifestOf("a"));
      manager.load(second, manifestOf("b", { dependsOn: ["a"] }));
      const starting = manager.startAll().catch(() => {});
      await settle();
      first.starts[0]?.resolve();
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const disposing = manager[Symbol.asyncDispose]();
      for (let step = 0; step < 4; step += 1) {
        await settle();
        for (const each of [...second.stops, ...second.starts, ...first.stops]) each.resolve();
      }
      await Promise.all([starting, disposing]);
      expect(second.contexts.length).toBeLessThanOrEqual(second.stops.length);
      expect(manager.list()).toEqual([]);
      expect(second.contexts.every(({ signal }) => signal.aborted)).toBe(true);
    }
  });

  test("a module that does not stop keeps no other from stopping", async () => {
    const { manager, announced, pass, logger } = managerFixture();
    const stuck = scriptedModule("a");
    manager.load(stuck, manifestOf("a"));
    manager.load(echo("b"), manifestOf("b"));
    const starting = manager.startAll();
    await settle();
    stuck.starts[0]?.resolve();
    await starting;
    const disposing = manager[Symbol.asyncDispose]();
    await settle();
    await pass(10_000);
    await disposing;
    expect(await announced()).toEqual(expect.arrayContaining(["stopped b"]));
    expect(JSON.stringify(logger.records)).toContain("before the kernel was closed");
  });
});
