import { createSecretKey, hkdfSync, scryptSync } from "node:crypto";
import { inspect } from "node:util";
import { coreError, createMemoryStorage, type Storage } from "@cordon/core";
import { createSystemRandom } from "@cordon/core/system";
import { createManualClock, createSeededRandom } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { CONFIG_KEY_RING_DEFAULTS, resolveKeyRingOptions } from "../../src/state/config/key-ring-options.ts";
import { type ConfigKeyRing, openConfigKeyRing } from "../../src/state/config/config-key-ring.ts";
import { unseal } from "../../src/state/config/seal.ts";
import { CHEAP, NEXT_PASSPHRASE, openConfig, PASSPHRASE } from "./_config.ts";
import { describeStorages, hookedStorage, never } from "./_storages.ts";

const keyRecord = async (storage: Storage): Promise<{ readonly key: string; readonly value: object }> => {
  const [record] = await storage.list({ collection: "config-keys", limit: 1 }, never);
  if (record === undefined) throw new Error("There is no key.");
  return record;
};

describeStorages("a key ring", (make) => {
  test("opens again with its passphrase, and reads what was written with it before", async () => {
    const storage = await make();
    const first = await openConfig(storage);
    await first.config.set({ key: "k", value: "x", secret: true }, never);
    const second = await openConfig(storage);
    expect(second.ring.currentKeyId).toBe(first.ring.currentKeyId);
    expect(await second.config.reveal({ key: "k" }, never)).toMatchObject({ value: "x" });
  });

  test("opened by several at once on empty storage, there is one key, and each reads the secrets of the others", async () => {
    const storage = await make();
    const opened = await Promise.all(Array.from({ length: 4 }, () => openConfig(storage)));
    expect(new Set(opened.map(({ ring }) => ring.currentKeyId)).size).toBe(1);
    expect(await storage.list({ collection: "config-keys", limit: 10 }, never)).toHaveLength(1);
    await opened[0]?.config.set({ key: "k", value: "x", secret: true }, never);
    expect(await opened[3]?.config.reveal({ key: "k" }, never)).toMatchObject({ value: "x" });
  });

  test("a wrong passphrase is refused when the ring is opened, and nothing is changed", async () => {
    const storage = await make();
    const { ring } = await openConfig(storage);
    const before = await storage.list({ collection: "config-keys", limit: 10 }, never);
    const error: unknown = await openConfig(storage, ["hunter2 hunter2", "hunter3 hunter3"]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "state/wrong-passphrase", details: { keyId: ring.currentKeyId } });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/hunter|correct horse/);
    expect(await storage.list({ collection: "config-keys", limit: 10 }, never)).toEqual(before);
  });
});

test("a new passphrase makes a key with a salt of its own, and needs the one before while that key is in use", async () => {
  const storage = createMemoryStorage();
  const old = await openConfig(storage);
  await expect(openConfig(storage, [NEXT_PASSPHRASE])).rejects.toMatchObject({ code: "state/wrong-passphrase" });
  const next = await openConfig(storage, [NEXT_PASSPHRASE, PASSPHRASE]);
  expect(next.ring.currentKeyId).not.toBe(old.ring.currentKeyId);
  expect([...next.ring.keyIds()].sort()).toEqual([old.ring.currentKeyId, next.ring.currentKeyId].sort());
  const salts = (await storage.list({ collection: "config-keys", limit: 10 }, never)).map(({ value }) => value["salt"]);
  expect(new Set(salts).size).toBe(2);
  await expect(openConfig(storage, [PASSPHRASE])).rejects.toMatchObject({ code: "state/wrong-passphrase" });
  const again = await openConfig(storage, [NEXT_PASSPHRASE, PASSPHRASE]);
  expect(again.ring.currentKeyId).toBe(next.ring.currentKeyId);
});

test("the same letters in another composition are the same passphrase", async () => {
  const storage = createMemoryStorage();
  const composed = await openConfig(storage, ["passphrase é à ü"]);
  const decomposed = await openConfig(storage, ["passphrase é à ü".normalize("NFD")]);
  expect(decomposed.ring.currentKeyId).toBe(composed.ring.currentKeyId);
});

