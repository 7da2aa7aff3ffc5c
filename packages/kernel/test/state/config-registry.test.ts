import { createMemoryStorage } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createConfigRegistry } from "../../src/state/config-registry.ts";
import { openConfig } from "./_config.ts";
import { describeStorages, never } from "./_storages.ts";

describeStorages("config", (make) => {
  test("what is set is got, listed, changed and deleted, with a revision for each change", async () => {
    const { config, clock } = await openConfig(await make());
    const first = await config.set({ key: "http.port", value: 80 }, never);
    expect(first).toEqual({ key: "http.port", revision: 1, updatedAt: clock.now(), secret: false, value: 80 });
    clock.advance(10);
    const second = await config.set({ key: "http.port", value: { n: [81] }, expectRevision: 1 }, never);
    expect(second).toMatchObject({ revision: 2, updatedAt: clock.now(), value: { n: [81] } });
    expect(await config.get({ key: "http.port" }, never)).toEqual(second);
    await config.set({ key: "a", value: null }, never);
    const page = await config.list({ limit: 1 }, never);
    expect(page.map(({ key }) => key)).toEqual(["a"]);
    expect(await config.list({ limit: 100, after: "a" }, never)).toEqual([second]);
    expect(await config.delete({ key: "http.port" }, never)).toBe(true);
    expect(await config.delete({ key: "http.port" }, never)).toBe(false);
    expect(await config.get({ key: "http.port" }, never)).toBeUndefined();
  });

  test("a secret is revealed on purpose, and shown in no other way", async () => {
    const storage = await make();
    const { config, ring, clock } = await openConfig(storage);
    const value = { user: "u", words: ["hunter2", "hünter3"] };
    const set = await config.set({ key: "db.password", value, secret: true }, never);
    const shown = { key: "db.password", revision: 1, updatedAt: clock.now(), secret: true, keyId: ring.currentKeyId };
    expect(set).toEqual(shown);
    expect(await config.get({ key: "db.password" }, never)).toEqual(shown);
    expect(await config.list({ limit: 10 }, never)).toEqual([shown]);
    expect(await config.reveal({ key: "db.password" }, never)).toEqual({ key: "db.password", revision: 1, value });
    const raw = await storage.get({ collection: "config", key: "db.password" }, never);
    expect(JSON.stringify(raw)).not.toMatch(/hunter|hünter|words/);
  });

  test("of 20 sets at once that expect the same revision one succeeds, and each that expects none does", async () => {
    const { config } = await openConfig(await make());
    const expecting = await Promise.allSettled(
      Array.from({ length: 20 }, (_, value) => config.set({ key: "k", value, expectRevision: 0 }, never)),
    );
    expect(expecting.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(expecting.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "state/conflict", details: { what: "config entry", key: "k", expected: 0, actual: 1 } },
    });
    const free = Array.from({ length: 20 }, (_, at) =>
      config.set({ key: `k${at % 2}`, value: at, secret: true }, never),
    );
    await Promise.all(free);
    expect(await config.get({ key: "k1" }, never)).toMatchObject({ revision: 10 });
  });

  test("several processes may set secrets at once", async () => {
    const storage = await make();
    const opened = [await openConfig(storage), await openConfig(storage)];
    await Promise.all(
      Array.from({ length: 16 }, (_, at) =>
        opened[at % 2]?.config.set({ key: `k${at % 3}`, value: at, secret: true }, never),
      ),
    );
    const list = (await opened[0]?.config.list({ limit: 10 }, never)) ?? [];
    expect(list.reduce((sum, { revision }) => sum + revision, 0)).toBe(16);
    expect(await opened[1]?.config.reveal({ key: "k0" }, never)).toMatchObject({ value: expect.any(Number) as number });
  });
});

