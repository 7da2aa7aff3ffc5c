import { generateKeyPairSync } from "node:crypto";
import { createMemoryStorage, type JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { type PluginManifest, signManifest } from "../src/index.ts";
import { fixtureManifest, fixturePlugin } from "./_fixture-plugin.ts";
import { activeFixture, hostFixture, never, target } from "./_host.ts";

const by = { scope: "p1", principalId: "ada" };
const asJson = (manifest: PluginManifest): JsonValue => manifest as unknown as JsonValue;

describe("install", () => {
  test("the same again changes nothing, and what changes takes a new version", async () => {
    const { host } = hostFixture();
    const first = await host.install({ ...by, manifest: asJson(fixtureManifest()) }, never());
    expect(await host.install({ ...by, manifest: asJson(fixtureManifest()) }, never())).toEqual(first);
    await expect(
      host.install({ ...by, manifest: asJson(fixtureManifest("1.0.0", { description: "other" })) }, never()),
    ).rejects.toMatchObject({ code: "plugin/version-exists" });
    expect(first).toMatchObject({ current: "1.0.0", state: "configured", isEnabled: false });
  });

  test("many at once leave one record with all versions", async () => {
    const { host } = hostFixture();
    const versions = ["1.0.0", "1.1.0", "1.2.0", "1.0.0", "1.1.0"];
    await Promise.all(
      versions.map((version) => host.install({ ...by, manifest: asJson(fixtureManifest(version)) }, never())),
    );
    const record = await host.get(target, never());
    expect(record.versions.map(({ manifest }) => manifest.version).sort()).toEqual(["1.0.0", "1.1.0", "1.2.0"]);
  });

  test("a plugin made for another interface is refused, with both versions", async () => {
    const { host } = hostFixture();
    await expect(
      host.install({ ...by, manifest: asJson(fixtureManifest("1.0.0", { apiVersion: "^2.0" })) }, never()),
    ).rejects.toMatchObject({ code: "plugin/api-mismatch", details: { asked: "^2.0", offered: "1.0" } });
    expect(await host.list("p1", never())).toEqual([]);
  });

  test("what one scope has installed no other sees", async () => {
    const { host, invoke } = await activeFixture();
    expect(await host.list("p2", never())).toEqual([]);
    await expect(host.get({ ...target, scope: "p2" }, never())).rejects.toMatchObject({ code: "plugin/not-found" });
    await expect(host.enable({ ...target, scope: "p2" }, never())).rejects.toMatchObject({ code: "plugin/not-found" });
    const grant = host.allowInvoke({ scope: "p2", principalId: "eve" });
    await expect(
      host.invoke({ grant, pluginId: target.pluginId, operation: "echo", input: 1 }, never()),
    ).rejects.toMatchObject({
      code: "plugin/not-active",
    });
    expect((await invoke("echo", 1)).output).toEqual({ kind: "value", value: 1 });
  });

  test("the production profile refuses what is unsigned, and what would run in its own process", async () => {
    const { host } = hostFixture({ profile: "prod" });
    await expect(host.install({ ...by, manifest: asJson(fixtureManifest()) }, never())).rejects.toMatchObject({
      code: "plugin/memory-refused",
    });
    const code = new TextEncoder().encode("export default {}");
    const entry = { kind: "javascript", file: "plugin.js", digest: `sha256:${"0".repeat(64)}` } as const;
    await expect(
      host.install({ ...by, manifest: asJson(fixtureManifest("1.0.0", { entry })), code }, never()),
    ).rejects.toMatchObject({ code: "plugin/unsigned" });
  });

  test("code that does not have the digest of /entry/digest is refused, and nothing is kept", async () => {
    const { host } = hostFixture();
    const entry = { kind: "javascript", file: "plugin.js", digest: `sha256:${"0".repeat(64)}` } as const;
    const manifest = asJson(fixtureManifest("1.0.0", { entry }));
    await expect(host.install({ ...by, manifest, code: Uint8Array.of(1) }, never())).rejects.toMatchObject({
      code: "plugin/digest-mismatch",
    });
    await expect(host.install({ ...by, manifest }, never())).rejects.toMatchObject({ code: "plugin/code-missing" });
    expect(await host.list("p1", never())).toEqual([]);
  });
});

describe("signatures", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = {
    keyId: "acme-1",
    publicKey: publicKey.export({ type: "spki", format: "pem" }),
    plugins: ["acme.*"],
  };

  test("a key that is revoked later keeps the plugin from being activated again, and says why", async () => {
    const { host, trust } = hostFixture();
    await trust.add(key, never());
    const signed = signManifest(fixtureManifest(), { keyId: "acme-1", privateKey });
    await host.install({ ...by, manifest: asJson(signed) }, never());
    expect(await host.enable(target, never())).toMatchObject({ state: "active" });
    await host.disable(target, never());
    await trust.revoke({ keyId: "acme-1", reason: "stolen" }, never());
    expect(await host.enable(target, never())).toMatchObject({
      state: "failed",
      failure: { code: "plugin/key-revoked" },
    });
  });

  test("a /signature that does not fit is refused, in the dev profile, too", async () => {
    const { host, trust } = hostFixture();
    await trust.add(key, never());
    const signed = signManifest(fixtureManifest(), { keyId: "acme-1", privateKey });
    const tampered = asJson({ ...signed, description: "changed after signing" });
    await expect(host.install({ ...by, manifest: tampered }, never())).rejects.toMatchObject({
      code: "plugin/bad-signature",
    });
  });
});