test("a sealed value opens under its own key and name alone, and not when any byte of it was changed", async () => {
  const { ring } = await openConfig(createMemoryStorage());
  const sealed = ring.seal("a", "hunter2");
  expect(ring.open("a", sealed)).toBe("hunter2");
  const tampered = expect.objectContaining({ code: "state/tampered", details: { key: "b" } }) as Error;
  expect(() => ring.open("b", sealed)).toThrow(tampered);
  for (const field of ["nonce", "data"] as const) {
    const bytes = Buffer.from(sealed[field], "base64");
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => ring.open("a", { ...sealed, [field]: changed.toString("base64") })).toThrow(/the secret a/);
    }
    for (const other of ["", bytes.subarray(1).toString("base64"), bytes.subarray(0, -1).toString("base64"), "AAAA"])
      expect(() => ring.open("a", { ...sealed, [field]: other })).toThrow(/the secret a/);
  }
  expect(() => ring.open("a", { ...sealed, keyId: "0".repeat(16) })).toThrow(
    expect.objectContaining({ code: "state/key-unknown" }),
  );
});

test("a secret opens with scrypt, HKDF and AES-256-GCM as they are documented, and not with the check that is kept", async () => {
  const storage = createMemoryStorage();
  const { ring } = await openConfig(storage);
  const sealed = ring.seal("a", "hunter2");
  const { value } = await keyRecord(storage);
  const [salt, check] = ["salt", "check"].map((name) =>
    Buffer.from((value as Record<string, string>)[name] ?? "", "base64"),
  );
  const master = scryptSync(PASSPHRASE, salt ?? "", 32, { N: CHEAP.cost, r: 8, p: 1, maxmem: 2 ** 26 });
  const derived = Buffer.from(hkdfSync("sha256", master, salt ?? "", "cordon/config/v1/encrypt", 32));
  const context = JSON.stringify(["cordon/config/v1", ring.currentKeyId, "a"]);
  expect(unseal(createSecretKey(derived), context, sealed)).toBe("hunter2");
  expect(unseal(createSecretKey(check ?? Buffer.alloc(32)), context, sealed)).toBeUndefined();
  expect(salt).toHaveLength(32);
});

test("no two seals have the same nonce, of the same text neither", async () => {
  const { ring } = await openConfig(createMemoryStorage());
  const seals = Array.from({ length: 200 }, () => ring.seal("a", "x"));
  expect(new Set(seals.map(({ nonce }) => nonce)).size).toBe(200);
  expect(new Set(seals.map(({ data }) => data)).size).toBe(200);
  expect(Buffer.from(seals[0]?.nonce ?? "", "base64")).toHaveLength(12);
});

test("a source of random bytes that gives too few is not used", async () => {
  const random = createSystemRandom();
  const short = { bytes: (length: number) => random.bytes(length === 12 ? 8 : length) };
  const { ring } = await openConfig(createMemoryStorage(), [], short);
  expect(() => ring.seal("a", "x")).toThrow(RangeError);
});

test("neither passphrases nor keys are seen by printing a ring or its storage", async () => {
  const storage = createMemoryStorage();
  const { ring, config } = await openConfig(storage, [], createSeededRandom(1));
  await config.set({ key: "k", value: "hunter2", secret: true }, never);
  const printed = inspect([ring, config], { depth: 9, showHidden: true }) + JSON.stringify([ring, config]);
  expect(printed).not.toMatch(/hunter2|correct horse/);
  expect(Object.values(ring).every((each) => typeof each === "function" || each === ring.currentKeyId)).toBe(true);
  const kept = JSON.stringify(await storage.list({ collection: "config-keys", limit: 9 }, never));
  expect(kept).not.toMatch(/hunter2|correct horse/);
});

test("a key that was changed in storage does not open, whatever was changed", async () => {
  const changes: readonly (readonly [object, string])[] = [
    [{ salt: Buffer.alloc(32).toString("base64") }, "state/wrong-passphrase"],
    [{ check: Buffer.alloc(32).toString("base64") }, "state/wrong-passphrase"],
    [{ cost: 32_768 }, "state/wrong-passphrase"],
    [{ blockSize: 9 }, "state/wrong-passphrase"],
    [{ cost: 2 ** 30 }, "state/damaged"],
    [{ cost: 8192 }, "state/damaged"],
    [{ cost: 20_000 }, "state/damaged"],
    [{ parallelization: 1000 }, "state/damaged"],
    [{ check: "" }, "state/damaged"],
    [{ check: "AAAA" }, "state/damaged"],
    [{ salt: "AAAA" }, "state/damaged"],
    [{ state: "new" }, "state/damaged"],
    [{ extra: 1 }, "state/damaged"],
  ];
  for (const [change, code] of changes) {
    const storage = createMemoryStorage();
    await openConfig(storage);
    const { key, value } = await keyRecord(storage);
    const put = { kind: "put", collection: "config-keys", key, value: { ...value, ...change }, expect: "any" } as never;
    await storage.commit({ changes: [put] }, never);
    await expect(openConfig(storage)).rejects.toMatchObject({ code });
  }
});

