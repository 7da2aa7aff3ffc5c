import { createSeededRandom } from "@cordon/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNativeModule } from "../../src/adapters/native/native-module.ts";
import type { ModuleManifest } from "../../src/modules/manifest/module-manifest.ts";
import type { ModuleContext } from "../../src/modules/module.ts";
import { createRestartBudget, RESTART_DEFAULTS, type RestartPolicy } from "../../src/modules/restart-policy.ts";
import { managerFixture, manifestOf, settle } from "./_fixtures.ts";

// The longest waits: every bit of chance is set.
const LONGEST = { bytes: (length: number): Uint8Array => new Uint8Array(length).fill(0xff) };

function failing(restart: Partial<RestartPolicy>, rest: Partial<ModuleManifest> = {}) {
  const fixture = managerFixture({ random: LONGEST });
  const contexts: ModuleContext[] = [];
  const script = { fails: false, stops: 0 };
  const module = createNativeModule({
    id: "a",
    start(context) {
      contexts.push(context);
      if (script.fails) throw new Error("not today");
    },
    stop() {
      script.stops += 1;
    },
    invoke: () => null,
  });
  fixture.manager.load(module, manifestOf("a", { restart, ...rest }));
  return { ...fixture, contexts, script };
}

describe("budget", () => {
  test("waits double up to the longest, and end with the count of the window", () => {
    const policy = { ...RESTART_DEFAULTS, maxRestarts: 4, windowMs: 1000, baseDelayMs: 100, maxDelayMs: 350 };
    const budget = createRestartBudget(policy, LONGEST);
    expect([0, 1, 2, 3, 4].map((now) => budget.next(now))).toEqual([100, 200, 350, 350, undefined]);
    // The first two are out of the window again.
    expect([budget.next(1001), budget.next(1001), budget.next(1001)]).toEqual([350, 350, undefined]);
    budget.reset();
    expect(budget.next(1001)).toBe(100);
  });

  test("a wait is never below a half of the longest, nor above it", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 20 }),
        (seed, base, times) => {
          const policy = { ...RESTART_DEFAULTS, maxRestarts: 20, baseDelayMs: base, maxDelayMs: 100_000 };
          const budget = createRestartBudget(policy, createSeededRandom(seed));
          for (let at = 0; at < times; at += 1) {
            const longest = Math.min(100_000, base * 2 ** at);
            const wait = budget.next(0) ?? Number.NaN;
            expect(wait).toBeGreaterThanOrEqual(longest / 2);
            expect(wait).toBeLessThanOrEqual(longest);
          }
        },
      ),
    );
  });
});

describe("a module that fails while it runs", () => {
  test("is started again after a wait, once what it held is given back", async () => {
    const { manager, contexts, script, pass, announced } = failing({ policy: "on-failure", baseDelayMs: 100 });
    await manager.start("a");
    contexts[0]?.end(new Error("lost the connection"));
    expect(manager.status("a")).toMatchObject({
      state: "failed",
      isRestarting: true,
      failure: { code: "kernel/module-failed" },
    });
    await settle();
    expect(script.stops).toBe(1);
    await pass(99);
    expect(manager.state("a")).toBe("failed");
    await pass(1);
    expect(manager.status("a")).toMatchObject({ state: "running", isRestarting: false });
    expect([contexts.length, await announced()]).toEqual([2, ["started a", "started a"]]);
  });

  test("stays failed where its policy is never, which is the default", async () => {
    for (const restart of [{}, { policy: "never" as const }]) {
      const { manager, contexts, pass, clock } = failing(restart);
      await manager.start("a");
      contexts[0]?.end(new Error("over"));
      await pass(1_000_000);
      expect(manager.status("a")).toMatchObject({ state: "failed", isRestarting: false });
      expect(clock.waiting).toBe(0);
    }
  });

  test("waits longer each time, and stays failed after so many restarts", async () => {
    const restart = {
      policy: "on-failure",
      maxRestarts: 3,
      baseDelayMs: 100,
      maxDelayMs: 300,
      windowMs: 100_000,
    } as const;
    const { manager, contexts, pass, logger } = failing(restart);
    await manager.start("a");
    for (const wait of [100, 200, 300]) {
      contexts.at(-1)?.end(new Error("over"));
      await pass(wait - 1);
      expect(manager.state("a")).toBe("failed");
      await pass(1);
      expect(manager.state("a")).toBe("running");
    }
    contexts.at(-1)?.end(new Error("over"));
    await pass(1_000_000);
    expect([manager.state("a"), contexts.length]).toEqual(["failed", 4]);
    expect(JSON.stringify(logger.records)).toContain("too often");
  });

  test("may restart again once the window is over, or somebody starts it", async () => {
    const { manager, contexts, pass } = failing({
      policy: "on-failure",
      maxRestarts: 1,
      baseDelayMs: 10,
      windowMs: 1000,
    });
    await manager.start("a");
    contexts.at(-1)?.end(new Error("over"));
    await pass(10);
    await pass(1000);
    contexts.at(-1)?.end(new Error("over"));
    await pass(10);
    expect(manager.state("a")).toBe("running");
    contexts.at(-1)?.end(new Error("over"));
    await pass(10);
    expect(manager.state("a")).toBe("failed");
    await manager.start("a");
    contexts.at(-1)?.end(new Error("over"));
    await pass(10);
    expect(manager.state("a")).toBe("running");
  });
});

