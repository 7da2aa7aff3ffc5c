import { describe, expect, test } from "vitest";
import { type Answer, startApi } from "./_api.ts";

const TYPES = [
  ["application/json", 1],
  ["application/msgpack", 1],
  ["application/cbor", 1],
  ["application/vnd.cordon.v1+json", 1],
  ["application/vnd.cordon.v2+json", 2],
  ["application/vnd.cordon.v2+msgpack", 2],
  ["application/vnd.cordon.v2+cbor", 2],
] as const;

const WORDS = {
  1: { name: "name", archived: { archived: false } },
  2: { name: "title", archived: { archivedAt: null, labels: {} } },
};

const pathOf = (body: Answer["body"]): string => `/v1/projects/${body["id"] as string}`;

test.each(TYPES)("create, list, rename, conflict and delete work in %s", async (type, version) => {
  const { call } = await startApi();
  const { name, archived } = WORDS[version];
  const created = await call({ type, body: { [name]: "One" } });
  expect(created).toMatchObject({ status: 201, contentType: type, body: { [name]: "One", revision: 1, ...archived } });
  const path = pathOf(created.body);
  expect(created.headers.get("location")).toBe(path);
  expect(await call({ accept: type })).toMatchObject({ status: 200, body: { items: [created.body], next: null } });

  const renamed = await call({ method: "PATCH", path, type, body: { expectedRevision: 1, [name]: "Two" } });
  expect(renamed).toMatchObject({ status: 200, contentType: type, body: { [name]: "Two", revision: 2 } });
  const stale = await call({ method: "PATCH", path, type, body: { expectedRevision: 1, [name]: "Three" } });
  const format = /(json|msgpack|cbor)$/.exec(type)?.[1];
  expect(stale).toMatchObject({
    status: 409,
    contentType: `application/problem+${format}`,
    body: { code: "project/conflict" },
  });

  expect(await call({ method: "DELETE", path })).toMatchObject({ status: 204, body: {} });
  expect(await call({ path, accept: type })).toMatchObject({ status: 404, body: { code: "project/not-found" } });
});

describe("versions", () => {
  test("a client of version 1 renames a project of version 2 and leaves its labels alone", async () => {
    const { call } = await startApi();
    const v2 = "application/vnd.cordon.v2+json";
    const { body } = await call({ type: v2, body: { title: "One", labels: { team: "a" } } });
    const path = pathOf(body);
    expect(await call({ method: "PATCH", path, body: { expectedRevision: 1, name: "Two" } })).toMatchObject({
      contentType: "application/json",
      body: { name: "Two", archived: false },
    });
    expect(await call({ path, accept: v2 })).toMatchObject({
      body: { title: "Two", labels: { team: "a" }, revision: 2 },
    });
  });

  test("archiving is a flag to version 1 and a time to version 2, and can be undone", async () => {
    const { call } = await startApi();
    const { body } = await call({ body: { name: "One" } });
    const path = pathOf(body);
    const v2 = "application/vnd.cordon.v2+cbor";
    expect(await call({ method: "PATCH", path, body: { expectedRevision: 1, archived: true } })).toMatchObject({
      body: { archived: true },
    });
    expect((await call({ path, accept: v2 })).body["archivedAt"]).toMatch(/^\d{4}-\d\d-\d\dT/);
    const restored = await call({ method: "PATCH", path, type: v2, body: { expectedRevision: 2, archived: false } });
    expect(restored.body["archivedAt"]).toBeNull();
  });

  test("a body in one format and version is answered in another if accept says so", async () => {
    const { call } = await startApi();
    const answer = await call({
      type: "application/cbor",
      accept: "application/vnd.cordon.v2+json;q=0.9, text/html",
      body: { name: "One" },
    });
    expect(answer).toMatchObject({
      status: 201,
      contentType: "application/vnd.cordon.v2+json",
      body: { title: "One" },
    });
  });
});

describe("lists", () => {
  test("pages list every project once, in order of creation", async () => {
    const { call } = await startApi();
    for (let at = 0; at < 5; at += 1) await call({ body: { name: `Project ${at}` } });
    const first = await call({ path: "/v1/projects?limit=3" });
    const second = await call({ path: `/v1/projects?limit=3&cursor=${first.body["next"] as string}` });
    const items = [first, second].flatMap(({ body }) => body["items"] as readonly { readonly name: string }[]);
    expect(items.map(({ name }) => name)).toEqual(["Project 0", "Project 1", "Project 2", "Project 3", "Project 4"]);
    expect(second.body["next"]).toBeNull();
  });

  test.each(["limit=0", "limit=201", "limit=x", "cursor=nonsense", "sort=name"])("?%s is refused", async (query) => {
    const { call } = await startApi();
    expect(await call({ path: `/v1/projects?${query}` })).toMatchObject({ status: 422 });
  });
});

describe("idempotency keys", () => {
  test("a repeat is answered as at first and says that it was a repeat", async () => {
    const { call } = await startApi();
    const request = { body: { name: "One" }, headers: { "idempotency-key": "k1" } };
    const first = await call(request);
    const repeat = await call(request);
    expect(repeat.body).toEqual(first.body);
    expect([first, repeat].map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([null, "true"]);
    expect((await call({})).body["items"]).toHaveLength(1);
  });

  test("a key for another request is a conflict, and one that is no key is refused", async () => {
    const { call } = await startApi();
    await call({ body: { name: "One" }, headers: { "idempotency-key": "k1" } });
    const other = await call({ body: { name: "Two" }, headers: { "idempotency-key": "k1" } });
    expect(other).toMatchObject({ status: 409, body: { code: "project/key-reused" } });
    const bad = await call({ body: { name: "Two" }, headers: { "idempotency-key": "x".repeat(65) } });
    expect(bad).toMatchObject({ status: 422, body: { issues: [{ pointer: "/idempotencyKey" }] } });
  });
});

test("of 50 renames at once exactly one wins", async () => {
  const { call } = await startApi();
  const { body } = await call({ body: { name: "One" } });
  const path = pathOf(body);
  const renames = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      call({ method: "PATCH", path, body: { expectedRevision: 1, name: `Name ${at}` } }),
    ),
  );
  const statuses = renames.map(({ status }) => status).sort((one, other) => one - other);
  expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 409)]);
});