test("a ring that lost its key, or a key that lost its ring, is not replaced by a new one", async () => {
  for (const [collection, key] of [
    ["config-keys", undefined],
    ["config-key-ring", "ring"],
  ] as const) {
    const storage = createMemoryStorage();
    const { ring } = await openConfig(storage);
    const change = { kind: "delete", collection, key: key ?? ring.currentKeyId, expect: "any" } as const;
    await storage.commit({ changes: [change] }, never);
    await expect(openConfig(storage)).rejects.toMatchObject({ code: "state/damaged" });
  }
  const storage = createMemoryStorage();
  await openConfig(storage);
  const change = {
    kind: "put",
    collection: "config-key-ring",
    key: "ring",
    value: { current: "x" },
    expect: "any",
  } as const;
  await storage.commit({ changes: [change] }, never);
  await expect(openConfig(storage)).rejects.toMatchObject({ code: "state/damaged" });
});

test("opening that is aborted at each call of storage makes a whole key or none", async () => {
  for (let abortAt = 1; abortAt <= 3; abortAt += 1) {
    const caller = new AbortController();
    const inner = createMemoryStorage();
    const storage = hookedStorage(inner, {
      before: (_method, call) => (call === abortAt ? caller.abort() : undefined),
    });
    const open = openConfigKeyRing(optionsFor(storage), caller.signal);
    await expect(open).rejects.toMatchObject({ code: "core/aborted" });
    expect((await openConfig(inner)).ring.keyIds()).toHaveLength(1);
  }
});

test("where others are always faster, opening gives up, having made nothing", async () => {
  const inner = createMemoryStorage();
  const storage = hookedStorage(inner, {
    before: (method) => {
      if (method === "commit") throw coreError("storage/conflict", { index: 0, collection: "c", key: "k" });
    },
  });
  await expect(openConfigKeyRing(optionsFor(storage), never)).rejects.toMatchObject({ code: "state/contended" });
  expect(await inner.list({ collection: "config-keys", limit: 1 }, never)).toEqual([]);
});

test.each([
  [{ passphrases: { current: "too short" } }, TypeError],
  [{ passphrases: { current: 123_456_789_012 } }, TypeError],
  [{ passphrases: { current: "x".repeat(1025) } }, TypeError],
  [{ passphrases: { current: PASSPHRASE, previous: ["hunter2"] } }, TypeError],
  [{ scrypt: { ...CHEAP, cost: 8192 } }, RangeError],
  [{ scrypt: { ...CHEAP, cost: 20_000 } }, RangeError],
  [{ scrypt: { ...CHEAP, cost: 2 ** 21 } }, RangeError],
  [{ scrypt: { ...CHEAP, blockSize: 1 } }, RangeError],
  [{ scrypt: { ...CHEAP, parallelization: 0 } }, RangeError],
])("the options of case %# are refused, and what is thrown holds no passphrase", async (change, kind) => {
  const open = openConfigKeyRing({ ...optionsFor(createMemoryStorage()), ...(change as object) }, never);
  const error: unknown = await open.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).not.toMatch(/too short|hunter2|xxx|1234/);
});

test("by default a key costs 128 MiB to derive", async () => {
  expect(CONFIG_KEY_RING_DEFAULTS.scrypt).toEqual({ cost: 2 ** 17, blockSize: 8, parallelization: 1 });
  const { scrypt: _scrypt, ...options } = optionsFor(createMemoryStorage());
  expect(resolveKeyRingOptions(options).scrypt).toEqual(CONFIG_KEY_RING_DEFAULTS.scrypt);
  const ring: ConfigKeyRing = await openConfigKeyRing(options, never);
  expect(await keyRecord(options.storage)).toMatchObject({
    key: ring.currentKeyId,
    value: CONFIG_KEY_RING_DEFAULTS.scrypt,
  });
});

function optionsFor(storage: Storage): Parameters<typeof openConfigKeyRing>[0] {
  const passphrases = { current: PASSPHRASE };
  return { storage, clock: createManualClock(), random: createSystemRandom(), passphrases, scrypt: CHEAP };
}