describe("states", () => {
  const configured = fixtureManifest("1.0.0", {
    capabilities: { config: { type: "object", properties: { name: { type: "string" } }, required: ["name"] } },
  });

  test("a plugin that needs a configuration is installed without, configured with, and active when wanted", async () => {
    const { host, invoke } = hostFixture();
    expect(await host.install({ ...by, manifest: asJson(configured) }, never())).toMatchObject({ state: "installed" });
    expect(await host.enable(target, never())).toMatchObject({
      state: "failed",
      failure: { code: "plugin/not-configured" },
    });
    await expect(host.grant(target, { config: { name: 7 } }, never())).rejects.toMatchObject({
      code: "plugin/invalid-grant",
      issues: [{ pointer: "/config/name" }],
    });
    expect(await host.grant(target, { config: { name: "x" } }, never())).toMatchObject({ state: "configured" });
    expect(await host.enable(target, never())).toMatchObject({ state: "active", failure: undefined });
    expect((await invoke("config")).output).toEqual({ kind: "value", value: { name: "x" } });
    expect(await host.disable(target, never())).toMatchObject({ state: "configured", isEnabled: false });
    await expect(invoke("echo")).rejects.toMatchObject({ code: "plugin/not-active" });
  });

  test("a restart activates what is wanted and nothing else, and one that fails keeps no other from it", async () => {
    const storage = createMemoryStorage();
    const first = hostFixture({ storage });
    for (const [id, isWanted] of [
      ["acme.a", true],
      ["acme.b", true],
      ["acme.c", false],
    ] as const) {
      const manifest = asJson(fixtureManifest("1.0.0", { id, entry: { kind: "memory", name: id } }));
      await first.host.install({ ...by, manifest }, never());
      if (isWanted) await first.host.enable({ ...target, pluginId: id }, never());
    }
    const plugin = fixturePlugin();
    const memoryPlugins = { "acme.b": { ...plugin, metadata: { ...plugin.metadata, id: "acme.b" } } };
    const second = hostFixture({ storage, memoryPlugins });
    await second.host.start(never());
    const states = (await second.host.list("p1", never())).map(({ pluginId, state }) => [pluginId, state]);
    expect(states).toEqual([
      ["acme.a", "failed"],
      ["acme.b", "active"],
      ["acme.c", "configured"],
    ]);
    await second.host.start(never());
    expect((await second.host.list("p1", never())).map(({ state }) => state)).toEqual([
      "failed",
      "active",
      "configured",
    ]);
  });

  test("a plugin that is disabled while the host starts stays so", async () => {
    const storage = createMemoryStorage();
    await activeFixture({ storage });
    const { host, invoke } = hostFixture({ storage });
    await Promise.all([host.start(never()), host.disable(target, never())]);
    expect(await host.get(target, never())).toMatchObject({ state: "configured", isEnabled: false });
    await expect(invoke("echo")).rejects.toMatchObject({ code: "plugin/not-active" });
  });

  test("uninstalling leaves nothing of the plugin's own", async () => {
    const { host, invoke, storage } = await activeFixture();
    await host.grant(target, { storage: { maxBytes: 100, maxKeys: 2 } }, never());
    await invoke("put", { key: "a", value: 1 });
    await host.uninstall(target, never());
    await expect(invoke("echo")).rejects.toMatchObject({ code: "plugin/not-active" });
    await expect(host.get(target, never())).rejects.toMatchObject({ code: "plugin/not-found" });
    expect(await storage.list({ collection: "plugin-data:p1:acme.fixture", limit: 10 }, never())).toEqual([]);
    await host.install({ ...by, manifest: asJson(fixtureManifest()) }, never());
    expect(await host.usage(target, never())).toMatchObject({ calls: 0, storage: { bytes: 0, keys: 0 } });
  });
});

