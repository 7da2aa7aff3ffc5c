import { createMemoryStorage, type JsonValue, type Storage } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { createMemoryArtifacts, digestOf, type PluginArtifacts, type PluginManifest } from "../src/index.ts";
import { fixtureManifest } from "./_fixture-plugin.ts";
import { hostFixture, never, target } from "./_host.ts";

const by = { scope: "p1", principalId: "ada" };
const asJson = (manifest: PluginManifest): JsonValue => manifest as unknown as JsonValue;

test("code that is not what was installed does not become active, even if the artifacts say that it is", async () => {
  const code = new TextEncoder().encode("export default {}");
  const lying: PluginArtifacts = { get: async () => Uint8Array.of(1), put: async () => {}, delete: async () => {} };
  const { host } = hostFixture({ artifacts: lying });
  const entry = { kind: "javascript", file: "plugin.js", digest: digestOf(code) } as const;
  await host.install({ ...by, manifest: asJson(fixtureManifest("1.0.0", { entry })), code }, never());
  expect(await host.enable(target, never())).toMatchObject({
    state: "failed",
    failure: { code: "plugin/digest-mismatch" },
  });
});

describe("code", () => {
  const scripted = (text: string) => {
    const code = new TextEncoder().encode(text);
    return { code, entry: { kind: "javascript", file: "plugin.js", digest: digestOf(code) } as const };
  };

  test("stays as long as a plugin of any scope has it, and goes with the last", async () => {
    const artifacts = createMemoryArtifacts();
    const { host } = hostFixture({ artifacts });
    const { code, entry } = scripted("export default {}");
    const manifest = asJson(fixtureManifest("1.0.0", { entry }));
    for (const scope of ["p1", "p2"]) await host.install({ ...by, scope, manifest, code }, never());
    await host.uninstall(target, never());
    expect(await artifacts.get(entry.digest, never())).toEqual(code);
    await host.uninstall({ ...target, scope: "p2" }, never());
    expect(await artifacts.get(entry.digest, never())).toBeUndefined();
  });

  test("is not kept for a plugin that is not, nor for a version that made room", async () => {
    const artifacts = createMemoryArtifacts();
    const { host } = hostFixture({ artifacts });
    const entries = Array.from({ length: 21 }, (_each, at) => scripted(`export default ${at}`));
    for (const [at, { code, entry }] of entries.entries())
      await host.install({ ...by, manifest: asJson(fixtureManifest(`1.${at}.0`, { entry })), code }, never());
    const isKept = async (at: number): Promise<boolean> =>
      (await artifacts.get(entries[at]?.entry.digest ?? "", never())) !== undefined;
    // The first is current, so the second made room.
    expect([await isKept(0), await isKept(1), await isKept(2), await isKept(20)]).toEqual([true, false, true, true]);
    const { code, entry } = scripted("export default 'another'");
    const again = asJson(fixtureManifest("1.5.0", { entry }));
    await expect(host.install({ ...by, manifest: again, code }, never())).rejects.toMatchObject({
      code: "plugin/version-exists",
    });
    expect(await artifacts.get(entry.digest, never())).toBeUndefined();
  });

  test("is not deleted while a plugin that has it is just being installed", async () => {
    const artifacts = createMemoryArtifacts();
    const storage = createMemoryStorage();
    const gate = Promise.withResolvers<void>();
    const slow: Storage = {
      get: (request, signal) => storage.get(request, signal),
      list: (request, signal) => storage.list(request, signal),
      check: (signal) => storage.check(signal),
      async commit(request, signal) {
        if (request.changes.some(({ collection }) => collection === "plugins:p2")) await gate.promise;
        return storage.commit(request, signal);
      },
      [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
    };
    const { host } = hostFixture({ artifacts, storage: slow });
    const { code, entry } = scripted("export default {}");
    const manifest = asJson(fixtureManifest("1.0.0", { entry }));
    await host.install({ ...by, scope: "p1", manifest, code }, never());
    const installing = host.install({ ...by, scope: "p2", manifest, code }, never());
    const uninstalling = host.uninstall(target, never());
    // Long enough for whoever does not wait for its turn.
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    gate.resolve();
    await Promise.all([installing, uninstalling]);
    expect(await artifacts.get(entry.digest, never())).toEqual(code);
  });
});

test("a scope has no more plugins than it may, and another version of one that it has is none more", async () => {
  const { host } = hostFixture({ maxPlugins: 2 });
  const idOf = (id: string, version = "1.0.0") => ({ ...by, manifest: asJson(fixtureManifest(version, { id })) });
  await host.install(idOf("acme.a"), never());
  await host.install(idOf("acme.b"), never());
  await expect(host.install(idOf("acme.c"), never())).rejects.toMatchObject({
    code: "plugin/too-many",
    details: { max: 2 },
  });
  await host.install(idOf("acme.a", "1.1.0"), never());
  await host.install({ ...idOf("acme.c"), scope: "p2" }, never());
});
