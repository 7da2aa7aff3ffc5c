import { expect, test } from "vitest";
import type { Egress, EgressRequest, MemoryAnswer } from "../src/index.ts";
import { createRecordedEgress, failureOf, never, type RecordedEgress, ruleFor } from "./_recorded-egress.ts";

const VALUE = "correct-horse-battery";
const BASE64 = Buffer.from(VALUE).toString("base64");
const SECRETS = [
  { name: "KEY", value: VALUE, hosts: ["api.example.com"] },
  { name: "HIDDEN", value: "never-to-be-sent-anywhere", hosts: [] },
];
const GET: EgressRequest = { method: "GET", url: "https://api.example.com/" };

function granted(answer: MemoryAnswer = { status: 200 }): RecordedEgress & { readonly egress: Egress } {
  const recorded = createRecordedEgress({ handler: () => answer });
  const rules = ["api.example.com", "other.example.com"].map((host) => ruleFor(host, { allowHttp: true }));
  return { ...recorded, egress: recorded.host.grant({ rules, secrets: SECRETS }) };
}

test("a placeholder is filled in at the connector, and nowhere before", async () => {
  const { egress, exchanges, events } = granted();
  const headers = { authorization: "Bearer {{secret:KEY}}", "x-twice": "{{secret:KEY}},{{secret:KEY}}" };
  await egress.send({ ...GET, headers }, never());
  expect(exchanges[0]?.headers).toEqual({ authorization: `Bearer ${VALUE}`, "x-twice": `${VALUE},${VALUE}` });
  expect(headers.authorization).toBe("Bearer {{secret:KEY}}");
  expect(JSON.stringify(events)).not.toContain(VALUE);
});

test("what a secret's value has in it is no pattern for putting it in", async () => {
  const { host, exchanges } = createRecordedEgress();
  const secrets = [{ name: "KEY", value: "$&-$1-$'-{{secret:KEY}}", hosts: ["a.example"] }];
  const egress = host.grant({ rules: [ruleFor("a.example")], secrets });
  await egress.send({ method: "GET", url: "https://a.example/", headers: { x: "{{secret:KEY}}" } }, never());
  expect(exchanges[0]?.headers["x"]).toBe("$&-$1-$'-{{secret:KEY}}");
});

