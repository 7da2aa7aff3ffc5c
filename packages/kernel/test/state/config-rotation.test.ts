import { createMemoryStorage, type Storage } from "@cordon/core";
import { expect, test } from "vitest";
import { createConfigRegistry } from "../../src/state/config-registry.ts";
import { NEXT_PASSPHRASE, openConfig, PASSPHRASE } from "./_config.ts";
import { describeStorages, hookedStorage, never } from "./_storages.ts";

const BOTH = [NEXT_PASSPHRASE, PASSPHRASE];

/** Storage with secrets `s0` to `s<count - 1>` under the first passphrase, and one plain value. */
async function withSecrets(storage: Storage, count: number): Promise<Awaited<ReturnType<typeof openConfig>>> {
  const opened = await openConfig(storage);
  for (let at = 0; at < count; at += 1) await opened.config.set({ key: `s${at}`, value: { at }, secret: true }, never);
  await opened.config.set({ key: "plain", value: 1 }, never);
  return opened;
}

const change = (collection: string, key: string, value: object): never =>
  ({ kind: "put", collection, key, value, expect: "any" }) as never;

describeStorages("rotation", (make) => {
  test("encrypts every secret with the current key, and retires the one before", async () => {
    const storage = await make();
    const old = await withSecrets(storage, 120);
    const next = await openConfig(storage, BOTH);
    expect(await next.config.reveal({ key: "s7" }, never)).toMatchObject({ value: { at: 7 } });
    expect(await next.config.rotate(never)).toEqual({
      examined: 121,
      rotated: 120,
      unreadable: [],
      retired: [old.ring.currentKeyId],
    });
    expect(await next.config.reveal({ key: "s7" }, never)).toEqual({ key: "s7", revision: 2, value: { at: 7 } });
    expect(await next.config.get({ key: "plain" }, never)).toMatchObject({ revision: 1 });
    const list = await next.config.list({ limit: 100, after: "plain" }, never);
    expect(new Set(list.map((entry) => (entry.secret ? entry.keyId : "")))).toEqual(new Set([next.ring.currentKeyId]));
    expect(next.ring.keyIds()).toEqual([next.ring.currentKeyId]);
    const later = await openConfig(storage, [NEXT_PASSPHRASE]);
    expect(await later.config.reveal({ key: "s119" }, never)).toMatchObject({ value: { at: 119 } });
    expect(await later.config.rotate(never)).toEqual({ examined: 121, rotated: 0, unreadable: [], retired: [] });
  });

  test("two rotations and sets at once lose nothing", async () => {
    const storage = await make();
    await withSecrets(storage, 20);
    const [one, other] = [await openConfig(storage, BOTH), await openConfig(storage, BOTH)];
    const sets = Array.from({ length: 10 }, (_, at) =>
      other.config.set({ key: `s${at}`, value: "new", secret: true }, never),
    );
    const reports = await Promise.all([one.config.rotate(never), other.config.rotate(never), ...sets]);
    expect(reports[0].retired.length + reports[1].retired.length).toBe(1);
    const values = await Promise.all(
      Array.from({ length: 20 }, (_, at) => one.config.reveal({ key: `s${at}` }, never).then(({ value }) => value)),
    );
    expect(values).toEqual(Array.from({ length: 20 }, (_, at) => (at < 10 ? "new" : { at })));
  });
});

test("a key that is retired cannot be derived any more: its salt is gone", async () => {
  const storage = createMemoryStorage();
  const old = await withSecrets(storage, 1);
  await (await openConfig(storage, BOTH)).config.rotate(never);
  const record = await storage.get({ collection: "config-keys", key: old.ring.currentKeyId }, never);
  const at = old.clock.now();
  expect(record?.value).toEqual({ state: "retired", createdAt: at, retiredAt: at });
});

test("a server that still has the key before cannot write with it once it is retired, and says so", async () => {
  const storage = createMemoryStorage();
  const old = await withSecrets(storage, 1);
  const next = await openConfig(storage, BOTH);
  await old.config.set({ key: "late", value: "x", secret: true }, never);
  expect(await next.config.rotate(never)).toMatchObject({ rotated: 2 });
  const retired = { code: "state/key-retired", details: { keyId: old.ring.currentKeyId } };
  await expect(old.config.set({ key: "later", value: "x", secret: true }, never)).rejects.toMatchObject(retired);
  await expect(old.config.rotate(never)).rejects.toMatchObject(retired);
  expect(await next.config.get({ key: "later" }, never)).toBeUndefined();
  await expect(old.config.reveal({ key: "s0" }, never)).rejects.toMatchObject({ code: "state/key-unknown" });
});

