import { generateKeyPairSync } from "node:crypto";
import { digestToken } from "@cordon/middleware";
import { type PluginManifest, signManifest } from "@cordon/plugin-runtime";
import { describe, expect, test } from "vitest";
import { type Api, startApi, TOKEN } from "./_api.ts";
import { newProject, projectAt, type Upload, wasmPlugin } from "./_plugins.ts";
import { temporaryFolder } from "./_server-process.ts";

const ID = "acme.hello";
const PROD = {
  CORDON_PROFILE: "prod",
  CORDON_BEHIND_PROXY: "true",
  CORDON_TOKEN: "",
  CORDON_API_TOKENS: `ci=${digestToken(TOKEN)}`,
};

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const pem = publicKey.export({ type: "spki", format: "pem" });

const signed = (upload: Upload = wasmPlugin(), keyId = "acme-2026"): Upload => {
  const manifest = signManifest(upload.manifest as unknown as PluginManifest, { keyId, privateKey });
  return { ...upload, manifest: JSON.parse(JSON.stringify(manifest)) as Upload["manifest"] };
};
const add = (api: Api, more = {}) =>
  api.call({ path: "/v1/plugin-keys", body: { keyId: "acme-2026", publicKey: pem, plugins: ["acme.*"], ...more } });
const revoke = (api: Api, keyId = "acme-2026") =>
  api.call({ path: `/v1/plugin-keys/${keyId}/revoke`, body: { reason: "its laptop was stolen" } });

describe("keys", () => {
  test("are added, listed page by page and revoked for ever, with the reason", async () => {
    const api = await startApi();
    const added = await add(api, { notBefore: "2026-01-01T00:00:00.000Z", notAfter: "2100-01-01T00:00:00.000Z" });
    expect(added).toMatchObject({
      status: 201,
      body: {
        keyId: "acme-2026",
        plugins: ["acme.*"],
        notBefore: "2026-01-01T00:00:00.000Z",
        notAfter: "2100-01-01T00:00:00.000Z",
        revokedAt: null,
        revokedReason: null,
      },
    });
    const another = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
    await add(api, { keyId: "beta", publicKey: another, plugins: ["*"] });
    const first = await api.call({ path: "/v1/plugin-keys?limit=1" });
    expect(first.body).toMatchObject({ items: [{ keyId: "acme-2026" }], next: "acme-2026" });
    const second = await api.call({ path: "/v1/plugin-keys?limit=1&cursor=acme-2026" });
    expect(second.body).toMatchObject({ items: [{ keyId: "beta" }], next: null });

    const revoked = await revoke(api);
    expect(revoked).toMatchObject({
      status: 200,
      body: { revokedAt: expect.stringMatching(/Z$/), revokedReason: "its laptop was stolen" },
    });
    expect((await api.call({ path: "/v1/plugin-keys" })).body["items"]).toMatchObject([
      revoked.body,
      { revokedAt: null },
    ]);
    expect(await add(api, { keyId: "acme-again" })).toMatchObject({ status: 409, body: { code: "plugin/key-exists" } });
    expect(await revoke(api, "nobody")).toMatchObject({ status: 404, body: { code: "plugin/key-not-found" } });
  });

  test.each([
    [
      "a private key",
      { publicKey: privateKey.export({ type: "pkcs8", format: "pem" }) },
      "/publicKey",
      "plugin/invalid-key",
    ],
    ["no key at all", { publicKey: "x" }, "/publicKey", "plugin/invalid-key"],
    ["a pattern that is none", { plugins: ["a*c"] }, "/plugins/0", "plugin/invalid-key"],
    ["no plugins", { plugins: [] }, "/plugins", "interface/invalid"],
    ["a day that is none", { notAfter: "2026-02-30T00:00:00.000Z" }, "/notAfter", "interface/invalid"],
    ["a field that is none", { revokedAt: null }, "/revokedAt", "interface/invalid"],
  ])("with %s are refused, and no key is repeated", async (_what, more, pointer, code) => {
    const api = await startApi();
    const answer = await add(api, more);
    expect(answer).toMatchObject({ status: 422, body: { code, issues: [{ pointer }] } });
    expect(JSON.stringify(answer.body) + api.log()).not.toContain("MC4CAQAw");
  });
});

describe("in prod", () => {
  test("a plugin is installed and run if a key signed it that is trusted for it, and only then", async () => {
    const api = await startApi(PROD);
    const project = await newProject(api);
    expect(await project.install(signed())).toMatchObject({ status: 403, body: { code: "plugin/unknown-key" } });
    await add(api);
    expect((await project.run(signed())).body).toMatchObject({
      state: "active",
      versions: [{ signedBy: "acme-2026", installedBy: "ci" }],
    });
    expect((await project.invoke(ID, "greet")).body["output"]).toEqual({ kind: "value", value: "hello from 1.0.0" });
    const others = signed(wasmPlugin({ id: "beta.hello" }));
    expect(await project.install(others)).toMatchObject({ status: 403, body: { code: "plugin/unknown-key" } });
    const { manifest, code } = signed();
    const changed = { code, manifest: { ...manifest, description: "Changed after signing." } };
    expect(await project.install(changed)).toMatchObject({ status: 403, body: { code: "plugin/bad-signature" } });
  });

  test("a plugin whose key was revoked fails when it is enabled or the server starts, and says why", async () => {
    await using folder = await temporaryFolder();
    const env = { ...PROD, CORDON_DATA_DIR: folder.path };
    const before = await startApi(env);
    await add(before);
    const { id } = await newProject(before);
    const project = projectAt(before, id);
    await project.run(signed());
    await project.install(signed(wasmPlugin({ id: "acme.other" })));
    await revoke(before);
    const failed = {
      state: "failed",
      failure: { code: "plugin/key-revoked", message: expect.stringContaining("acme-2026") },
    };
    expect((await project.post("acme.other", "enable")).body).toMatchObject(failed);
    await before.stop();

    const after = projectAt(await startApi(env), id);
    expect((await after.get(ID)).body).toMatchObject(failed);
    expect(await after.invoke(ID, "greet")).toMatchObject({ status: 503, body: { code: "plugin/not-active" } });
    expect(await after.install(signed(wasmPlugin({ version: "1.0.1" })))).toMatchObject({
      status: 403,
      body: { code: "plugin/key-revoked" },
    });
  });
});