test("an entry at another revision is neither set nor deleted", async () => {
  const { config } = await openConfig(createMemoryStorage());
  await config.set({ key: "k", value: 1 }, never);
  for (const expectRevision of [0, 2]) {
    const conflict = { code: "state/conflict", details: { expected: expectRevision, actual: 1 } };
    await expect(config.set({ key: "k", value: 2, expectRevision }, never)).rejects.toMatchObject(conflict);
    await expect(config.delete({ key: "k", expectRevision }, never)).rejects.toMatchObject(conflict);
  }
  await expect(config.delete({ key: "none", expectRevision: 1 }, never)).rejects.toMatchObject({
    code: "state/conflict",
  });
  expect(await config.get({ key: "k" }, never)).toMatchObject({ revision: 1, value: 1 });
  expect(await config.delete({ key: "k", expectRevision: 1 }, never)).toBe(true);
});

test("without keys there are no secrets, and plain values work", async () => {
  const storage = createMemoryStorage();
  const { config: withKeys } = await openConfig(storage);
  await withKeys.set({ key: "s", value: "x", secret: true }, never);
  const config = createConfigRegistry({ storage, clock: createManualClock() });
  const noKeys = { code: "state/no-keys" };
  await expect(config.set({ key: "k", value: "x", secret: true }, never)).rejects.toMatchObject(noKeys);
  await expect(config.reveal({ key: "s" }, never)).rejects.toMatchObject(noKeys);
  await expect(config.rotate(never)).rejects.toMatchObject(noKeys);
  expect(await config.get({ key: "k" }, never)).toBeUndefined();
  expect(await config.set({ key: "k", value: 1 }, never)).toMatchObject({ value: 1 });
  expect(await config.get({ key: "s" }, never)).toMatchObject({ secret: true });
});

test("a secret does not become plain, nor does what may have been one", async () => {
  const storage = createMemoryStorage();
  const { config } = await openConfig(storage);
  await config.set({ key: "k", value: "x", secret: true }, never);
  const refusal = { code: "state/invalid", issues: [{ pointer: "/secret" }] };
  await expect(config.set({ key: "k", value: "y" }, never)).rejects.toMatchObject(refusal);
  await expect(config.set({ key: "k", value: "y", secret: false }, never)).rejects.toMatchObject(refusal);
  const broken = { kind: "put", collection: "config", key: "broken", value: { secret: "?" }, expect: "any" } as const;
  await storage.commit({ changes: [broken] }, never);
  await expect(config.set({ key: "broken", value: "y" }, never)).rejects.toMatchObject(refusal);
  expect(await config.reveal({ key: "k" }, never)).toMatchObject({ value: "x" });
  await config.delete({ key: "k" }, never);
  expect(await config.set({ key: "k", value: "y" }, never)).toMatchObject({ secret: false });
  expect(await config.set({ key: "k", value: "z", secret: true }, never)).toMatchObject({ secret: true, revision: 2 });
});

test("a text under a key that sounds like a secret's must say which it is", async () => {
  const { config } = await openConfig(createMemoryStorage());
  await expect(config.set({ key: "smtp.password", value: "hunter2" }, never)).rejects.toMatchObject({
    issues: [{ pointer: "/secret" }],
  });
  expect(await config.set({ key: "smtp.password", value: "none", secret: false }, never)).toMatchObject({
    value: "none",
  });
  expect(await config.set({ key: "tokens", value: 5 }, never)).toMatchObject({ value: 5 });
  expect(await config.set({ key: "token.name", value: "x" }, never)).toMatchObject({ value: "x" });
});

test.each([
  [{ key: "" }, "/key"],
  [{ key: "a..b" }, "/key"],
  [{ key: "a b" }, "/key"],
  [{ key: "x".repeat(129) }, "/key"],
  [{ key: 7 }, "/key"],
  [{ key: ["a"] }, "/key"],
  [{ value: undefined }, "/value"],
  [{ value: "x".repeat(65_535) }, "/value"],
  [{ value: { hunter2: () => 1 }, secret: true }, "/value"],
  [{ secret: "yes" }, "/secret"],
  [{ secret: null }, "/secret"],
  [{ expectRevision: -1 }, "/expectRevision"],
  [{ expectRevision: "1" }, "/expectRevision"],
  [{ secrte: true }, "/secrte"],
])("a set is refused, naming the field and not the value: case %#", async (change, pointer) => {
  const { config } = await openConfig(createMemoryStorage());
  const request = { key: "k", value: 1, ...(change as object) } as never;
  const error: unknown = await config.set(request, never).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "state/invalid", issues: [{ pointer }] });
  expect(JSON.stringify([error, (error as Error).message])).not.toContain("hunter2");
  expect(await config.list({ limit: 10 }, never)).toEqual([]);
});

