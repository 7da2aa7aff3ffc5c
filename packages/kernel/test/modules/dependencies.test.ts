import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMemoryModule } from "../../src/adapters/memory/memory-module.ts";
import { startOrder } from "../../src/modules/start-order.ts";
import { type ManagerFixture, managerFixture, manifestOf, scriptedModule, settle, rejection } from "./_fixtures.ts";

function withModules(dependencies: Readonly<Record<string, readonly string[]>>): ManagerFixture {
  const fixture = managerFixture();
  for (const [id, dependsOn] of Object.entries(dependencies))
    fixture.manager.load(createMemoryModule({ id, methods: {} }), manifestOf(id, { dependsOn }));
  return fixture;
}

describe("order", () => {
  test("each comes after what it depends on, else as it was given", () => {
    const order = startOrder(
      new Map([
        ["web", ["api", "log"]],
        ["log", []],
        ["api", ["db"]],
        ["db", []],
      ]),
    );
    expect(order).toEqual(["db", "api", "log", "web"]);
  });

  test("a circle is named by its path, without what leads to it", () => {
    const circle = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["d"]],
      ["d", ["b"]],
    ]);
    expect(() => startOrder(circle)).toThrow(
      expect.objectContaining({ code: "kernel/dependency-circle", details: { path: ["b", "c", "d", "b"] } }),
    );
    expect(() => startOrder(new Map([["a", ["a"]]]))).toThrow(/a -> a/);
  });

  test("a chain of ten thousand is no matter", () => {
    const chain = new Map(Array.from({ length: 10_000 }, (_each, at) => [`m${at}`, [`m${at + 1}`]] as const));
    expect(startOrder(chain)[0]).toBe("m9999");
  });

  test("every order keeps every dependency, and has every module once", () => {
    const graphs = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 });
    fc.assert(
      fc.property(graphs, fc.boolean(), (edges, isAcyclic) => {
        const graph = new Map<string, string[]>(Array.from({ length: 12 }, (_each, at) => [`m${at}`, []]));
        for (const [from, to] of edges) if (!isAcyclic || from > to) graph.get(`m${from}`)?.push(`m${to}`);
        let order: readonly string[];
        try {
          order = startOrder(graph);
        } catch (error) {
          const { path } = (error as { readonly details: { readonly path: readonly string[] } }).details;
          expect(isAcyclic).toBe(false);
          expect(path.at(0)).toBe(path.at(-1));
          for (let at = 1; at < path.length; at += 1) expect(graph.get(path[at - 1] ?? "")).toContain(path[at]);
          return;
        }
        expect([...order].sort()).toEqual([...graph.keys()].sort());
        for (const [id, needed] of graph)
          for (const each of needed) expect(order.indexOf(each)).toBeLessThan(order.indexOf(id));
      }),
      { numRuns: 300 },
    );
  });
});

describe("loading", () => {
  test("the module that closes a circle is refused, and answers nowhere", async () => {
    const { manager, bus } = withModules({ a: ["b"], b: ["c"] });
    expect(() =>
      manager.load(createMemoryModule({ id: "c", methods: {} }), manifestOf("c", { dependsOn: ["a"] })),
    ).toThrow(expect.objectContaining({ code: "kernel/dependency-circle", details: { path: ["a", "b", "c", "a"] } }));
    expect(manager.list().map(({ moduleId }) => moduleId)).toEqual(["a", "b"]);
    await expect(bus.request({ to: "c", command: { type: "ping" } })).rejects.toMatchObject({
      code: "bus/no-responder",
    });
  });
});