describe("a module that does not start", () => {
  test("is tried again until it does", async () => {
    const { manager, script, pass, announced } = failing({ policy: "on-failure", baseDelayMs: 100, maxDelayMs: 100 });
    script.fails = true;
    await expect(manager.start("a")).rejects.toMatchObject({ code: "kernel/start-failed" });
    await pass(300, 100);
    expect(manager.state("a")).toBe("failed");
    script.fails = false;
    await pass(100);
    expect([manager.state("a"), await announced()]).toEqual(["running", ["started a"]]);
  });

  test("is not tried while what it depends on does not run, but later", async () => {
    const { manager, contexts, pass } = failing(
      { policy: "on-failure", baseDelayMs: 100, maxDelayMs: 100 },
      { dependsOn: ["db"] },
    );
    manager.load(createNativeModule({ id: "db", invoke: () => null }), manifestOf("db"));
    await manager.startAll();
    contexts[0]?.end(new Error("over"));
    await settle();
    await manager.stop("db");
    await pass(250, 50);
    expect([contexts.length, manager.status("a").isRestarting]).toEqual([1, true]);
    await manager.start("db");
    await pass(100);
    expect(manager.state("a")).toBe("running");
  });
});

describe("a stop", () => {
  test("ends a restart that is waiting", async () => {
    const { manager, contexts, pass, clock } = failing({ policy: "always", baseDelayMs: 100 });
    await manager.start("a");
    contexts[0]?.end(new Error("over"));
    await settle();
    await manager.stop("a");
    expect(clock.waiting).toBe(0);
    await pass(10_000);
    expect([manager.state("a"), contexts.length]).toEqual(["stopped", 1]);
  });

  test("ends one whose wait is over in the same moment", async () => {
    const { manager, contexts, clock } = failing({ policy: "always", baseDelayMs: 100 });
    await manager.start("a");
    contexts[0]?.end(new Error("over"));
    await settle();
    clock.advance(100);
    await manager.stop("a");
    await settle();
    expect([manager.state("a"), contexts.length]).toEqual(["stopped", 1]);
  });

  test("of a module that is just done keeps it from starting again", async () => {
    const { manager, contexts, pass } = failing({ policy: "always", baseDelayMs: 100 });
    await manager.start("a");
    contexts[0]?.end();
    await manager.stop("a");
    await pass(1000, 100);
    expect([manager.state("a"), contexts.length]).toEqual(["stopped", 1]);
  });

  test("is not undone by any policy", async () => {
    const { manager, pass } = failing({ policy: "always" });
    await manager.start("a");
    await manager.stop("a");
    await pass(1_000_000);
    expect(manager.state("a")).toBe("stopped");
  });

  test("so does unloading, and starting starts at once", async () => {
    const { manager, contexts, pass, clock } = failing({ policy: "always", baseDelayMs: 100 });
    await manager.start("a");
    contexts[0]?.end(new Error("over"));
    await manager.start("a");
    expect([manager.state("a"), contexts.length]).toEqual(["running", 2]);
    contexts[1]?.end(new Error("over"));
    await settle();
    manager.unload("a");
    await pass(10_000);
    expect([clock.waiting, contexts.length]).toEqual([0, 2]);
  });
});

describe("a module that is done", () => {
  test("stops by itself, and is announced", async () => {
    const { manager, contexts, script, announced, pass } = failing({ policy: "on-failure" });
    await manager.start("a");
    contexts[0]?.end();
    await settle();
    await pass(1_000_000);
    expect([manager.state("a"), script.stops, await announced()]).toEqual(["stopped", 1, ["started a", "stopped a"]]);
  });

  test("is started again where its policy is always", async () => {
    const { manager, contexts, pass } = failing({ policy: "always", baseDelayMs: 100 });
    await manager.start("a");
    contexts[0]?.end();
    await settle();
    expect(manager.status("a")).toMatchObject({ state: "stopped", isRestarting: true });
    await pass(100);
    expect([manager.state("a"), contexts.length]).toEqual(["running", 2]);
  });

  test("cannot end a later life of its own", async () => {
    const { manager, contexts } = failing({});
    await manager.start("a");
    await manager.stop("a");
    await manager.start("a");
    contexts[0]?.end(new Error("a ghost"));
    contexts[0]?.end();
    await settle();
    expect(manager.state("a")).toBe("running");
  });
});
