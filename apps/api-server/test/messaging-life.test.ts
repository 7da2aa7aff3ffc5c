import { digestToken } from "@cordon/middleware";
import { expect, test } from "vitest";
import { startApi } from "./_api.ts";
import { openStream } from "./_events.ts";
import { newProject, scriptPlugin } from "./_plugins.ts";
import { openSocket } from "./_socket.ts";
import { temporaryFolder } from "./_server-process.ts";

const TOKENS = { ada: "token-of-ada-0123456789", bob: "token-of-bob-0123456789" };
const LISTED = {
  CORDON_TOKEN: "",
  CORDON_API_TOKENS: Object.entries(TOKENS)
    .map(([name, token]) => `${name}=${digestToken(token)}`)
    .join(","),
};
const EVENT = { specversion: "1.0", id: "1", source: "/bob", type: "orders.created" };

test("a listed token may publish nothing until it is granted the topic, and everything else is denied and audited", async () => {
  const api = await startApi(LISTED);
  const bob = { token: TOKENS.bob, path: "/v1/events" };
  const denied = await api.call({ ...bob, body: { event: EVENT } });
  expect(denied).toMatchObject({ status: 403, body: { code: "bus/denied" } });
  const grant = { principal: "api.bob", capability: "event:orders.created" };
  expect((await api.call({ path: "/v1/bus/grants", token: TOKENS.ada, body: grant })).status).toBe(201);
  expect((await api.call({ ...bob, body: { event: EVENT } })).status).toBe(200);
  expect((await api.call({ ...bob, body: { event: EVENT, topic: "orders.deleted" } })).status).toBe(403);
  const socket = await openSocket(api.url, { headers: { authorization: `Bearer ${TOKENS.bob}` } });
  const refused = await socket.ask({ type: "publish", id: "p", topic: "orders.deleted", event: EVENT });
  expect(refused).toMatchObject({ type: "error", code: "bus/denied", retryable: false });
  const { body } = await api.call({ path: "/v1/bus/audit", token: TOKENS.ada });
  const noted = (body["items"] as readonly Readonly<Record<string, unknown>>[]).map(
    ({ principal, action, capability, outcome }) => [principal, action, capability, outcome].join(" "),
  );
  expect(noted).toEqual(
    expect.arrayContaining([
      "api.bob publish event:orders.created denied",
      "api.bob grant event:orders.created allowed",
      "api.bob publish event:orders.created allowed",
      "api.bob publish event:orders.deleted denied",
    ]),
  );
});

test("a token that an operator lists has no rights from the start, whatever its name", async () => {
  const token = "token-named-dev-0123456789";
  const listed = { CORDON_TOKEN: "", CORDON_API_TOKENS: `dev=${digestToken(token)}` };
  const denied = await (await startApi(listed)).call({ path: "/v1/events", token, body: { event: EVENT } });
  expect(denied).toMatchObject({ status: 403, body: { code: "bus/denied" } });
  expect((await (await startApi()).call({ path: "/v1/events", body: { event: EVENT } })).status).toBe(200);
});

test("grants are in force again after a restart, until they are revoked", async () => {
  await using folder = await temporaryFolder();
  const env = { ...LISTED, CORDON_DATA_DIR: folder.path };
  const first = await startApi(env);
  const body = { principal: "api.bob", capability: "event:*" };
  const granted = await first.call({ path: "/v1/bus/grants", token: TOKENS.ada, body });
  await first.stop();
  const second = await startApi(env);
  const bob = { token: TOKENS.bob, path: "/v1/events" };
  expect((await second.call({ ...bob, body: { event: EVENT } })).status).toBe(200);
  const path = `/v1/bus/grants/${granted.body["id"] as string}`;
  expect((await second.call({ method: "DELETE", path, token: TOKENS.ada })).status).toBe(204);
  expect((await second.call({ ...bob, body: { event: EVENT } })).status).toBe(403);
  await second.stop();
  const third = await startApi(env);
  expect((await third.call({ ...bob, body: { event: EVENT } })).status).toBe(403);
  expect((await third.call({ method: "DELETE", path, token: TOKENS.ada })).body).toMatchObject({
    code: "server/no-such-grant",
  });
});

test("what a module does is in the stream", async () => {
  const api = await startApi();
  const stream = await openStream(api.url, "?topic=bus.event.>");
  const body = { kind: "hello", payload: { to: "all" } };
  expect((await api.call({ path: "/v1/bus/events", body })).status).toBe(200);
  expect((await stream.next()).data).toMatchObject({
    source: "/bus/api.dev",
    type: "cordon.custom.hello",
    data: { to: "all" },
    traceparent: expect.stringMatching(/^00-/) as string,
  });
});

test("what a plugin publishes is in the stream, in its own name, and only what it was granted", async () => {
  const api = await startApi();
  const project = await newProject(api);
  const stream = await openStream(api.url, `?topic=plugin.${project.id}.>`);
  const publishing = scriptPlugin('await context.publish(input, { order: 7 }); return { kind: "value", value: 1 };', {
    capabilities: { events: { publish: ["orders.*"] } },
  });
  await project.install(publishing);
  await api.call({ method: "PUT", path: `${project.path}/plugins/acme.script/grant`, body: { publish: ["orders.*"] } });
  expect((await project.post("acme.script", "enable")).body).toMatchObject({ state: "active" });
  expect((await project.invoke("acme.script", "go", "secrets.told")).status).not.toBe(200);
  expect(await project.invoke("acme.script", "go", "orders.made")).toMatchObject({ status: 200 });
  const { event, data } = await stream.next();
  expect(event).toBe("cordon.plugin.orders.made");
  expect(data).toMatchObject({ source: `/projects/${project.id}/plugins/acme.script`, data: { order: 7 } });
  expect(data?.["callid"]).toMatch(/^\w+/);
});
