import { Buffer } from "node:buffer";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { AppError, createMemoryStorage, type FieldIssue, type Storage } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTrustStore, type ManagedTrustStore } from "../src/signing/create-trust-store.ts";
import { ed25519PointProblem } from "../src/signing/ed25519-point.ts";
import { coversPlugin, isPluginPattern } from "../src/signing/plugin-pattern.ts";
import { readPublicKey } from "../src/signing/public-key.ts";
import { trustStoreCases } from "../src/signing/trust-store-cases.ts";
import type { NewTrustedKey } from "../src/signing/trusted-key-record.ts";
import { keyPairOf } from "./_manifest.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

const never = new AbortController().signal;
const pairs = Array.from({ length: 12 }, (_, at) => keyPairOf(Buffer.alloc(32, at + 1)));
const keyOf = (at: number, more: Partial<NewTrustedKey> = {}): NewTrustedKey => ({
  keyId: `key-${at}`,
  publicKey: pairs[at]?.publicKey ?? "",
  plugins: ["acme.*"],
  ...more,
});
const make = (
  storage: Storage = createMemoryStorage(),
): { trust: ManagedTrustStore; storage: Storage; clock: ReturnType<typeof createManualClock> } => {
  const clock = createManualClock();
  return { trust: createTrustStore({ storage, clock }), storage, clock };
};
const issuesOf = async (key: unknown): Promise<readonly FieldIssue[]> => {
  const error: unknown = await make()
    .trust.add(key as NewTrustedKey, never)
    .catch((thrown: unknown) => thrown);
  if (!AppError.is(error)) return [];
  expect(error.code).toBe("plugin/invalid-key");
  return error.issues;
};

describe("the contract, on storage in memory", () => {
  runSuite(
    trustStoreCases,
    async () => {
      const { trust, storage } = make();
      return {
        store: trust,
        async add({ revokedAt: _at, revokedReason: _reason, ...key }) {
          await trust.add(key, never);
        },
        async revoke(keyId) {
          await trust.revoke({ keyId, reason: "a case" }, never);
        },
        async breakDown() {
          await storage[Symbol.asyncDispose]();
        },
      };
    },
    { abilities: ["breaks"] },
  );
});

