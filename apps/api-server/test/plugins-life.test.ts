import { readdirSync, writeFileSync } from "node:fs";
import type { JsonValue, Plugin } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { startApi } from "./_api.ts";
import { newProject, projectAt, uploadOf, valueOf, wasmPlugin } from "./_plugins.ts";
import { temporaryFolder } from "./_server-process.ts";

const ID = "acme.hello";
const TYPES = [
  "application/json",
  "application/msgpack",
  "application/cbor",
  "application/vnd.cordon.v2+json",
] as const;

test.each(TYPES)("install, enable, invoke, upgrade, roll back and uninstall work in %s", async (type) => {
  const api = await startApi();
  const { path, id } = await newProject(api);
  const plugin = `${path}/plugins/${ID}`;
  const send = (to: string, body?: Parameters<typeof api.call>[0]["body"], method = "POST") =>
    api.call({ method, path: to, accept: type, ...(body === undefined ? {} : { type, body }) });
  const installed = await send(`${path}/plugins`, uploadOf(wasmPlugin()));
  expect(installed).toMatchObject({
    status: 201,
    contentType: type,
    body: {
      id: ID,
      projectId: id,
      state: "configured",
      enabled: false,
      current: "1.0.0",
      previous: null,
      failure: null,
    },
  });
  expect(installed.headers.get("location")).toBe(plugin);
  expect(await send(`${plugin}/enable`)).toMatchObject({ status: 200, body: { state: "active", enabled: true } });

  const invoke = () => send(`${plugin}/operations/greet`, { input: { name: "Ada" } });
  const answer = await invoke();
  expect(answer).toMatchObject({
    status: 200,
    contentType: type,
    body: { version: "1.0.0", output: { kind: "value", value: "hello from 1.0.0" } },
  });
  expect(answer.body["callId"]).toMatch(/^[0-9a-z]{26}$/);
  expect(answer.body["usage"]).toMatchObject({ fuelUsed: expect.any(Number), peakMemoryBytes: 131_072 });

  await send(`${path}/plugins`, uploadOf(wasmPlugin({ version: "1.1.0" })));
  expect((await invoke()).body["version"]).toBe("1.0.0");
  expect(await send(`${plugin}/upgrade`, { version: "1.1.0" })).toMatchObject({
    body: { current: "1.1.0", previous: "1.0.0", state: "active" },
  });
  expect((await invoke()).body["output"]).toEqual({ kind: "value", value: "hello from 1.1.0" });
  expect(await send(`${plugin}/rollback`)).toMatchObject({ body: { current: "1.0.0", previous: "1.1.0" } });
  expect((await invoke()).body["version"]).toBe("1.0.0");

  expect(await send(`${plugin}/disable`)).toMatchObject({ body: { state: "configured", enabled: false } });
  expect(await invoke()).toMatchObject({ status: 503, body: { code: "plugin/not-active" } });
  expect(await send(plugin, undefined, "DELETE")).toMatchObject({ status: 204 });
  expect(await send(plugin, undefined, "GET")).toMatchObject({ status: 404, body: { code: "plugin/not-found" } });
});

test("what a plugin asks for and what it is granted can be read, and it is not enabled without what it needs", async () => {
  const api = await startApi();
  const project = await newProject(api);
  const http = [{ host: "api.example.com", methods: ["GET"], paths: ["/v1/*"] }];
  const storage = { maxBytes: 1000, maxKeys: 10 };
  const secrets = [{ name: "API_KEY", hosts: ["api.example.com"] }];
  const capabilities = {
    http,
    storage,
    secrets,
    events: { publish: ["orders.*"] },
    config: { type: "object", properties: { greeting: { type: "string" } }, required: ["greeting"] },
  };
  const installed = await project.install(wasmPlugin({ capabilities, description: "Says hello." }));
  expect(installed.body).toMatchObject({ state: "installed", granted: {} });
  expect(installed.body["versions"]).toMatchObject([
    {
      version: "1.0.0",
      description: "Says hello.",
      kind: "wasm",
      signedBy: null,
      operations: [{ name: "greet", description: null }],
      asks: { http, storage, secrets, publish: ["orders.*"], config: true },
      installedBy: "dev",
    },
  ]);
  expect((await project.post(ID, "enable")).body).toMatchObject({
    state: "failed",
    failure: { version: "1.0.0", code: "plugin/not-configured" },
  });
  const grant = (body: Parameters<typeof api.call>[0]["body"]) =>
    api.call({ method: "PUT", path: `${project.path}/plugins/${ID}/grant`, ...(body === undefined ? {} : { body }) });
  expect(await grant({ config: { greeting: 1 } })).toMatchObject({
    status: 422,
    body: { code: "plugin/invalid-grant" },
  });
  const granted = {
    http: [{ host: "api.example.com", methods: ["GET"], paths: ["/v1/items"], ports: [443] }],
    storage: { maxBytes: 500, maxKeys: 5 },
    publish: ["orders.created"],
    secrets: ["API_KEY"],
    config: { greeting: "hello" },
  };
  expect((await grant(granted)).body["granted"]).toEqual(granted);
  expect((await project.post(ID, "enable")).body).toMatchObject({ state: "active", failure: null });
  expect((await project.get(ID)).body["granted"]).toEqual(granted);
});