test("malformed requests of every other kind are refused, naming the field", async () => {
  const { config } = await openConfig(createMemoryStorage());
  const at = (pointer: string): object => ({ code: "state/invalid", issues: [{ pointer }] });
  for (const request of [{ key: "../x" }, {}] as never[]) {
    await expect(config.get(request, never)).rejects.toMatchObject(at("/key"));
    await expect(config.reveal(request, never)).rejects.toMatchObject(at("/key"));
    await expect(config.delete(request, never)).rejects.toMatchObject(at("/key"));
  }
  await expect(config.delete({ key: "k", expectRevision: 1.5 }, never)).rejects.toMatchObject(at("/expectRevision"));
  await expect(config.list({ limit: 0 }, never)).rejects.toMatchObject(at("/limit"));
  await expect(config.list({ limit: 101 }, never)).rejects.toMatchObject(at("/limit"));
  await expect(config.list({ limit: 1, after: "" }, never)).rejects.toMatchObject(at("/after"));
  for (const request of [null, undefined, "k", []] as never[])
    await expect(config.set(request, never)).rejects.toMatchObject(at(""));
});

test("a value that is changed after the call is kept as it was", async () => {
  const { config } = await openConfig(createMemoryStorage());
  const value = [1];
  const set = config.set({ key: "k", value }, never);
  value.push(2);
  expect(await set).toMatchObject({ value: [1] });
});

test("a call whose caller has gone changes nothing", async () => {
  const { config } = await openConfig(createMemoryStorage());
  await config.set({ key: "k", value: 1 }, never);
  const gone = AbortSignal.abort();
  const aborted = { code: "core/aborted" };
  await expect(config.set({ key: "k", value: 2 }, gone)).rejects.toMatchObject(aborted);
  await expect(config.delete({ key: "k" }, gone)).rejects.toMatchObject(aborted);
  await expect(config.get({ key: "k" }, gone)).rejects.toMatchObject(aborted);
  await expect(config.list({ limit: 1 }, gone)).rejects.toMatchObject(aborted);
  await expect(config.reveal({ key: "k" }, gone)).rejects.toMatchObject(aborted);
  await expect(config.rotate(gone)).rejects.toMatchObject(aborted);
  expect(await config.get({ key: "k" }, never)).toMatchObject({ value: 1 });
});

test("what is not there is not found, and what is plain is not revealed", async () => {
  const { config } = await openConfig(createMemoryStorage());
  await config.set({ key: "plain", value: 1 }, never);
  await expect(config.reveal({ key: "none" }, never)).rejects.toMatchObject({ code: "state/not-found" });
  await expect(config.reveal({ key: "plain" }, never)).rejects.toMatchObject({ code: "state/not-secret" });
});

test("a record that is no entry is not used", async () => {
  const storage = createMemoryStorage();
  const { config } = await openConfig(storage);
  for (const value of [
    {},
    { secret: false },
    { secret: true, updatedAt: 1 },
    { secret: false, updatedAt: 1, value: 1, x: 1 },
  ]) {
    const change = { kind: "put", collection: "config", key: "k", value, expect: "any" } as never;
    await storage.commit({ changes: [change] }, never);
    const damaged = { code: "state/damaged", details: { record: "the config entry k" } };
    await expect(config.get({ key: "k" }, never)).rejects.toMatchObject(damaged);
    await expect(config.list({ limit: 10 }, never)).rejects.toMatchObject(damaged);
    await expect(config.reveal({ key: "k" }, never)).rejects.toMatchObject(damaged);
  }
  expect(await config.delete({ key: "k" }, never)).toBe(true);
});