test("a secret that is written with the key before, while the last ones are rotated, is rotated as well", async () => {
  const inner = createMemoryStorage();
  const old = await withSecrets(inner, 3);
  const { ring, clock } = await openConfig(inner, BOTH);
  let late = 0;
  const storage = hookedStorage(inner, {
    after: async (method) => {
      if (method !== "list" || late === 2) return;
      late += 1;
      await old.config.set({ key: `a-late-${late}`, value: late, secret: true }, never);
    },
  });
  const config = createConfigRegistry({ storage, clock, keys: ring });
  expect(await config.rotate(never)).toMatchObject({ rotated: 5, retired: [old.ring.currentKeyId] });
  expect(await config.reveal({ key: "a-late-2" }, never)).toMatchObject({ value: 2 });
});

test("secrets that are set or deleted while they are rotated are what they were set to, or gone", async () => {
  const inner = createMemoryStorage();
  await withSecrets(inner, 3);
  const { ring, clock, config: other } = await openConfig(inner, BOTH);
  let calls = 0;
  const storage = hookedStorage(inner, {
    before: async (method) => {
      if (method !== "commit") return;
      calls += 1;
      if (calls === 1) await other.set({ key: "s0", value: "set meanwhile", secret: true }, never);
      if (calls === 2) await other.delete({ key: "s1" }, never);
    },
  });
  const config = createConfigRegistry({ storage, clock, keys: ring });
  expect(await config.rotate(never)).toMatchObject({ unreadable: [], retired: [expect.any(String)] });
  expect(await config.reveal({ key: "s0" }, never)).toMatchObject({ value: "set meanwhile" });
  expect(await config.get({ key: "s1" }, never)).toBeUndefined();
  expect(await config.reveal({ key: "s2" }, never)).toMatchObject({ value: { at: 2 } });
});

test("aborted at each call of storage, a rotation loses nothing and goes on when it is run again", async () => {
  for (let abortAt = 1; abortAt <= 30; abortAt += 1) {
    const inner = createMemoryStorage();
    await withSecrets(inner, 4);
    const { ring, clock, config: plain } = await openConfig(inner, BOTH);
    const caller = new AbortController();
    const storage = hookedStorage(inner, {
      before: (_method, call) => (call === abortAt ? caller.abort() : undefined),
    });
    const config = createConfigRegistry({ storage, clock, keys: ring });
    const [settled] = await Promise.allSettled([config.rotate(caller.signal)]);
    if (settled.status === "rejected") expect(settled.reason).toMatchObject({ code: "core/aborted" });
    for (let at = 0; at < 4; at += 1)
      expect(await plain.reveal({ key: `s${at}` }, never)).toMatchObject({ value: { at } });
    await plain.rotate(never);
    expect(await inner.list({ collection: "config", limit: 10 }, never)).toHaveLength(5);
    expect((await openConfig(inner, [NEXT_PASSPHRASE])).ring.keyIds()).toHaveLength(1);
    if (settled.status === "fulfilled") return;
  }
  throw new Error("No rotation was left to finish.");
});

test("a secret that was moved to another key, or changed, is not read; it is named, and its key stays", async () => {
  const storage = createMemoryStorage();
  const old = await withSecrets(storage, 3);
  const moved = await storage.get({ collection: "config", key: "s0" }, never);
  await storage.commit({ changes: [change("config", "s1", moved?.value ?? {})] }, never);
  const tampered = { code: "state/tampered", details: { key: "s1" } };
  await expect(old.config.reveal({ key: "s1" }, never)).rejects.toMatchObject(tampered);
  const next = await openConfig(storage, BOTH);
  expect(await next.config.rotate(never)).toEqual({ examined: 4, rotated: 2, unreadable: ["s1"], retired: [] });
  await next.config.set({ key: "s1", value: "again", secret: true }, never);
  expect(await next.config.rotate(never)).toEqual({
    examined: 4,
    rotated: 0,
    unreadable: [],
    retired: [old.ring.currentKeyId],
  });
});

test("what is no entry at all keeps every key, and does not stop the others", async () => {
  const storage = createMemoryStorage();
  await withSecrets(storage, 1);
  await storage.commit({ changes: [change("config", "broken", { secret: true })] }, never);
  const next = await openConfig(storage, BOTH);
  expect(await next.config.rotate(never)).toEqual({ examined: 3, rotated: 1, unreadable: ["broken"], retired: [] });
});
