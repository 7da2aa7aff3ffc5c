import type { JsonValue, Plugin } from "@cordon/core";
import { describe, expect, test } from "vitest";
import type { PluginManifest } from "../src/index.ts";
import { fixtureManifest, fixturePlugin } from "./_fixture-plugin.ts";
import { activeFixture, never, target } from "./_host.ts";

const by = { scope: "p1", principalId: "ada" };
const asJson = (manifest: PluginManifest): JsonValue => manifest as unknown as JsonValue;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function withVersion(version: string, options: Parameters<typeof activeFixture>[0] = {}) {
  const fixture = await activeFixture(options);
  await fixture.host.install({ ...by, manifest: asJson(fixtureManifest(version)) }, never());
  return fixture;
}

/** A plugin in versions of which some are not well. */
function versions(sick: Readonly<Record<string, Plugin["invoke"]>>): Readonly<Record<string, Plugin>> {
  return Object.fromEntries(
    ["1.0.0", "1.1.0", "1.2.0"].map((version) => {
      const plugin = fixturePlugin(version);
      return [`fixture-${version}`, { ...plugin, invoke: sick[version] ?? plugin.invoke }];
    }),
  );
}

/** Calls again and again from many clients until it is told to stop, and gives what each call came to. */
function loadOf(clients: number, call: () => Promise<unknown>) {
  const answers: unknown[] = [];
  const progress = { isOver: false };
  const client = async (): Promise<void> => {
    while (!progress.isOver) {
      answers.push(await call().catch((error: unknown) => ({ failed: error })));
      await pause(0);
    }
  };
  const running = Array.from({ length: clients }, client);
  const stop = async (): Promise<readonly unknown[]> => {
    progress.isOver = true;
    await Promise.all(running);
    return answers;
  };
  /** Resolves when so many more calls were answered than now. */
  const answered = async (more: number): Promise<void> => {
    const enough = answers.length + more;
    while (answers.length < enough) await pause(1);
  };
  return { answered, stop };
}

describe("an upgrade under load", () => {
  test("64 clients see no failed call, and from some call on the new version alone", async () => {
    const { host, invoke } = await withVersion("1.1.0", { maxWaiting: 1000 });
    const load = loadOf(64, async () => (await invoke("version")).output);
    await load.answered(200);
    await host.upgrade(target, "1.1.0", never());
    await load.answered(200);
    const answers = await load.stop();
    const first = { kind: "value", value: "1.0.0" };
    const second = { kind: "value", value: "1.1.0" };
    expect(answers.filter((each) => !isOneOf(each, [first, second]))).toEqual([]);
    expect(answers[0]).toEqual(first);
    expect(answers.at(-1)).toEqual(second);
    // Calls never go back to the old version once one was answered by the new.
    const firstNew = answers.findIndex((each) => isOneOf(each, [second]));
    expect(answers.slice(firstNew).filter((each) => isOneOf(each, [first]))).toEqual([]);
  });

  test("a bad version rolls back by itself and says why, and no call is failed", async () => {
    const memoryPlugins = versions({ "1.1.0": () => Promise.reject(new Error("The version is broken.")) });
    const { host, invoke, audit } = await withVersion("1.1.0", { memoryPlugins, maxWaiting: 1000 });
    const load = loadOf(64, async () => (await invoke("version")).output);
    await load.answered(200);
    await expect(host.upgrade(target, "1.1.0", never())).rejects.toMatchObject({
      code: "plugin/unhealthy",
      details: { version: "1.1.0", reason: "plugin/failed" },
    });
    await load.answered(200);
    const answers = await load.stop();
    expect(answers.filter((each) => !isOneOf(each, [{ kind: "value", value: "1.0.0" }]))).toEqual([]);
    expect(await host.get(target, never())).toMatchObject({
      current: "1.0.0",
      state: "active",
      failure: { version: "1.1.0", code: "plugin/unhealthy" },
    });
    expect(await audit.recent({ scope: "p1", limit: 1 }, never())).toMatchObject([
      { action: "upgrade", detail: { version: "1.0.0" } },
    ]);
  });
});

