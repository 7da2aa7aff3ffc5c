import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startApi } from "./_api.ts";
import { newProject, uploadOf, wasmPlugin } from "./_plugins.ts";
import { startServerProcess, temporaryFolder } from "./_server-process.ts";

const TOKEN = "a-token-for-the-process";
const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

test("after a kill -9 the plugins that were active are active", async () => {
  await using folder = await temporaryFolder();
  const env = { CORDON_PORT: "0", CORDON_TOKEN: TOKEN, CORDON_DATA_DIR: folder.path, CORDON_LOG_LEVEL: "error" };
  const start = async () => {
    const server = await startServerProcess(env);
    const url = /ready at (\S+)/.exec(server.output())?.[1] ?? "";
    const post = async (path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> => {
      const request = { method: "POST", headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return (await (await fetch(`${url}/v1/projects${path}`, request)).json()) as Readonly<Record<string, unknown>>;
    };
    return { server, post };
  };
  const first = await start();
  const { id } = await first.post("", { name: "One" });
  await first.post(`/${String(id)}/plugins`, uploadOf(wasmPlugin()));
  expect(await first.post(`/${String(id)}/plugins/acme.hello/enable`)).toMatchObject({ state: "active" });
  first.server.child.kill("SIGKILL");
  await first.server.ended;

  const second = await start();
  try {
    const answer = await second.post(`/${String(id)}/plugins/acme.hello/operations/greet`, { input: 1 });
    expect(answer).toMatchObject({ output: { kind: "value", value: "hello from 1.0.0" } });
    second.server.child.kill("SIGTERM");
    expect(await second.server.ended).toBe(0);
  } finally {
    second.server.child.kill("SIGKILL");
  }
});

test("code and rewritten modules are the owner's alone, below the data folder", async () => {
  const api = await startApi();
  const project = await newProject(api);
  await project.run(wasmPlugin());
  for (const name of ["plugins", "wasm-cache"]) {
    const dir = join(api.dataDir, name);
    expect(statSync(dir).mode & 0o077).toBe(0);
    for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o077).toBe(0);
    expect(readdirSync(dir)).not.toHaveLength(0);
  }
});

test("a file of secrets that others can read keeps the server from starting, and is not repeated", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "secrets.json");
  writeFileSync(file, JSON.stringify({ [`prj_${"a".repeat(26)}`]: { API_KEY: "hunter2hunter2" } }), { mode: 0o644 });
  const server = await startServerProcess({
    CORDON_PORT: "0",
    CORDON_TOKEN: TOKEN,
    CORDON_DATA_DIR: folder.path,
    CORDON_PLUGIN_SECRETS_FILE: file,
  });
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain("CORDON_PLUGIN_SECRETS_FILE names a file that can be read or changed by others");
  expect(server.output()).not.toMatch(/hunter2|secrets\.json/);
});
