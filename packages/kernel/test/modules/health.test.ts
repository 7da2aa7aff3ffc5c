import { describe, expect, test } from "vitest";
import { createNativeModule } from "../../src/adapters/native/native-module.ts";
import type { HealthPolicy } from "../../src/modules/manifest/module-manifest.ts";
import type { Module, ModuleHealth } from "../../src/modules/module.ts";
import type { RestartPolicy } from "../../src/modules/restart-policy.ts";
import { managerFixture, manifestOf, settle } from "./_fixtures.ts";

type Answer = () => Promise<ModuleHealth> | ModuleHealth;

function watched(answer: Answer, health: Partial<HealthPolicy> = {}, restart: Partial<RestartPolicy> = {}) {
  const fixture = managerFixture();
  const script = { answer, checks: 0 };
  const module: Module = createNativeModule({
    id: "a",
    invoke: () => null,
    health() {
      script.checks += 1;
      return script.answer();
    },
  });
  fixture.manager.load(
    module,
    manifestOf("a", { health: { intervalMs: 1000, timeoutMs: 100, failures: 2, ...health }, restart }),
  );
  return { ...fixture, script };
}

const healthy: Answer = () => ({ healthy: true });
const sick: Answer = () => ({ healthy: false, detail: "no database" });

describe("while a module runs", () => {
  test("it is asked at each interval, and no more once it is stopped", async () => {
    const { manager, script, pass, clock } = watched(healthy);
    await pass(5000);
    expect(script.checks).toBe(0);
    await manager.start("a");
    await pass(999);
    expect(script.checks).toBe(0);
    await pass(1);
    expect(script.checks).toBe(1);
    await pass(3000, 500);
    expect(script.checks).toBe(4);
    await manager.stop("a");
    await pass(5000, 500);
    expect([script.checks, clock.waiting]).toEqual([4, 0]);
  });

  test("so many failed checks in a row are a failure of the module", async () => {
    const { manager, script, pass, announced } = watched(sick);
    await manager.start("a");
    await pass(1000);
    script.answer = healthy;
    await pass(1000);
    script.answer = sick;
    await pass(1000);
    expect(manager.state("a")).toBe("running");
    await pass(1000);
    expect(manager.status("a")).toMatchObject({ state: "failed", failure: { code: "kernel/unhealthy" } });
    expect(manager.status("a").failure?.message).toContain("2 health checks");
    await pass(5000, 500);
    expect([script.checks, await announced()]).toEqual([4, ["started a"]]);
  });

  test("and it is started again, if it is to be", async () => {
    const { manager, script, pass } = watched(sick, {}, { policy: "on-failure", baseDelayMs: 100, maxDelayMs: 100 });
    await manager.start("a");
    await pass(2000, 500);
    expect(manager.state("a")).toBe("failed");
    script.answer = healthy;
    await pass(100);
    expect(manager.state("a")).toBe("running");
    await pass(2000, 500);
    expect([manager.state("a"), script.checks]).toEqual(["running", 4]);
  });

  test.each<[string, Answer]>([
    ["does not answer", () => new Promise(() => {})],
    [
      "throws",
      () => {
        throw new Error("over");
      },
    ],
    ["rejects", () => Promise.reject(new Error("over"))],
    ["answers with nothing", () => undefined as never],
    ["answers with null", () => null as never],
    ["answers with a text", () => "fine" as never],
    ["answers with a word for true", () => ({ healthy: "true" }) as never],
    ["answers with a word for true and more", () => ({ healthy: "true", detail: "fine" }) as never],
    [
      "answers with what throws when it is looked at",
      () =>
        new Proxy(
          {},
          {
            get: () => {
              throw new Error("over");
            },
          },
        ) as never,
    ],
  ])("one that %s is not healthy", async (_name, answer) => {
    const { manager, pass } = watched(answer, { failures: 1 });
    await manager.start("a");
    await pass(1000);
    await pass(100);
    expect(manager.status("a")).toMatchObject({ state: "failed", failure: { code: "kernel/unhealthy" } });
  });

  test("checks do not overlap, however slow they are", async () => {
    const { manager, script, pass } = watched(() => new Promise(() => {}), {
      intervalMs: 100,
      timeoutMs: 1000,
      failures: 9,
    });
    await manager.start("a");
    await pass(1050, 50);
    expect(script.checks).toBe(1);
  });
});

test("a check that a stop ends is no failure of the module", async () => {
  const { manager, pass, changes } = watched(() => new Promise(() => {}), { failures: 1 });
  await manager.start("a");
  await pass(1000);
  await manager.stop("a");
  await settle();
  expect([manager.state("a"), changes.at(-1)]).toEqual(["stopped", "a: stopping -> stopped"]);
});

describe("asked for now", () => {
  test("a module says how it is, cut to size", async () => {
    const { manager, script } = watched(healthy);
    await manager.start("a");
    expect(await manager.health("a")).toEqual({ moduleId: "a", state: "running", healthy: true });
    script.answer = () => ({ healthy: false, detail: "x".repeat(1000), more: 1 }) as ModuleHealth;
    expect(await manager.health("a")).toEqual({
      moduleId: "a",
      state: "running",
      healthy: false,
      detail: "x".repeat(200),
    });
    expect(manager.state("a")).toBe("running");
  });

  test("one that does not run is not asked, and not healthy", async () => {
    const { manager, script } = watched(healthy);
    expect(await manager.health("a")).toEqual({ moduleId: "a", state: "loaded", healthy: false });
    expect(script.checks).toBe(0);
  });

  test("one that stopped meanwhile is not healthy, whatever it says", async () => {
    const { manager, script } = watched(healthy);
    await manager.start("a");
    const answer = Promise.withResolvers<ModuleHealth>();
    script.answer = () => answer.promise;
    const asking = manager.health("a");
    await settle();
    await manager.stop("a");
    answer.resolve({ healthy: true });
    expect(await asking).toMatchObject({ state: "stopped", healthy: false });
  });

  test("a caller who goes away does not wait", async () => {
    const { manager } = watched(() => new Promise(() => {}));
    await manager.start("a");
    const caller = new AbortController();
    const asking = manager.health("a", caller.signal);
    await settle();
    caller.abort();
    await expect(asking).rejects.toMatchObject({ code: "core/aborted" });
  });
});