describe("adding", () => {
  test("a key in PEM is the same as its 32 bytes", async () => {
    const { publicKey } = generateKeyPairSync("ed25519");
    const pem = publicKey.export({ type: "spki", format: "pem" });
    const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
    const { trust } = make();
    expect(await trust.add(keyOf(0, { publicKey: pem }), never)).toMatchObject({ publicKey: raw });
    await expect(trust.add(keyOf(1, { publicKey: raw }), never)).rejects.toMatchObject({ code: "plugin/key-exists" });
  });

  test("an id or a public key that was ever used is refused, revoked or not", async () => {
    const { trust } = make();
    await trust.add(keyOf(0), never);
    const conflict = { code: "plugin/key-exists" };
    await expect(trust.add(keyOf(0), never)).rejects.toMatchObject(conflict);
    await expect(trust.add(keyOf(1, { keyId: "key-0" }), never)).rejects.toMatchObject(conflict);
    await expect(trust.add(keyOf(0, { keyId: "renamed" }), never)).rejects.toMatchObject(conflict);
    await trust.revoke({ keyId: "key-0", reason: "lost" }, never);
    await expect(trust.add(keyOf(0), never)).rejects.toMatchObject(conflict);
    await expect(trust.add(keyOf(0, { keyId: "renamed" }), never)).rejects.toMatchObject(conflict);
    expect(await trust.find("renamed", never)).toBeUndefined();
    expect(await trust.find("key-0", never)).toMatchObject({ revokedReason: "lost" });
  });

  test("of many at once with one id, one succeeds", async () => {
    const { trust } = make();
    const tries = await Promise.allSettled(pairs.map((_, at) => trust.add(keyOf(at, { keyId: "same" }), never)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ["an id with a space", { keyId: "a b" }, "/keyId", "letters, digits"],
    ["no id", { keyId: undefined }, "/keyId", "letters, digits"],
    ["no patterns", { plugins: [] }, "/plugins", "1 to 100"],
    ["a pattern as text", { plugins: "*" }, "/plugins", "1 to 100"],
    ["too many patterns", { plugins: Array.from({ length: 101 }, () => "*") }, "/plugins", "1 to 100"],
    ["a pattern that is none", { plugins: ["*", "acme*"] }, "/plugins/1", "the id of a plugin"],
    ["times that are none", { notBefore: Number.NaN }, "/notBefore", "milliseconds"],
    ["a date as text", { notAfter: "2026-01-01" }, "/notAfter", "milliseconds"],
    ["an end before the beginning", { notBefore: 5, notAfter: 5 }, "/notAfter", "later than notBefore"],
    ["a revocation", { revokedAt: undefined }, "/revokedAt", "is not a field of a new key"],
    ["a number as key", { publicKey: 1 }, "/publicKey", "must be a string"],
    ["31 bytes", { publicKey: Buffer.alloc(31, 1).toString("base64") }, "/publicKey", "32 bytes in base64"],
    ["base64url", { publicKey: `${"-".repeat(42)}A=` }, "/publicKey", "32 bytes in base64"],
    ["base64 with bits left over", { publicKey: `${"A".repeat(42)}B=` }, "/publicKey", "32 bytes in base64"],
    ["zeros", { publicKey: Buffer.alloc(32).toString("base64") }, "/publicKey", "small order"],
    [
      "the neutral point",
      { publicKey: Buffer.alloc(32).fill(1, 0, 1).toString("base64") },
      "/publicKey",
      "small order",
    ],
    [
      "no point",
      { publicKey: Buffer.alloc(32).fill(2, 0, 1).toString("base64") },
      "/publicKey",
      "no point of the curve",
    ],
    ["more than a field has", { publicKey: Buffer.alloc(32, 255).toString("base64") }, "/publicKey", "one form"],
    [
      "PEM that is broken",
      { publicKey: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----" },
      "/publicKey",
      "holds no public key",
    ],
    [
      "PEM without end",
      { publicKey: `-----BEGIN PUBLIC KEY-----\n${"A".repeat(5000)}` },
      "/publicKey",
      "32 bytes in base64",
    ],
  ])("%s is refused", async (_name, change, pointer, message) => {
    expect(await issuesOf({ ...keyOf(0), ...change })).toContainEqual({
      pointer,
      message: expect.stringContaining(message) as unknown,
    });
  });

  test("keys of other algorithms, and private keys, are refused without being shown", async () => {
    const spki = { type: "spki", format: "pem" } as const;
    const others = [
      generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey,
      generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey,
      generateKeyPairSync("ed448").publicKey,
      generateKeyPairSync("x25519").publicKey,
    ];
    for (const key of others) expect(await issuesOf(keyOf(0, { publicKey: key.export(spki) }))).toHaveLength(1);
    const secret = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
    const issues = await issuesOf(keyOf(0, { publicKey: secret }));
    expect(issues[0]?.message).toContain("is a private key");
    expect(JSON.stringify(issues)).not.toContain(secret.split("\n")[1]);
  });
});

describe("revoking", () => {
  test("is for ever, and the second time changes nothing", async () => {
    const { trust, clock } = make();
    await trust.add(keyOf(0), never);
    const first = await trust.revoke({ keyId: "key-0", reason: "stolen" }, never);
    clock.advance(1000);
    expect(await trust.revoke({ keyId: "key-0", reason: "again" }, never)).toEqual(first);
    expect(await trust.find("key-0", never)).toEqual({
      ...keyOf(0),
      revokedAt: clock.now() - 1000,
      revokedReason: "stolen",
    });
  });

  test("a key that is not there, or for no reason, is refused", async () => {
    const { trust } = make();
    for (const keyId of ["none", "", "a b"])
      await expect(trust.revoke({ keyId, reason: "r" }, never)).rejects.toMatchObject({ code: "plugin/key-not-found" });
    await trust.add(keyOf(0), never);
    for (const reason of ["", "x".repeat(501), "\ud800", 1 as never])
      await expect(trust.revoke({ keyId: "key-0", reason }, never)).rejects.toMatchObject({
        code: "plugin/invalid-key",
      });
  });

  test("many at once leave one time and one reason, which all of them see", async () => {
    const { trust } = make();
    await trust.add(keyOf(0), never);
    const revoked = await Promise.all(
      Array.from({ length: 8 }, (_, at) => trust.revoke({ keyId: "key-0", reason: `r${at}` }, never)),
    );
    expect(new Set(revoked.map(({ revokedReason }) => revokedReason)).size).toBe(1);
    expect(await trust.find("key-0", never)).toEqual(revoked[0]);
  });

  test("adding and revoking at once never leave a key that is trusted again", async () => {
    const { trust } = make();
    await trust.add(keyOf(0), never);
    await Promise.allSettled([
      trust.revoke({ keyId: "key-0", reason: "stolen" }, never),
      ...Array.from({ length: 6 }, () => trust.add(keyOf(0), never)),
      trust.add(keyOf(1, { keyId: "key-0" }), never),
    ]);
    expect(await trust.find("key-0", never)).toMatchObject({ revokedReason: "stolen", publicKey: keyOf(0).publicKey });
  });
});

test("listing goes through all keys by their ids, page by page", async () => {
  const { trust } = make();
  for (const at of [3, 1, 2]) await trust.add(keyOf(at), never);
  expect((await trust.list({}, never)).map(({ keyId }) => keyId)).toEqual(["key-1", "key-2", "key-3"]);
  expect((await trust.list({ after: "key-1", limit: 1 }, never)).map(({ keyId }) => keyId)).toEqual(["key-2"]);
});

test("a record that something else wrote is no key", async () => {
  for (const value of [
    {},
    { publicKey: 1, plugins: ["*"] },
    { publicKey: "x", plugins: "*" },
    { publicKey: "x", plugins: ["a*"] },
    { publicKey: "x", plugins: ["*"], revokedAt: "never" },
  ]) {
    const { trust, storage } = make();
    await storage.commit(
      { changes: [{ kind: "put", collection: "plugin-trust-key", key: "k", value, expect: "any" }] },
      never,
    );
    await expect(trust.find("k", never)).rejects.toMatchObject({ code: "core/internal" });
  }
});

describe("patterns of plugins", () => {
  test.each([
    ["acme.*", "acme.mail", true],
    ["acme.*", "acme.mail.sort", true],
    ["acme.*", "acme", false],
    ["acme.*", "acmes.mail", false],
    ["acme.mail", "acme.mail", true],
    ["acme.mail", "acme.mails", false],
    ["*", "anything", true],
  ])("%s and %s: %s", (pattern, id, covers) => {
    expect(isPluginPattern(pattern)).toBe(true);
    expect(coversPlugin([pattern], id)).toBe(covers);
  });

  test.each(["", "**", "*.acme", "acme*", "a.*.b", "Acme.*", "acme..*", ".*", "acme.*.*", "acme.*\n"])(
    "%j is none",
    (pattern) => {
      expect(isPluginPattern(pattern)).toBe(false);
    },
  );
});

describe("points", () => {
  const P = 2n ** 255n - 19n;
  const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
  const bytesOf = (y: bigint): Buffer => Buffer.from(Buffer.from(y.toString(16).padStart(64, "0"), "hex").toReversed());
  const Y8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022n;

  test("every public key that is made is one", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        expect(readPublicKey(keyPairOf(seed).publicKey).kind).toBe("read");
      }),
      { numRuns: 50 },
    );
  });

  test("all points whose order divides eight are refused, in both signs", () => {
    for (const y of [0n, 1n, P - 1n, Y8, P - Y8])
      for (const sign of [0n, 2n ** 255n]) expect(ed25519PointProblem(bytesOf(y + sign))).toContain("small order");
  });

  test("the constant is the height of a point of order eight", () => {
    // The double of (x, y) has the height (y² + x²) / (1 - dx²y²), which is 0, that of the points of order four, where x² = -y².
    const square = (Y8 * Y8) % P;
    // With x² = (y² - 1) / (dy² + 1), that is y² - 1 = -y² (dy² + 1).
    expect((square - 1n + square * (D * square + 1n)) % P).toBe(0n);
  });

  test("the platform makes keys of what is no point, so it is not asked", () => {
    for (const bytes of [bytesOf(1n), Buffer.alloc(32, 255), Buffer.alloc(32).fill(2, 0, 1)]) {
      const jwk = { kty: "OKP", crv: "Ed25519", x: bytes.toString("base64url") };
      expect(createPublicKey({ key: jwk, format: "jwk" }).asymmetricKeyType).toBe("ed25519");
      expect(readPublicKey(bytes.toString("base64")).kind).toBe("refused");
    }
  });
});
