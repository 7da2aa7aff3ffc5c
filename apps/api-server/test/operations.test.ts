import { expect, test } from "vitest";
import { startServerProcess, temporaryFolder } from "./_server-process.ts";
import { startApi } from "./_api.ts";

const TOKEN = "a-token-for-the-process";

const tokenOf = (output: string): string => /Token: (\S+)/.exec(output)?.[1] ?? "";
const urlOf = (output: string): string => /ready at (\S+)/.exec(output)?.[1] ?? "";

test("health, the API's description and its page need no token", async () => {
  const { url, call } = await startApi();
  expect(await call({ path: "/health/live", token: "" })).toMatchObject({ status: 200, body: { status: "live" } });
  expect(await call({ path: "/health/ready", token: "" })).toMatchObject({ status: 200, body: { status: "ready" } });
  expect(await call({ path: "/openapi.json", token: "" })).toMatchObject({ status: 200, body: { openapi: "3.1.0" } });
  const docs = await fetch(`${url}/docs`);
  expect([docs.status, docs.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
});

test("a request id is the caller's own if it is a plain word, and else a new one", async () => {
  const { call } = await startApi();
  const idFor = async (id: string): Promise<string | null> =>
    (await call({ headers: { "x-request-id": id } })).headers.get("x-request-id");
  expect(await idFor("order-17")).toBe("order-17");
  expect(await idFor("a b<script>")).toMatch(/^[0-9a-z]{26}$/);
});

test("the process prints a curl line that works, drains on SIGINT and exits 0", async () => {
  await using folder = await temporaryFolder();
  const server = await startServerProcess({ CORDON_PORT: "0", CORDON_DATA_DIR: folder.path });
  const [, url = "", token = ""] = /curl -sS (\S+) -H 'authorization: Bearer (\S+)'/.exec(server.output()) ?? [];
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: '{"name":"My first project"}' });
  expect(response.status).toBe(201);
  server.child.kill("SIGINT");
  expect(await server.ended).toBe(0);
  expect(
    server
      .output()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .join(),
  ).not.toContain(token);
});

test("projects and the dev token outlive a kill -9", async () => {
  await using folder = await temporaryFolder();
  const env = { CORDON_PORT: "0", CORDON_DATA_DIR: folder.path };
  const first = await startServerProcess(env);
  const headers = { authorization: `Bearer ${tokenOf(first.output())}`, "content-type": "application/json" };
  await fetch(`${urlOf(first.output())}/v1/projects`, { method: "POST", headers, body: '{"name":"Kept"}' });
  first.child.kill("SIGKILL");
  await first.ended;
  const second = await startServerProcess(env);
  const list = await fetch(`${urlOf(second.output())}/v1/projects`, { headers });
  expect(await list.json()).toMatchObject({ items: [{ name: "Kept" }] });
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
});

test("a bad environment ends the process with every problem listed", async () => {
  const server = await startServerProcess({ CORDON_PORT: "no", CORDON_PROFILE: "prod", CORDON_TOKEN: TOKEN });
  expect(await server.ended).toBe(1);
  for (const name of ["CORDON_PORT", "CORDON_TOKEN", "CORDON_API_TOKENS", "CORDON_BEHIND_PROXY"]) {
    expect(server.output()).toContain(name);
  }
  expect(server.output()).not.toContain(TOKEN);
});

test("a port that is taken ends the process with a message", async () => {
  const { url } = await startApi();
  await using folder = await temporaryFolder();
  const server = await startServerProcess({ CORDON_PORT: new URL(url).port, CORDON_DATA_DIR: folder.path });
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain("EADDRINUSE");
});