describe("starting", () => {
  test("a module whose dependency does not run does not start, and stays as it is", async () => {
    const { manager, changes } = withModules({ db: [], api: ["db"] });
    await expect(manager.start("api")).rejects.toMatchObject({
      code: "kernel/dependency-not-running",
      details: { moduleId: "api", dependency: "db", state: "loaded" },
    });
    expect([manager.state("api"), changes]).toEqual(["loaded", []]);
    await manager.start("db");
    await manager.start("api");
    expect(manager.state("api")).toBe("running");
  });

  test("a dependency that is not loaded is named by its path", async () => {
    const { manager } = withModules({ api: ["db"] });
    await expect(manager.start("api")).rejects.toMatchObject({
      code: "kernel/missing-dependency",
      details: { path: ["api", "db"] },
    });
  });

  test("startAll starts each as soon as what it depends on runs", async () => {
    const { manager } = managerFixture();
    const scripted = ["web", "api", "db", "log"].map(scriptedModule);
    const [web, api, db, log] = scripted;
    for (const [module, dependsOn] of [
      [web, ["api"]],
      [api, ["db"]],
      [db, []],
      [log, []],
    ] as const)
      if (module !== undefined) manager.load(module, manifestOf(module.id, { dependsOn }));
    const counts = (): readonly (number | undefined)[] => scripted.map(({ starts }) => starts.length);
    const starting = manager.startAll();
    await settle();
    expect(counts()).toEqual([0, 0, 1, 1]);
    db?.starts[0]?.resolve();
    await settle();
    expect(counts()).toEqual([0, 1, 1, 1]);
    api?.starts[0]?.resolve();
    await settle();
    expect(counts()).toEqual([1, 1, 1, 1]);
    web?.starts[0]?.resolve();
    log?.starts[0]?.resolve();
    await starting;
  });

  test("startAll goes on without what cannot start, and says what it was", async () => {
    const { manager } = withModules({ api: ["db"], web: ["api"], log: [] });
    await expect(manager.startAll()).rejects.toMatchObject({
      code: "kernel/incomplete",
      details: {
        action: "start",
        failed: [
          { moduleId: "api", code: "kernel/missing-dependency" },
          { moduleId: "web", code: "kernel/dependency-not-running" },
        ],
      },
    });
    expect(manager.state("log")).toBe("running");
  });
});

describe("stopping", () => {
  test("a module that others depend on is stopped by cascade alone", async () => {
    const { manager, announced } = withModules({ db: [], api: ["db"], web: ["api"] });
    await manager.startAll();
    await expect(manager.stop("db")).rejects.toMatchObject({
      code: "kernel/has-dependents",
      details: { moduleId: "db", dependents: ["api"] },
    });
    expect(manager.state("db")).toBe("running");
    await manager.stop("db", undefined, { cascade: true });
    expect((await announced()).slice(3)).toEqual(["stopped web", "stopped api", "stopped db"]);
  });

  test("dependents that are at rest are in nobody's way", async () => {
    const { manager } = withModules({ db: [], api: ["db"] });
    await manager.start("db");
    await manager.stop("db");
    expect(manager.state("db")).toBe("stopped");
  });

  test("a dependent that is starting or stopping counts", async () => {
    const { manager } = withModules({ db: [] });
    const api = scriptedModule("api");
    manager.load(api, manifestOf("api", { dependsOn: ["db"] }));
    await manager.start("db");
    const starting = manager.start("api");
    await settle();
    await expect(manager.stop("db")).rejects.toMatchObject({ code: "kernel/has-dependents" });
    api.starts[0]?.resolve();
    await starting;
    const stopping = manager.stop("api");
    await settle();
    await expect(manager.stop("db")).rejects.toMatchObject({ code: "kernel/has-dependents" });
    api.stops[0]?.resolve();
    await stopping;
    await manager.stop("db");
  });

  test("stopAll stops dependents first", async () => {
    const { manager, announced } = withModules({ web: ["api"], api: ["db"], db: [] });
    await manager.startAll();
    await manager.stopAll();
    expect(await announced()).toEqual([
      "started db",
      "started api",
      "started web",
      "stopped web",
      "stopped api",
      "stopped db",
    ]);
  });

  test("stopAll goes on past what does not stop, and says what it was", async () => {
    const { manager } = withModules({ db: [] });
    const stuck = scriptedModule("api");
    manager.load(stuck, manifestOf("api", { dependsOn: ["db"] }));
    const starting = manager.startAll();
    await settle();
    stuck.starts[0]?.resolve();
    await starting;
    const refused = rejection(manager.stopAll(), {
      code: "kernel/incomplete",
      details: { action: "stop", failed: [{ moduleId: "api", code: "kernel/stop-failed" }] },
    });
    await settle();
    stuck.stops[0]?.reject(new Error("busy"));
    await refused;
    expect(manager.state("db")).toBe("stopped");
  });
});
