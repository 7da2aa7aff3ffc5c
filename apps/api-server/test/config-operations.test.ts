import { openConfigKeyRing } from "@cordon/kernel";
import { createMemoryStorage } from "@cordon/core";
import { createManualClock, createSeededRandom } from "@cordon/core/testing";
import { describe, expect, test } from "vitest";
import { faultOf, messagingApi, type MessagingApi, never } from "./_messaging.ts";

const SECRET = "correct horse battery staple";

const put = ({ ask }: MessagingApi, key: string, body: unknown) =>
  ask(`/v1/config/${key}`, { method: "PUT", body: body as never });

/** One that can keep secrets. */
async function withKeys(): Promise<MessagingApi> {
  const storage = createMemoryStorage();
  const ports = { storage, clock: createManualClock(), random: createSeededRandom(5) };
  const scrypt = { cost: 16_384, blockSize: 8, parallelization: 1 };
  const keys = await openConfigKeyRing({ ...ports, scrypt, passphrases: { current: "a passphrase for tests" } }, never);
  return messagingApi({ storage, keys });
}

describe.each(["application/json", "application/msgpack", "application/vnd.cordon.v2+cbor"])("in %s", (type) => {
  test("an entry is set, listed, changed at its revision and deleted", async () => {
    const { ask } = await messagingApi();
    const set = (body: object) => ask("/v1/config/limits.max", { method: "PUT", type, body: body as never });
    const first = await set({ value: { deep: [7] } });
    expect(first).toMatchObject({
      status: 200,
      body: { key: "limits.max", secret: false, value: { deep: [7] }, revision: 1 },
    });
    expect((await ask("/v1/config", { type })).body).toEqual({ items: [first.body], next: null });
    expect(faultOf(await set({ value: 8, expectedRevision: 7 }))).toEqual([409, "state/conflict", []]);
    expect(await set({ value: 8, expectedRevision: 1 })).toMatchObject({ body: { value: 8, revision: 2 } });
    const deleted = await ask("/v1/config/limits.max?expectedRevision=2", { method: "DELETE", type });
    expect(deleted).toMatchObject({ status: 204, body: {} });
    expect((await ask("/v1/config", { type })).body["items"]).toEqual([]);
  });
});

test("a secret's value is in no answer, no error and no log", async () => {
  const api = await withKeys();
  const set = await put(api, "db.password", { value: SECRET, secret: true });
  expect(set).toMatchObject({ status: 200, body: { key: "db.password", secret: true, revision: 1 } });
  const answers = [
    set,
    await api.ask("/v1/config"),
    await put(api, "db.password", { value: SECRET, secret: false }),
    await put(api, "db.password", { value: SECRET }),
    await put(api, "db password", { value: SECRET, secret: true }),
    await put(api, "db.password", { value: SECRET, secret: true, expectedRevision: 9 }),
    await put(api, "db.password", { value: SECRET, secret: "yes" }),
    await api.ask("/v1/config/db.password", { method: "DELETE" }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 422, 422, 422, 409, 422, 204]);
  expect(JSON.stringify([answers, api.logger.records])).not.toContain(SECRET);
  expect(Object.keys(set.body).toSorted()).toEqual(["key", "revision", "secret", "updatedAt"]);
});

test("a server without a key keeps no secret, and says why without it", async () => {
  const api = await messagingApi();
  const refused = await put(api, "db.password", { value: SECRET, secret: true });
  expect(faultOf(refused)).toEqual([503, "state/no-keys", []]);
  expect(JSON.stringify([refused.body, api.logger.records])).not.toContain(SECRET);
  expect(faultOf(await put(api, "db.password", { value: SECRET }))).toEqual([422, "state/invalid", ["/secret"]]);
});

test("of several that expect the same revision, one is set", async () => {
  const api = await messagingApi();
  const all = await Promise.all([1, 2, 3, 4].map((value) => put(api, "k", { value, expectedRevision: 0 })));
  expect(all.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409, 409, 409]);
});

test("a list is read page by page", async () => {
  const api = await messagingApi();
  for (const key of ["a", "b", "c"]) await put(api, key, { value: key });
  const first = await api.ask("/v1/config?limit=2");
  expect(first.body).toMatchObject({ items: [{ key: "a" }, { key: "b" }], next: "b" });
  expect((await api.ask("/v1/config?limit=2&cursor=b")).body).toMatchObject({ items: [{ key: "c" }], next: null });
});

test.each<readonly [what: string, key: string, body: unknown, code: string, pointers: readonly string[]]>([
  ["nothing", "k", {}, "interface/invalid", ["/value"]],
  [
    "wrong types",
    "k",
    { value: 1, secret: 1, expectedRevision: "1" },
    "interface/invalid",
    ["/secret", "/expectedRevision"],
  ],
  ["an unknown field", "k", { value: 1, reveal: true }, "interface/invalid", ["/reveal"]],
  ["a key that is none", "a%20b", { value: 1 }, "state/invalid", ["/key"]],
  ["a key that leads up", "..%2fk", { value: 1 }, "state/invalid", ["/key"]],
  ["too much", "k", { value: "x".repeat(70_000) }, "state/invalid", ["/value"]],
])("%s is refused by its field", async (_what, key, body, code, pointers) => {
  const api = await messagingApi();
  expect(faultOf(await put(api, key, body))).toEqual([422, code, pointers]);
  expect((await api.ask("/v1/config")).body["items"]).toEqual([]);
});

test("what is not there is not deleted, and parameters that are none are refused", async () => {
  const { ask } = await messagingApi();
  const remove = (path: string) => ask(`/v1/config/${path}`, { method: "DELETE" });
  expect(faultOf(await remove("none"))).toEqual([404, "state/not-found", []]);
  expect(faultOf(await remove("k?expectedRevision=0"))).toEqual([
    422,
    "server/invalid-parameters",
    ["/expectedRevision"],
  ]);
  expect(faultOf(await remove("k?force=1"))).toEqual([422, "server/invalid-parameters", ["/force"]]);
  expect(faultOf(await ask("/v1/config?cursor=%20"))).toEqual([422, "server/invalid-parameters", ["/cursor"]]);
});