test("a call that comes while the old version comes to its end waits, and is answered by the new one", async () => {
  const gate = Promise.withResolvers<void>();
  const slow: Plugin["invoke"] = async ({ operation }) => {
    if (operation === "config") await gate.promise;
    return { kind: "value", value: "1.0.0" };
  };
  const { host, invoke } = await withVersion("1.1.0", { memoryPlugins: versions({ "1.0.0": slow }) });
  const last = invoke("config");
  await pause(5);
  const upgrade = host.upgrade(target, "1.1.0", never());
  await pause(5);
  const held = invoke("version");
  await pause(5);
  gate.resolve();
  await upgrade;
  expect((await last).version).toBe("1.0.0");
  expect((await held).output).toEqual({ kind: "value", value: "1.1.0" });
});

describe("an upgrade that cannot be", () => {
  test.each([
    ["refuses", async () => ({ kind: "refused" as const, reason: "no" }), "it refused"],
    ["hangs", () => new Promise<never>(() => {}), "plugin/timeout"],
    ["answers nonsense", async () => 7 as never, "plugin/bad-output"],
  ])("a version whose health check %s is taken back", async (_name, invokeSick, reason) => {
    const { host, invoke } = await withVersion("1.1.0", { memoryPlugins: versions({ "1.1.0": invokeSick }) });
    await expect(host.upgrade(target, "1.1.0", never())).rejects.toMatchObject({ details: { reason } });
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.0.0" });
  });

  test("a version that was never installed is named", async () => {
    const { host, invoke } = await activeFixture();
    await expect(host.upgrade(target, "9.9.9", never())).rejects.toMatchObject({ code: "plugin/version-not-found" });
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.0.0" });
  });

  test("calls that do not come to an end keep the old version, and the new one is let go", async () => {
    const { host, invoke } = await withVersion("1.1.0", { drainMs: 20 });
    const hanging = invoke("wait").catch((error: unknown) => error);
    await pause(5);
    await expect(host.upgrade(target, "1.1.0", never())).rejects.toMatchObject({ code: "plugin/not-drained" });
    expect(await hanging).toMatchObject({ code: "plugin/timeout" });
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.0.0" });
  });

  test("a caller that gives up an upgrade leaves the old version running", async () => {
    const { host, invoke } = await withVersion("1.1.0");
    const hanging = invoke("wait").catch((error: unknown) => error);
    await pause(5);
    const operator = new AbortController();
    const upgrade = host.upgrade(target, "1.1.0", operator.signal);
    await pause(5);
    operator.abort();
    await expect(upgrade).rejects.toMatchObject({ kind: expect.stringMatching("aborted|unavailable") as string });
    await hanging;
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.0.0" });
  });

  test("two upgrades at once take turns", async () => {
    const { host, invoke } = await withVersion("1.1.0");
    await host.install({ ...by, manifest: asJson(fixtureManifest("1.2.0")) }, never());
    await Promise.all([host.upgrade(target, "1.1.0", never()), host.upgrade(target, "1.2.0", never())]);
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.2.0" });
    expect(await host.get(target, never())).toMatchObject({ current: "1.2.0", previous: "1.1.0" });
  });
});

describe("going back", () => {
  test("a rollback goes to the version before, and again to the one after", async () => {
    const { host, invoke } = await withVersion("1.1.0");
    await expect(host.rollback(target, never())).rejects.toMatchObject({ code: "plugin/no-previous-version" });
    await host.upgrade(target, "1.1.0", never());
    await host.rollback(target, never());
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.0.0" });
    await host.rollback(target, never());
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.1.0" });
  });

  test("a version begins with circuits of its own", async () => {
    const memoryPlugins = versions({ "1.0.0": () => Promise.reject(new Error("The version is broken.")) });
    const { host, invoke } = await withVersion("1.1.0", { memoryPlugins });
    for (let call = 0; call < 12; call += 1) await invoke("version").catch(() => {});
    await expect(invoke("version")).rejects.toMatchObject({ code: "resilience/circuit-open" });
    await host.upgrade(target, "1.1.0", never());
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.1.0" });
  });

  test("a plugin that is not active changes its version for when it is", async () => {
    const { host, invoke } = await withVersion("1.1.0");
    await host.disable(target, never());
    expect(await host.upgrade(target, "1.1.0", never())).toMatchObject({ current: "1.1.0", state: "configured" });
    await host.enable(target, never());
    expect((await invoke("version")).output).toEqual({ kind: "value", value: "1.1.0" });
  });
});

function isOneOf(answer: unknown, expected: readonly unknown[]): boolean {
  return expected.some((each) => JSON.stringify(each) === JSON.stringify(answer));
}
