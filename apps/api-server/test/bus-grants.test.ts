import { describe, expect, test } from "vitest";
import { faultOf, messagingApi } from "./_messaging.ts";

const GRANTS = "/v1/bus/grants";
const GRANT = { principal: "api.alice", capability: "greeter:*" };

describe.each(["application/json", "application/vnd.cordon.v2+msgpack", "application/cbor"])("in %s", (type) => {
  test("a grant is given, listed, narrowed and revoked", async () => {
    const { ask, clock } = await messagingApi();
    const expiresAt = new Date(clock.now() + 60_000).toISOString();
    const given = await ask(GRANTS, { type, body: { ...GRANT, expiresAt } });
    expect(given).toMatchObject({
      status: 201,
      contentType: type,
      body: { ...GRANT, expiresAt, uses: null, parentId: null, grantedBy: "alice" },
    });
    const id = given.body["id"] as string;
    const narrower = { principal: "mod", capability: "greeter:greet" };
    const narrowed = await ask(`${GRANTS}/${id}/narrow`, { type, body: narrower });
    expect(narrowed).toMatchObject({ status: 201, body: { ...narrower, expiresAt, parentId: id } });
    const list = await ask(GRANTS, { type });
    expect(list).toMatchObject({ status: 200, body: { items: [given.body, narrowed.body], next: null } });
    expect(await ask(`${GRANTS}/${id}`, { type, method: "DELETE" })).toMatchObject({ status: 204, body: {} });
    expect((await ask(GRANTS, { type })).body["items"]).toEqual([]);
  });
});

test("what is revoked is over at once, and all that was narrowed from it", async () => {
  const { ask, run, allow } = await messagingApi();
  await run("greeter", { greet: () => "hi" });
  const id = await allow("api.alice", "greeter:*");
  await ask(`${GRANTS}/${id}/narrow`, { body: { principal: "api.bob", capability: "greeter:greet" } });
  const greet = async (as: string) =>
    (await ask("/v1/modules/greeter/invoke", { as, body: { method: "greet", payload: 1 } })).status;
  expect([await greet("alice"), await greet("bob")]).toEqual([200, 200]);
  await ask(`${GRANTS}/${id}`, { method: "DELETE" });
  expect([await greet("alice"), await greet("bob")]).toEqual([403, 403]);
});

test("a grant has as many uses as it says, and ends when it says", async () => {
  const { ask, run, clock } = await messagingApi();
  await run("greeter", { greet: () => "hi" });
  const greet = async (as: string) =>
    (await ask("/v1/modules/greeter/invoke", { as, body: { method: "greet", payload: 1 } })).status;
  await ask(GRANTS, { body: { ...GRANT, uses: 2 } });
  const all = await Promise.all([greet("alice"), greet("alice"), greet("alice"), greet("alice")]);
  expect(all.toSorted((one, other) => one - other)).toEqual([200, 200, 403, 403]);
  const expiresAt = new Date(clock.now() + 1000).toISOString();
  await ask(GRANTS, { body: { ...GRANT, principal: "api.bob", expiresAt } });
  expect(await greet("bob")).toBe(200);
  clock.advance(1000);
  expect(await greet("bob")).toBe(403);
});

test("a list is read page by page, each grant once", async () => {
  const { ask, allow } = await messagingApi();
  for (let at = 0; at < 5; at += 1) await allow("api.bob", `greeter:m${at}`);
  const seen: unknown[] = [];
  let cursor = "";
  for (let page = 0; page < 3; page += 1) {
    const { body } = await ask(`${GRANTS}?limit=2${cursor}`);
    seen.push(...(body["items"] as readonly { readonly capability: string }[]).map(({ capability }) => capability));
    cursor = `&cursor=${body["next"] as string}`;
    expect(body["next"] === null).toBe(page === 2);
  }
  expect(seen).toEqual(["greeter:m0", "greeter:m1", "greeter:m2", "greeter:m3", "greeter:m4"]);
});