test("a /health that asks for an operation that there is not, or with an input that does not fit, is refused at install", async () => {
  const { host } = hostFixture();
  for (const health of [
    { operation: "none", input: null },
    { operation: "number", input: 7 },
  ]) {
    const operations = { number: { input: { type: "string" }, output: true } };
    const manifest = asJson(fixtureManifest("1.0.0", { operations, health }));
    await expect(host.install({ ...by, manifest }, never())).rejects.toMatchObject({
      code: "plugin/invalid-manifest",
      issues: [{ pointer: expect.stringContaining("/health") as string }],
    });
  }
});

describe("calls", () => {
  test("what a plugin gives or refuses is the caller's, under the id of the call", async () => {
    const { invoke } = await activeFixture();
    expect(await invoke("echo", { a: [1] })).toMatchObject({
      version: "1.0.0",
      output: { kind: "value", value: { a: [1] } },
    });
    expect((await invoke("refuse")).output).toEqual({ kind: "refused", reason: "not today" });
  });

  test.each([
    ["fail", "plugin/failed"],
    ["number", "plugin/invalid-output"],
    ["nonsense", "plugin/bad-output"],
    ["nothing", "plugin/unknown-operation"],
    ["__proto__", "plugin/unknown-operation"],
  ])("a plugin that goes wrong in %s ends in %s", async (operation, code) => {
    const { invoke } = await activeFixture();
    await expect(invoke(operation)).rejects.toMatchObject({ code });
  });

  test("what a plugin throws is in its own log and not in the message", async () => {
    const { host, invoke } = await activeFixture();
    const error = (await invoke("fail").catch((thrown: unknown) => thrown)) as Error;
    expect(error.message).not.toContain("on purpose");
    expect(host.logs(target, 1)).toMatchObject([
      { level: "error", message: "RangeError: The plugin fails on purpose." },
    ]);
  });

  test("an input that does not fit is refused by field, and does not reach the plugin", async () => {
    const operations = { fail: { input: { type: "object", properties: { a: { type: "number" } } }, output: true } };
    const { invoke } = await activeFixture({
      manifest: fixtureManifest("1.0.0", { operations, health: { operation: "fail", input: {} } }),
    });
    await expect(invoke("fail", { a: "text" })).rejects.toMatchObject({
      code: "plugin/invalid-input",
      issues: [{ pointer: "/a" }],
    });
    await expect(invoke("fail", { a: 1 })).rejects.toMatchObject({ code: "plugin/failed" });
  });

  test("unknown operations make no circuits and no counters", async () => {
    const { invoke, telemetry } = await activeFixture();
    for (let round = 0; round < 20; round += 1) await invoke(`made-up-${round}`).catch(() => {});
    const attributes = telemetry.measurements.map((each) => JSON.stringify(each.attributes));
    expect(attributes.filter((text) => text.includes("made-up"))).toEqual([]);
  });

  test("what calls used is added up, over a restart, too", async () => {
    const storage = createMemoryStorage();
    const { host, invoke } = await activeFixture({ storage });
    for (let call = 0; call < 3; call += 1) await invoke("echo");
    await host.flush(never());
    await invoke("echo");
    expect(await host.usage(target, never())).toMatchObject({ calls: 4 });
    await host[Symbol.asyncDispose]();
    expect(await hostFixture({ storage }).host.usage(target, never())).toMatchObject({ calls: 4 });
  });
});
