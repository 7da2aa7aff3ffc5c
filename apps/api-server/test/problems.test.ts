import { encode } from "cbor-x";
import { describe, expect, test } from "vitest";
import { type Call, SERIALIZERS, startApi, TOKEN } from "./_api.ts";

const text = (content: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(content));
const deep = text(`${'{"name":'.repeat(100)}1${"}".repeat(100)}`);
const missing = `/v1/projects/prj_${"0".repeat(26)}`;

const PROBLEMS: readonly (readonly [what: string, call: Call, status: number, code: string])[] = [
  ["a malformed body", { body: text("{nope") }, 400, "serde/malformed"],
  ["invalid UTF-8", { body: Uint8Array.from([0x22, 0xff, 0x22]) }, 400, "serde/malformed"],
  ["an empty body", { method: "POST", headers: { "content-type": "application/json" } }, 400, "server/body-required"],
  ["a body of a wrong type", { body: ["not", "an", "object"] }, 422, "interface/invalid"],
  ["a field of a wrong type", { body: { name: 1 } }, 422, "interface/invalid"],
  ["an unknown field", { body: { name: "x", colour: "red" } }, 422, "interface/invalid"],
  ["a body too large", { body: text(" ".repeat(1_048_577)) }, 413, "server/body-too-large"],
  ["a body too deep", { body: deep }, 400, "serde/too-deep"],
  ["too many values", { body: text(`[${"0,".repeat(200_000)}0]`) }, 413, "serde/too-many-items"],
  ["the key __proto__", { body: text('{"name":"x","__proto__":{"polluted":1}}') }, 400, "serde/forbidden-key"],
  ["a media type that is not taken", { type: "text/plain", body: text("x") }, 415, "server/unsupported-media-type"],
  [
    "a version that is not there",
    { type: "application/vnd.cordon.v9+json", body: text("{}") },
    415,
    "server/unsupported-media-type",
  ],
  ["nothing acceptable", { accept: "text/html" }, 406, "server/not-acceptable"],
  ["no token", { token: "" }, 401, "auth/required"],
  ["a wrong token", { token: "wrong-token-wrong-token" }, 401, "auth/rejected"],
  ["a token in another scheme", { token: "", headers: { authorization: `Basic ${TOKEN}` } }, 401, "auth/rejected"],
  ["a project that is not there", { path: missing }, 404, "project/not-found"],
  ["an id that is none", { path: "/v1/projects/1" }, 404, "project/not-found"],
  ["a path that is not there", { path: "/v2/projects" }, 404, "server/no-such-route"],
  ["a method that is not allowed", { method: "PUT", body: {} }, 405, "server/method-not-allowed"],
  ["a path that is not percent-encoded", { path: "/v1/projects/%zz" }, 400, "server/malformed-request"],
  ["a parameter that comes twice", { path: "/v1/projects?limit=1&limit=2" }, 400, "server/malformed-request"],
];

test.each(PROBLEMS)("%s is a problem document with its own code", async (_what, call, status, code) => {
  const api = await startApi();
  const { body, contentType, ...answer } = await api.call(call);
  expect({ status: answer.status, contentType, code: body["code"] }).toEqual({
    status,
    contentType: "application/problem+json",
    code,
  });
  expect(body).toMatchObject({
    status,
    type: `urn:cordon:problem:${code.replace("/", ":")}`,
    title: expect.any(String),
    detail: expect.any(String),
  });
  expect(body["traceId"]).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  expect(JSON.stringify(body)).not.toContain("polluted");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

describe.each(["msgpack", "cbor"])("in %s", (format) => {
  test("a malformed body is a problem in the same format", async () => {
    const { call } = await startApi();
    const answer = await call({ type: `application/${format}`, body: Uint8Array.from([0xc1]) });
    expect(answer).toMatchObject({
      status: 400,
      contentType: `application/problem+${format}`,
      body: { code: "serde/malformed" },
    });
  });

  test("a body too deep or with an unknown field is a problem in the same format", async () => {
    const { call } = await startApi();
    const nested = Uint8Array.from([...Array.from({ length: 100 }, () => (format === "cbor" ? 0x81 : 0x91)), 0]);
    expect(await call({ type: `application/${format}`, body: nested })).toMatchObject({
      body: { code: "serde/too-deep" },
    });
    const unknown = await call({ type: `application/${format}`, body: { name: "x", colour: "red" } });
    expect(unknown.body["issues"]).toEqual([{ pointer: "/colour", message: "is not a known field" }]);
  });
});

test("a date in CBOR, which the formats do not share, is malformed", async () => {
  const { call } = await startApi();
  const body = Uint8Array.from(encode({ name: new Date() }));
  expect(await call({ type: "application/cbor", body })).toMatchObject({
    status: 400,
    body: { code: "serde/malformed" },
  });
});

test("all fields at fault are named at once, by the names of the version that was sent", async () => {
  const { call } = await startApi();
  const body = { title: "", labels: { BAD: "x", ok: 1 }, colour: "red" };
  const answer = await call({ type: "application/vnd.cordon.v2+json", body });
  const pointers = (answer.body["issues"] as readonly { readonly pointer: string }[]).map(({ pointer }) => pointer);
  expect(new Set(pointers)).toEqual(new Set(["/title", "/labels/ok", "/colour"]));
});

test("a problem continues the caller's trace", async () => {
  const { call } = await startApi();
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const answer = await call({ path: missing, headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } });
  expect(answer.body["traceId"]).toBe(traceId);
});

test("a wrong token, a body and an idempotency key appear in no log record", async () => {
  const { call, log } = await startApi({ CORDON_LOG_LEVEL: "debug" });
  await call({
    token: "hunter2-hunter2-hunter2",
    body: { name: "secret-name-one" },
    headers: { "idempotency-key": "secret-key" },
  });
  await call({ body: { name: "secret-name-two", colour: "secret-field" } });
  expect(log()).toContain('"outcome":"unauthenticated"');
  expect(log()).not.toMatch(/hunter2|secret-|a-token-for/);
});

test("a hundred unknown fields are answered with twenty issues", async () => {
  const { call } = await startApi();
  const body = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`field${at}`, at]));
  expect((await call({ body })).body["issues"]).toHaveLength(20);
});

test("an address that calls too often is told when to come again, and is let in then", async () => {
  const { call } = await startApi({ CORDON_RATE_LIMIT_PER_SECOND: "1" });
  const answers = [];
  for (let at = 0; at < 4; at += 1) answers.push(await call({}));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({ code: "server/rate-limited", retryable: true });
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
});

test("behind a proxy the address that it adds is limited, and what the caller wrote before it is not believed", async () => {
  const { call } = await startApi({ CORDON_RATE_LIMIT_PER_SECOND: "1", CORDON_BEHIND_PROXY: "true" });
  const from = (address: string) => call({ headers: { "x-forwarded-for": address } });
  const statuses: number[] = [];
  for (let at = 0; at < 4; at += 1) statuses.push((await from(`10.0.0.${at}, 192.0.2.1`)).status);
  expect(statuses).toContain(429);
  expect((await from("192.0.2.2")).status).toBe(200);
});

test("without a declared proxy no reported address is believed", async () => {
  const { call } = await startApi({ CORDON_RATE_LIMIT_PER_SECOND: "1" });
  const statuses: number[] = [];
  for (let at = 0; at < 4; at += 1)
    statuses.push((await call({ headers: { "x-forwarded-for": `192.0.2.${at}` } })).status);
  expect(statuses).toContain(429);
});

test("every serializer is tried above", () => {
  expect(Object.keys(SERIALIZERS)).toEqual(["json", "msgpack", "cbor"]);
});