test.each<readonly [what: string, body: unknown, pointers: readonly string[]]>([
  ["a text", "grant", [""]],
  ["nothing", {}, ["/principal", "/capability"]],
  [
    "numbers",
    { principal: 1, capability: 2, expiresAt: 3, uses: "4" },
    ["/principal", "/capability", "/expiresAt", "/uses"],
  ],
  ["an id of one's own", { ...GRANT, id: "mine" }, ["/id"]],
  ["a name that is none", { ...GRANT, principal: "api.*" }, ["/principal"]],
  ["a capability that is none", { ...GRANT, capability: "a::b" }, ["/capability"]],
  ["half a wildcard", { ...GRANT, capability: "greeter:gr*" }, ["/capability"]],
  ["a long capability", { ...GRANT, capability: `a:${"b".repeat(300)}` }, ["/capability"]],
  ["no uses", { ...GRANT, uses: 0 }, ["/uses"]],
  ["half a use", { ...GRANT, uses: 1.5 }, ["/uses"]],
  ["a day that there is not", { ...GRANT, expiresAt: "2026-02-30T00:00:00.000Z" }, ["/expiresAt"]],
])("%s is no grant, and the field is named", async (_what, body, pointers) => {
  const { ask, kernel } = await messagingApi();
  expect(faultOf(await ask(GRANTS, { body: body as never }))).toEqual([422, "interface/invalid", pointers]);
  expect(kernel.bus.grants()).toEqual([]);
});

test("a moment that is past, and more than a grant gives, are refused by name", async () => {
  const { ask, allow } = await messagingApi();
  const past = await ask(GRANTS, { body: { ...GRANT, expiresAt: "1970-01-01T00:00:00.000Z" } });
  expect(faultOf(past)).toEqual([422, "server/invalid-parameters", ["/expiresAt"]]);
  const id = await allow("api.alice", "greeter:greet");
  const wider = await ask(`${GRANTS}/${id}/narrow`, { body: { capability: "greeter:*" } });
  expect(faultOf(wider)).toEqual([422, "bus/not-narrower", []]);
});

test("a grant that is not there is not found, whatever is asked of it", async () => {
  const { ask, allow } = await messagingApi();
  const gone = await allow("api.alice", "greeter:greet");
  await ask(`${GRANTS}/${gone}`, { method: "DELETE" });
  for (const id of [gone, "nothing", "..%2f..", "%00", "x".repeat(100)]) {
    expect(faultOf(await ask(`${GRANTS}/${id}`, { method: "DELETE" })).slice(0, 1)).toEqual([404]);
    expect((await ask(`${GRANTS}/${id}/narrow`, { body: {} })).status).toBe(404);
  }
});

test("a grant that is revoked by many at once is revoked once", async () => {
  const { ask, allow } = await messagingApi();
  const id = await allow("api.alice", "greeter:greet");
  const all = await Promise.all(Array.from({ length: 5 }, () => ask(`${GRANTS}/${id}`, { method: "DELETE" })));
  const statuses = all.map(({ status }) => status);
  expect(statuses.filter((status) => status === 204).length).toBeGreaterThan(0);
  expect(statuses.every((status) => status === 204 || status === 404)).toBe(true);
});

test("parameters that are none are refused", async () => {
  const { ask } = await messagingApi();
  const fault = async (query: string) => faultOf(await ask(query));
  expect(await fault(`${GRANTS}?limit=0`)).toEqual([422, "server/invalid-parameters", ["/limit"]]);
  expect(await fault(`${GRANTS}?limit=1e3`)).toEqual([422, "server/invalid-parameters", ["/limit"]]);
  expect(await fault(`${GRANTS}?cursor=%2e%2e%2f`)).toEqual([422, "server/invalid-parameters", ["/cursor"]]);
  expect(await fault(`${GRANTS}?offset=1`)).toEqual([422, "server/invalid-parameters", ["/offset"]]);
  expect(await fault("/v1/bus/audit?limit=1001")).toEqual([422, "server/invalid-parameters", ["/limit"]]);
  expect(await fault("/v1/bus/audit?principal=")).toEqual([422, "state/invalid", ["/principal"]]);
});

test("who granted and revoked what is in the audit, newest first", async () => {
  const { ask, allow } = await messagingApi();
  const id = await allow("api.bob", "greeter:greet");
  await ask(`${GRANTS}/${id}`, { method: "DELETE" });
  const { body } = await ask("/v1/bus/audit?limit=10&principal=api.bob", { type: "application/cbor" });
  expect(body["items"]).toMatchObject([
    { action: "revoke", capability: "greeter:greet", outcome: "allowed", grantId: id, count: 1 },
    { action: "grant", capability: "greeter:greet", outcome: "allowed", grantId: id, count: 1 },
  ]);
});