test("what is granted can be read, however deep it is", async () => {
  const api = await startApi();
  const project = await newProject(api);
  await project.install(wasmPlugin({ capabilities: { config: {} } }));
  const path = `${project.path}/plugins/${ID}/grant`;
  const nested = (levels: number): JsonValue => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`) as JsonValue;
  expect(await api.call({ method: "PUT", path, body: { config: nested(64) } })).toMatchObject({
    status: 400,
    body: { code: "serde/too-deep" },
  });
  const granted = { config: nested(63) };
  expect(await api.call({ method: "PUT", path, body: granted })).toMatchObject({ status: 200, body: { granted } });
  expect(await project.get(ID)).toMatchObject({ status: 200, body: { granted } });
});

test("a plugin of another project is not there, whatever is done to it", async () => {
  const api = await startApi();
  const [mine, others] = [await newProject(api), await newProject(api)];
  await mine.run(wasmPlugin());
  const answers = [
    await others.get(ID),
    await others.get(ID, "/logs"),
    await others.get(ID, "/usage"),
    await others.post(ID, "enable"),
    await others.post(ID, "disable"),
    await others.post(ID, "rollback"),
    await others.post(ID, "upgrade", { version: "1.0.0" }),
    await others.invoke(ID, "greet"),
    await api.call({ method: "PUT", path: `${others.path}/plugins/${ID}/grant`, body: {} }),
    await api.call({ method: "DELETE", path: `${others.path}/plugins/${ID}` }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 404, body: { code: "plugin/not-found" } });
  expect((await others.list()).body["items"]).toEqual([]);
  expect((await others.get(ID, "/audit")).body["items"]).toEqual([]);
  expect((await mine.invoke(ID, "greet")).status).toBe(200);
});

test("a project that is not there has no plugins to speak of", async () => {
  const api = await startApi();
  const none = projectAt(api, `prj_${"0".repeat(26)}`);
  const answers = [
    await none.install(wasmPlugin()),
    await none.list(),
    await none.get(ID),
    await none.invoke(ID, "greet"),
    await api.call({ path: `${none.path}/audit` }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 404, body: { code: "project/not-found" } });
});

describe("over a restart", () => {
  test("plugins that were active are active, with their grants, usage and audit", async () => {
    await using folder = await temporaryFolder();
    const env = { CORDON_DATA_DIR: folder.path };
    const before = await startApi(env);
    const { id } = await newProject(before);
    const project = projectAt(before, id);
    await project.run(wasmPlugin());
    await project.install(wasmPlugin({ id: "acme.idle" }));
    await project.invoke(ID, "greet");
    const secrets = ["API_KEY"];
    await before.call({ method: "PUT", path: `${project.path}/plugins/${ID}/grant`, body: { secrets } });
    await before.stop();

    const after = projectAt(await startApi(env), id);
    expect((await after.list()).body["items"]).toMatchObject([
      { id: ID, state: "active", enabled: true },
      { id: "acme.idle", state: "configured", enabled: false },
    ]);
    expect(await after.invoke(ID, "greet")).toMatchObject({ status: 200, body: { output: { kind: "value" } } });
    expect((await after.get(ID, "/usage")).body).toMatchObject({ calls: 2 });
    expect((await after.get(ID)).body["granted"]).toEqual({ secrets });
    const audited = (await after.get(ID, "/audit")).body["items"] as readonly { readonly action: string }[];
    expect(audited.map(({ action }) => action)).toEqual(["start", "grant", "enable", "install"]);
  });

  test("code that was changed on disk does not run, and the plugin says why", async () => {
    await using folder = await temporaryFolder();
    const env = { CORDON_DATA_DIR: folder.path };
    const before = await startApi(env);
    const project = await newProject(before);
    const upload = wasmPlugin();
    await project.run(upload);
    await before.stop();
    const [file = ""] = readdirSync(`${folder.path}/plugins`);
    writeFileSync(`${folder.path}/plugins/${file}`, wasmPlugin({ version: "6.6.6" }).code);

    const after = projectAt(await startApi(env), project.id);
    expect((await after.get(ID)).body).toMatchObject({ state: "failed", failure: { code: "plugin/code-missing" } });
    expect(await after.invoke(ID, "greet")).toMatchObject({
      status: 503,
      body: { code: "plugin/not-active", detail: expect.stringContaining("failed") },
    });
    expect((await after.run(upload)).body).toMatchObject({ state: "active" });
  });
});

test("a project with plugins is not deleted, and is once they are uninstalled", async () => {
  const api = await startApi();
  const project = await newProject(api);
  await project.install(wasmPlugin());
  const remove = () => api.call({ method: "DELETE", path: project.path });
  expect(await remove()).toMatchObject({ status: 409, body: { code: "server/project-has-plugins" } });
  await api.call({ method: "DELETE", path: `${project.path}/plugins/${ID}` });
  expect(await remove()).toMatchObject({ status: 204 });
});

test("usage adds up, and the log is the plugin's own words with the newest first", async () => {
  const api = await startApi();
  const project = await newProject(api);
  const imports =
    '(import "cordon" "log" (func $log (param i32 i32 i32))) (data (i32.const 8192) "first\\ed\\a0\\80second")';
  const say = (level: number, from: number, length: number) =>
    `(call $log (i32.const ${level}) (i32.const ${from}) (i32.const ${length}))`;
  const body = `${say(1, 8192, 5)} ${say(3, 8200, 6)} (i64.const ${(16n << 32n) | BigInt(valueOf(1).length)})`;
  await project.run(wasmPlugin({ imports, operations: { quiet: valueOf(1), speak: { body } } }));
  expect((await project.invoke(ID, "speak")).body["output"]).toEqual({ kind: "value", value: 1 });
  await project.invoke(ID, "quiet");
  const items = (path: string) => project.get(ID, path).then(({ body: answered }) => answered["items"]);
  expect(await items("/logs")).toEqual([
    { at: expect.stringMatching(/Z$/), level: "error", message: "second", fields: expect.any(Object) },
    { at: expect.stringMatching(/Z$/), level: "info", message: "first", fields: expect.any(Object) },
  ]);
  expect(await items("/logs?limit=1")).toHaveLength(1);
  expect((await project.get(ID, "/usage")).body).toMatchObject({ calls: 2, storage: { bytes: 0, keys: 0 } });
  const all = (await api.call({ path: `${project.path}/audit?limit=1` })).body["items"];
  expect(all).toMatchObject([{ pluginId: ID, actor: "dev", action: "enable", outcome: "allowed" }]);
});

test("a plugin that logs half a character and a number past 2^53 does not make its log unreadable", async () => {
  const metadata = { id: ID, version: "1.0.0", apiVersion: "1.0", operations: ["go"] };
  const sly: Plugin = {
    metadata,
    async invoke(_call, { log }) {
      log("info", "half \ud800", { "key \udc00": "\ud800", large: 1e300 });
      return { kind: "value", value: null };
    },
  };
  const api = await startApi({}, { memoryPlugins: { sly } });
  const project = await newProject(api);
  const manifest = { ...wasmPlugin({ operations: { go: "" } }).manifest, entry: { kind: "memory", name: "sly" } };
  await api.call({ path: `${project.path}/plugins`, body: { manifest } });
  await project.post(ID, "enable");
  await project.invoke(ID, "go");
  for (const accept of ["application/json", "application/cbor"]) {
    const answer = await api.call({ path: `${project.path}/plugins/${ID}/logs`, accept });
    expect(answer.body["items"]).toMatchObject([{ message: "half \ufffd" }]);
  }
});