test.each([
  ["for another host", { url: "https://other.example.com/" }],
  ["over http", { url: "http://api.example.com/" }],
  ["of an unknown name", { headers: { x: "{{secret:OTHER}}" } }],
  ["of a name of the object prototype", { headers: { x: "{{secret:constructor}}" } }],
  ["of a secret that is for no host", { headers: { x: "{{secret:HIDDEN}}" } }],
  ["that has no end", { headers: { x: "{{secret:KEY" } }],
  ["that has no name", { headers: { x: "{{secret:}}" } }],
  ["within another", { headers: { x: "{{secret:{{secret:KEY}}}}" } }],
  ["in the path", { url: "https://api.example.com/{{secret:KEY}}" }],
  ["in the query", { url: "https://api.example.com/?key={{secret:KEY}}" }],
  ["in the query, percent-encoded", { url: "https://api.example.com/?key=%7B%7bsecret:KEY%7d%7D" }],
  ["in the body", { method: "POST", body: new TextEncoder().encode("key={{secret:KEY}}") }],
])("a placeholder %s is refused, and nothing is sent", async (_what, change) => {
  const { egress, exchanges } = granted();
  const sent = egress.send({ ...GET, headers: { x: "{{secret:KEY}}" }, ...change }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/secret-denied" });
  expect(exchanges).toEqual([]);
});

test("an unknown secret and one for another host are refused in the same words", async () => {
  const { egress } = granted();
  const messages = await Promise.all(
    ["{{secret:KEY}}", "{{secret:NONE}}"].map((x) =>
      egress.send({ ...GET, url: "https://other.example.com/", headers: { x } }, never()).catch(String),
    ),
  );
  expect(messages[0]).toBe(messages[1]);
});

test("filled in headers stay within their ceiling", async () => {
  const { host, exchanges } = createRecordedEgress({ limits: { maxHeaderBytes: 1000 } });
  const secrets = [{ name: "K", value: "x".repeat(500), hosts: ["a.example"] }];
  const egress = host.grant({ rules: [ruleFor("a.example")], secrets });
  const sent = egress.send(
    { method: "GET", url: "https://a.example/", headers: { x: "{{secret:K}}{{secret:K}}" } },
    never(),
  );
  await expect(sent).rejects.toMatchObject({ code: "egress/too-large" });
  expect(exchanges).toEqual([]);
});

test.each([
  ["path", { url: `https://api.example.com/${VALUE}` }],
  ["query, in base64", { url: `https://api.example.com/?q=${encodeURIComponent(BASE64)}` }],
  ["host", { url: `https://${VALUE}.example.com/` }],
  ["headers", { headers: { x: `a ${VALUE}` } }],
  ["headers' names", { headers: { [`x-${VALUE}`]: "1" } }],
  ["headers, although they have a placeholder too", { headers: { x: `{{secret:KEY}} ${BASE64}` } }],
  ["body", { method: "POST", body: Buffer.from(`{"key":"${VALUE}"}`) }],
  ["body, of a secret that is for no host", { method: "POST", body: Buffer.from("never-to-be-sent-anywhere") }],
  ["body, as a key of a known issuer", { method: "POST", body: Buffer.from("-----BEGIN EC PRIVATE KEY-----") }],
  ["headers, as a key of a known issuer", { headers: { authorization: `Bearer ghp_${"a".repeat(36)}` } }],
])("a secret in a request's %s is withheld, and no one is told it", async (_where, change) => {
  const { host, exchanges, events, resolved } = createRecordedEgress();
  const egress = host.grant({ rules: [ruleFor("*.example.com")], secrets: SECRETS });
  const sent = egress.send({ ...GET, ...change }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/secret-leak" });
  expect([exchanges, resolved]).toEqual([[], []]);
  const error = await failureOf(sent);
  expect(JSON.stringify([error, error.message, events])).not.toMatch(new RegExp(`${VALUE}|${BASE64}|never-to-be`));
  expect(events).toMatchObject([{ decision: "denied", code: "egress/secret-leak" }]);
});

const gzip = { "content-encoding": "gzip" };
async function* chunks(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

test.each<[string, MemoryAnswer, string]>([
  ["body", { status: 200, body: `you are ${VALUE}` }, "egress/secret-leak"],
  ["body of an error", { status: 500, body: VALUE }, "egress/secret-leak"],
  ["body, across chunks", { status: 200, body: chunks("correct-", "hor", "se-bat", "tery") }, "egress/secret-leak"],
  ["body, in base64", { status: 200, body: Buffer.from(`user:${VALUE}`).toString("base64") }, "egress/secret-leak"],
  [
    "body, in hexadecimal",
    { status: 200, body: Buffer.from(VALUE).toString("hex").toUpperCase() },
    "egress/secret-leak",
  ],
  ["header", { status: 200, headers: { "x-echo": VALUE } }, "egress/secret-leak"],
  ["header's name", { status: 200, headers: { [VALUE]: "1" } }, "egress/secret-leak"],
  [
    "cookie",
    { status: 200, headers: { "set-cookie": ["a=1", `key=${encodeURIComponent(VALUE)}`] } },
    "egress/secret-leak",
  ],
  ["redirect", { status: 302, headers: { location: `/?key=${VALUE}` } }, "egress/secret-leak"],
  ["body, as a key of a known issuer", { status: 200, body: "-----BEGIN PRIVATE KEY-----" }, "egress/secret-leak"],
  ["body that is packed", { status: 200, headers: gzip, body: "anything" }, "egress/bad-response"],
  [
    "body that is packed twice",
    { status: 200, headers: { "content-encoding": "identity, br" }, body: "x" },
    "egress/bad-response",
  ],
  [
    "body that is packed for the way",
    { status: 200, headers: { "transfer-encoding": "gzip, chunked" }, body: "x" },
    "egress/bad-response",
  ],
])("an answer with a secret in its %s does not reach the guest", async (_where, answer, code) => {
  const { host, events, exchanges } = createRecordedEgress({ handler: () => answer });
  const egress = host.grant({ rules: [ruleFor("api.example.com")], secrets: SECRETS, redirects: { max: 2 } });
  const sent = egress.send(GET, never());
  await expect(sent).rejects.toMatchObject({ code });
  const error = await failureOf(sent);
  expect(JSON.stringify([error, error.message, events])).not.toContain(VALUE);
  expect(exchanges).toHaveLength(1);
});

test("an answer without body may say that it is packed", async () => {
  for (const [method, status] of [
    ["HEAD", 200],
    ["GET", 304],
  ] as const) {
    const { egress } = granted({ status, headers: gzip });
    expect((await egress.send({ ...GET, method }, never())).status).toBe(status);
  }
});

test("an answer with a secret ends the connection before the rest of it has come", async () => {
  let sent = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (; ; sent += 1) yield Buffer.from(sent === 3 ? VALUE : "x".repeat(4096));
  }
  const { host } = createRecordedEgress({
    handler: () => ({ status: 200, body: endless() }),
    limits: { maxResponseBytes: 1e9 },
  });
  const egress = host.grant({ rules: [ruleFor("api.example.com")], secrets: SECRETS });
  await expect(egress.send(GET, never())).rejects.toMatchObject({ code: "egress/secret-leak" });
  expect(sent).toBeLessThan(20);
});

test("one grant's secrets are neither filled in nor looked for in another's", async () => {
  const { host, exchanges } = createRecordedEgress({ handler: () => ({ status: 200, body: VALUE }) });
  host.grant({ rules: [ruleFor("api.example.com")], secrets: SECRETS });
  const other = host.grant({ rules: [ruleFor("api.example.com")] });
  const sent = other.send({ ...GET, headers: { x: "{{secret:KEY}}" } }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/secret-denied" });
  expect(exchanges).toEqual([]);
});

test("a narrowed handle has its grant's secrets, for the same hosts", async () => {
  const { egress, exchanges } = granted();
  const narrowed = egress.narrow([ruleFor("*.example.com")]);
  await narrowed.send({ ...GET, headers: { x: "{{secret:KEY}}" } }, never());
  expect(exchanges[0]?.headers["x"]).toBe(VALUE);
  const other = narrowed.send({ ...GET, url: "https://other.example.com/", headers: { x: "{{secret:KEY}}" } }, never());
  await expect(other).rejects.toMatchObject({ code: "egress/secret-denied" });
});
