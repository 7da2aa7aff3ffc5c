import { createSystemClock } from "@cordon/core/system";
import { createMemoryModuleCache, createWasmEngine } from "@cordon/wasm-engine";
import { afterAll, describe, expect, test } from "vitest";
import { type AskedLimits, digestOf, PLUGIN_CEILING_DEFAULTS } from "../src/index.ts";
import { resolvePluginLimits } from "../src/manifest/plugin-limits.ts";
import { fixtureModule } from "./_fixture-guests.ts";
import { activeFixture, hostFixture, never, target } from "./_host.ts";
import { fixtureManifest } from "./_fixture-plugin.ts";
import type { JsonValue } from "@cordon/core";

test("a call that is not done by /limits/timeoutMs is stopped, and the host goes on", async () => {
  const { invoke } = await activeFixture();
  await expect(invoke("wait")).rejects.toMatchObject({ code: "plugin/timeout", details: { timeoutMs: 200 } });
  expect((await invoke("echo", 1)).output).toEqual({ kind: "value", value: 1 });
});

test("a flood of logs is cut at /limits/logRecords, and what was cut is in the audit", async () => {
  const { host, invoke, audit } = await activeFixture();
  await invoke("log", 10_000);
  expect(host.logs(target, 1000).map(({ message }) => message)).toEqual(
    [4, 3, 2, 1, 0].map((record) => `record ${record}`),
  );
  expect(await audit.recent({ scope: "p1", limit: 1 }, never())).toMatchObject([{ action: "log", outcome: "denied" }]);
});

test("calls of the host beyond /limits/hostCalls reject, whatever they ask for", async () => {
  const { host, audit } = await activeFixture({
    memoryPlugins: {
      "fixture-1.0.0": {
        metadata: {
          id: "acme.fixture",
          version: "1.0.0",
          apiVersion: "1.0",
          operations: Object.keys(fixtureManifest().operations),
        },
        async invoke(_call, { storage }) {
          const codes: string[] = [];
          for (let call = 0; call < 25; call += 1)
            await storage.get("a").catch((error: { readonly code: string }) => codes.push(error.code));
          return { kind: "value", value: codes };
        },
      },
    },
  });
  await host.grant(target, { storage: { maxBytes: 10, maxKeys: 1 } }, never());
  const grant = host.allowInvoke({ scope: "p1", principalId: "ada" });
  const { output } = await host.invoke({ grant, pluginId: target.pluginId, operation: "echo", input: null }, never());
  expect(output).toEqual({ kind: "value", value: Array.from({ length: 5 }, () => "plugin/quota") });
  expect(
    (await audit.recent({ scope: "p1", limit: 100 }, never())).filter(({ action }) => action === "storage"),
  ).toHaveLength(20);
  expect(
    (await audit.recent({ scope: "p1", limit: 100 }, never())).filter(({ action }) => action === "host-calls"),
  ).toMatchObject([{ outcome: "denied", detail: { max: 20 } }]);
});

test("an input beyond /limits/inputBytes never reaches the plugin", async () => {
  const { invoke } = await activeFixture();
  await expect(invoke("echo", "x".repeat(300_000))).rejects.toMatchObject({ code: "plugin/input-too-large" });
});

test("an output beyond /limits/outputBytes is refused", async () => {
  const { host, invoke } = await activeFixture();
  const manifest = fixtureManifest("1.1.0", { limits: { outputBytes: 100 } }) as unknown as JsonValue;
  await host.install({ scope: "p1", principalId: "ada", manifest }, never());
  await host.upgrade(target, "1.1.0", never());
  await expect(invoke("echo", "x".repeat(200))).rejects.toMatchObject({ code: "plugin/bad-output" });
});

describe("in a sandbox", () => {
  const engine = createWasmEngine({ clock: createSystemClock(), cache: createMemoryModuleCache() });
  afterAll(() => engine[Symbol.asyncDispose]());

  const endOf = async (operation: string, limits: AskedLimits): Promise<unknown> => {
    const { host } = hostFixture({ engine });
    const code = await fixtureModule();
    const manifest = fixtureManifest("1.0.0", {
      id: "acme.suite",
      entry: { kind: "wasm", file: "plugin.wasm", digest: digestOf(code) },
      operations: { [operation]: { input: true, output: true } },
      limits,
      health: { operation, input: null },
    });
    const suite = { ...target, pluginId: "acme.suite" };
    await host.install({ ...suite, manifest: manifest as unknown as JsonValue, code }, never());
    await host.enable(suite, never());
    const grant = host.allowInvoke({ scope: "p1", principalId: "ada" });
    const call = host.invoke({ grant, pluginId: "acme.suite", operation, input: null }, never());
    return call.then(
      ({ usage }) => usage,
      (error: unknown) => error,
    );
  };

  test("a call that uses up /limits/fuel is stopped, and another has all of it again", async () => {
    expect(await endOf("spin", { fuel: 5000 })).toMatchObject({ code: "plugin/out-of-fuel", details: { fuel: 5000 } });
    expect(await endOf("echo", { fuel: 5000 })).toMatchObject({ fuelUsed: expect.any(Number) as number });
  });

  test("memory does not grow past /limits/memoryBytes", async () => {
    // The guest grows for as long as it is let, and then gives up by a trap.
    expect(await endOf("fill", { memoryBytes: 1_048_576 })).toMatchObject({ code: "plugin/out-of-memory" });
    expect(await endOf("echo", { memoryBytes: 262_144 })).toMatchObject({ peakMemoryBytes: 262_144 });
  });

  test("what a manifest asks for beyond the host's ceilings it does not get", () => {
    const asked = { fuel: 10 ** 12, memoryBytes: 2 ** 32, timeoutMs: 600_000, hostCalls: 10 ** 6 };
    const limits = resolvePluginLimits({ entry: { kind: "wasm", file: "a", digest: "" }, limits: asked });
    const { fuel, memoryBytes, timeoutMs, hostCalls } = PLUGIN_CEILING_DEFAULTS;
    expect(limits).toMatchObject({ fuel, memoryBytes, timeoutMs, hostCalls });
  });
});

test("after a call, its context does nothing any more", async () => {
  const contexts: Parameters<typeof keep>[0][] = [];
  const keep = (context: { readonly storage: { readonly put: (key: string, value: JsonValue) => Promise<void> } }) =>
    contexts.push(context);
  const { host } = await activeFixture({
    memoryPlugins: {
      "fixture-1.0.0": {
        metadata: {
          id: "acme.fixture",
          version: "1.0.0",
          apiVersion: "1.0",
          operations: Object.keys(fixtureManifest().operations),
        },
        async invoke(_call, context) {
          keep(context);
          return { kind: "value", value: null };
        },
      },
    },
  });
  await host.grant(target, { storage: { maxBytes: 10, maxKeys: 1 } }, never());
  const grant = host.allowInvoke({ scope: "p1", principalId: "ada" });
  await host.invoke({ grant, pluginId: target.pluginId, operation: "echo", input: null }, never());
  await expect(contexts[0]?.storage.put("a", 1)).rejects.toMatchObject({ code: "plugin/call-over" });
  expect((await host.usage(target, never())).storage).toEqual({ bytes: 0, keys: 0 });
});
