import { digestToken } from "@cordon/middleware";
import { describe, expect, test } from "vitest";
import { type Api, startApi, TOKEN } from "./_api.ts";
import { ECHO, moduleDir, wasmManifest, writeModule } from "./_modules.ts";
import { manifestOf } from "./_messaging.ts";
import { newProject, projectAt, wasmPlugin } from "./_plugins.ts";

const PROD = {
  CORDON_PROFILE: "prod",
  CORDON_BEHIND_PROXY: "true",
  CORDON_TOKEN: "",
  CORDON_API_TOKENS: `ci=${digestToken(TOKEN)}`,
};

const stateOf = async ({ call }: Api, id: string): Promise<unknown> =>
  (await call({ path: `/v1/modules/${id}` })).body["state"];

async function running(api: Api, id: string): Promise<void> {
  for (let turn = 0; turn < 500 && (await stateOf(api, id)) !== "running"; turn += 1)
    await new Promise((resolve) => void setImmediate(resolve));
}

describe.each(["application/json", "application/msgpack", "application/cbor"])("in %s", (type) => {
  test("a module of a folder is started and called over HTTP, events are published and decisions noted", async () => {
    const dir = await moduleDir();
    writeModule(dir, "echo", wasmManifest("echo"), ECHO);
    const { call } = await startApi({ CORDON_MODULE_DIR: dir });
    const ask = (path: string, body: object) => call({ path, type, accept: type, body: body as never });
    expect((await call({ path: "/v1/modules", accept: type })).body).toMatchObject({
      items: [{ id: "echo", state: "loaded" }],
    });
    expect(await call({ method: "POST", path: "/v1/modules/echo/start", accept: type })).toMatchObject({
      status: 200,
      body: { state: "running" },
    });
    const output = { output: { a: [1, "ä"] } };
    expect((await ask("/v1/modules/echo/invoke", { method: "same", payload: { a: [1, "ä"] } })).body).toEqual(output);
    expect(await ask("/v1/modules/echo/invoke", { method: "fail", payload: 1 })).toMatchObject({
      status: 502,
      contentType: `application/problem+${type.split("/")[1]}`,
      body: { code: "kernel/module-crashed" },
    });
    const event = { specversion: "1.0", id: "1", source: "/me", type: "orders.created", data: [1] };
    expect((await ask("/v1/events", { event })).body).toMatchObject({ duplicate: false });
    const decision = { action: "a", rationale: "r", inputs: 1, output: 2, confidence: 0.5 };
    expect(await ask("/v1/decisions", decision)).toMatchObject({
      status: 201,
      body: { actor: "api.dev", sequence: 1 },
    });
  });
});

test("what ran before a restart runs after it, and what was stopped does not", async () => {
  const dir = await moduleDir();
  writeModule(dir, "one", wasmManifest("one"), ECHO);
  writeModule(dir, "two", wasmManifest("two"), ECHO);
  const first = await startApi({ CORDON_MODULE_DIR: dir });
  for (const id of ["one", "two"]) await first.call({ method: "POST", path: `/v1/modules/${id}/start` });
  await first.call({ method: "POST", path: "/v1/modules/two/stop" });
  await first.stop();
  const second = await startApi({ CORDON_MODULE_DIR: dir, CORDON_DATA_DIR: first.dataDir });
  await running(second, "one");
  expect([await stateOf(second, "one"), await stateOf(second, "two")]).toEqual(["running", "loaded"]);
});

test("a plugin of a project is a module, and is called by its methods", async () => {
  const dir = await moduleDir();
  const first = await startApi();
  const project = await newProject(first);
  const operations = { greet: '{"kind":"value","value":"hi"}', refuse: '{"kind":"refused","reason":"not today"}' };
  await project.run(wasmPlugin({ operations }));
  await first.stop();
  writeModule(dir, "mod", { ...manifestOf("mod"), kind: "plugin", entry: `${project.id}.acme.hello` });
  const api = await startApi({ CORDON_MODULE_DIR: dir, CORDON_DATA_DIR: first.dataDir });
  expect((await api.call({ method: "POST", path: "/v1/modules/mod/start" })).body).toMatchObject({ state: "running" });
  const invoke = (method: string) => api.call({ path: "/v1/modules/mod/invoke", body: { method, payload: null } });
  expect((await invoke("greet")).body).toEqual({ output: "hi" });
  expect(await invoke("refuse")).toMatchObject({ status: 422, body: { code: "server/plugin-refused" } });
  expect((await invoke("none")).status).toBe(404);
  await projectAt(api, project.id).post("acme.hello", "disable");
  expect(await invoke("greet")).toMatchObject({ status: 503, body: { code: "plugin/not-active" } });
  expect((await api.call({ path: "/v1/modules/mod" })).body).toMatchObject({ health: { healthy: false } });
});

test("in prod nobody may call a module until that is granted, and the grant outlives the server", async () => {
  const dir = await moduleDir();
  writeModule(dir, "echo", wasmManifest("echo", { capabilities: ["emit:*"] }), ECHO);
  const first = await startApi({ ...PROD, CORDON_MODULE_DIR: dir });
  const started = await first.call({ method: "POST", path: "/v1/modules/echo/start" });
  expect(started.body).toMatchObject({ state: "running", capabilities: [] });
  const invoke = async ({ call }: Api) =>
    (await call({ path: "/v1/modules/echo/invoke", body: { method: "same", payload: 1 } })).status;
  expect(await invoke(first)).toBe(403);
  const grant = { principal: "api.ci", capability: "echo:same" };
  const given = await first.call({ path: "/v1/bus/grants", body: grant });
  expect([given.status, await invoke(first)]).toEqual([201, 200]);
  await first.stop();
  const second = await startApi({ ...PROD, CORDON_MODULE_DIR: dir, CORDON_DATA_DIR: first.dataDir });
  await running(second, "echo");
  expect(await invoke(second)).toBe(200);
  await second.call({ method: "DELETE", path: `/v1/bus/grants/${given.body["id"] as string}` });
  expect(await invoke(second)).toBe(403);
});

test("in dev a module has what it asks for, with a warning in the log", async () => {
  const dir = await moduleDir();
  writeModule(dir, "echo", wasmManifest("echo", { capabilities: ["emit:hi"] }), ECHO);
  const { call, log } = await startApi({ CORDON_MODULE_DIR: dir });
  expect((await call({ path: "/v1/modules" })).body).toMatchObject({ items: [{ capabilities: ["emit:hi"] }] });
  expect(log()).toContain("a module is given all that it asks for");
});

test("a folder that is not there ends the start with a problem that names the variable", async () => {
  await expect(startApi({ CORDON_MODULE_DIR: "nowhere" })).rejects.toMatchObject({
    code: "server/bad-config",
    message: expect.stringContaining("CORDON_MODULE_DIR"),
  });
});
