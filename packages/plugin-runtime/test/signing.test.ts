import { Buffer } from "node:buffer";
import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { createMemoryStorage, type JsonValue } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ManifestSignature, PluginManifest } from "../src/manifest/manifest.ts";
import { parseManifest } from "../src/manifest/parse-manifest.ts";
import { canonicalManifest, signedBytesOf } from "../src/signing/canonical-manifest.ts";
import { createTrustStore } from "../src/signing/create-trust-store.ts";
import { digestOf, requireDigestText } from "../src/signing/digest-of.ts";
import { signManifest } from "../src/signing/sign-manifest.ts";
import type { TrustedKey, TrustStore } from "../src/signing/trust-store.ts";
import { verifySignature } from "../src/signing/verify-signature.ts";
import { fullManifest, keyPairOf } from "./_manifest.ts";

const never = new AbortController().signal;
const { privateKey, publicKey } = keyPairOf(Buffer.alloc(32, 7));
const other = keyPairOf(Buffer.alloc(32, 8));
const NOW = Date.UTC(2026, 0, 1);

const unsigned = (): PluginManifest => {
  const { signature: _placeholder, ...rest } = fullManifest();
  return parseManifest(rest);
};
const signed = signManifest(unsigned(), { keyId: "acme-2026", privateKey });
const storeOf = (key: Partial<TrustedKey> = {}): TrustStore => {
  const trusted: TrustedKey = { keyId: "acme-2026", publicKey, plugins: ["acme.*"], ...key };
  return { find: async (keyId) => (keyId === trusted.keyId ? trusted : undefined) };
};
const verifyBy = (manifest: PluginManifest, trust: TrustStore, now = NOW): Promise<{ readonly keyId: string }> =>
  verifySignature({ manifest, trust, clock: createManualClock(now) }, never);
const withSignature = (change: Partial<Record<keyof ManifestSignature, string>>): PluginManifest =>
  ({ ...signed, signature: { ...signed.signature, ...change } }) as PluginManifest;
const code = (name: string): { code: string } => ({ code: `plugin/${name}` });

test("a manifest that was signed says by which key, whichever way it travelled", async () => {
  expect(await verifyBy(signed, storeOf())).toEqual({ keyId: "acme-2026" });
  const text = JSON.stringify(signed);
  expect(await verifyBy(parseManifest(text), storeOf())).toEqual({ keyId: "acme-2026" });
  const turned = Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed()) as JsonValue;
  expect(await verifyBy(parseManifest(JSON.stringify(turned, null, 8)), storeOf())).toEqual({ keyId: "acme-2026" });
});

test("the canonical form says what it is, and is the same for the same manifest", () => {
  const text = Buffer.from(canonicalManifest(signed)).toString();
  expect(text).toMatch(/^cordon-plugin-manifest-v1\n\{"apiVersion":"\^1\.0\.0","capabilities":/);
  expect(text).not.toContain("signature");
  expect(canonicalManifest(unsigned())).toEqual(canonicalManifest(signed));
  expect(signedBytesOf(unsigned())).not.toEqual(signedBytesOf(signed));
});

test("numbers and escapes that are written otherwise are the same manifest; text that is normalised is not", async () => {
  const text = JSON.stringify(signed);
  const rewritten = text.replace('"timeoutMs":2000', '"timeoutMs":2.0e3').replace("Mail sorter", "M\\u0061il sorter");
  expect(rewritten).not.toBe(text);
  expect(await verifyBy(parseManifest(rewritten), storeOf())).toEqual({ keyId: "acme-2026" });
  const composed = signManifest({ ...signed, name: "Caf\u00e9" }, { keyId: "acme-2026", privateKey });
  await expect(verifyBy({ ...composed, name: "Cafe\u0301" }, storeOf())).rejects.toMatchObject(code("bad-signature"));
});

describe("what makes a signature worth nothing", () => {
  test.each<[string, PluginManifest, TrustStore, string]>([
    ["there is none", unsigned(), storeOf(), "unsigned"],
    ["nobody knows the key", signed, storeOf({ keyId: "other" }), "unknown-key"],
    ["the key is for others", signed, storeOf({ plugins: ["acme", "acmes.*", "acme.mail"] }), "unknown-key"],
    ["the key is for none", signed, storeOf({ plugins: [] }), "unknown-key"],
    ["the key was revoked", signed, storeOf({ revokedAt: NOW + 1e9 }), "key-revoked"],
    ["the key was revoked at the beginning of time", signed, storeOf({ revokedAt: 0 }), "key-revoked"],
    ["the key expired", signed, storeOf({ notAfter: NOW }), "key-expired"],
    ["the key is not valid yet", signed, storeOf({ notBefore: NOW + 1 }), "key-expired"],
    ["the key's time is no number", signed, storeOf({ notAfter: Number.NaN }), "key-expired"],
    ["another key made it", signed, storeOf({ publicKey: other.publicKey }), "bad-signature"],
    ["it is of another manifest", { ...signed, id: "acme.other" }, storeOf(), "bad-signature"],
    ["its text is no base64", withSignature({ value: "!".repeat(88) }), storeOf(), "bad-signature"],
    ["it is too short", withSignature({ value: "AAAA" }), storeOf(), "bad-signature"],
    ["it is empty", withSignature({ value: "" }), storeOf(), "bad-signature"],
    ["it says another algorithm", withSignature({ algorithm: "none" }), storeOf(), "bad-signature"],
    ["it says a key of the prototype", withSignature({ keyId: "__proto__" }), storeOf(), "unknown-key"],
  ])("%s", async (_name, manifest, trust, expected) => {
    await expect(verifyBy(manifest, trust)).rejects.toMatchObject(code(expected));
  });

  test("the store answers with another key than it was asked for", async () => {
    const trust: TrustStore = { find: async () => ({ keyId: "another", publicKey, plugins: ["*"] }) };
    await expect(verifyBy(signed, trust)).rejects.toMatchObject(code("unknown-key"));
  });

  test("the store's key is none", async () => {
    for (const bad of ["", "AAAA", `${"A".repeat(43)}=`, privateKey.export({ format: "pem", type: "pkcs8" })])
      await expect(verifyBy(signed, storeOf({ publicKey: bad }))).rejects.toMatchObject(code("invalid-key"));
  });

  test("the store fails, or the caller is gone", async () => {
    const broken: TrustStore = { find: () => Promise.reject(new Error("The store is broken on purpose.")) };
    await expect(verifyBy(signed, broken)).rejects.toThrow("broken on purpose");
    const request = { manifest: signed, trust: storeOf(), clock: createManualClock(NOW) };
    await expect(verifySignature(request, AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
  });

  test("a key is valid from its first millisecond to the one before its last", async () => {
    const trust = storeOf({ notBefore: NOW, notAfter: NOW + 10 });
    await expect(verifyBy(signed, trust, NOW - 1)).rejects.toMatchObject(code("key-expired"));
    expect(await verifyBy(signed, trust, NOW)).toEqual({ keyId: "acme-2026" });
    expect(await verifyBy(signed, trust, NOW + 9)).toEqual({ keyId: "acme-2026" });
    await expect(verifyBy(signed, trust, NOW + 10)).rejects.toMatchObject(code("key-expired"));
  });

  test("it is over the same JSON without the line that says what it is", async () => {
    const bare = Buffer.from(canonicalManifest(signed)).toString().split("\n")[1] ?? "";
    const value = sign(null, Buffer.from(bare), privateKey).toString("base64");
    await expect(verifyBy(withSignature({ value }), storeOf())).rejects.toMatchObject(code("bad-signature"));
  });

  test("base64 that decodes to the same bytes in another form", async () => {
    const value = signed.signature?.value ?? "";
    for (const form of [
      value.replaceAll("+", "-").replaceAll("/", "_"),
      value.replace(/=+$/, ""),
      ` ${value}`,
      `${value}\n`,
    ]) {
      if (form === value) continue;
      await expect(verifyBy(withSignature({ value: form }), storeOf())).rejects.toMatchObject(code("bad-signature"));
    }
  });
});

test("no change of one byte of the canonical form, or of the signature, is taken", async () => {
  const [, text = ""] = Buffer.from(canonicalManifest(signed)).toString().split("\n");
  let tried = 0;
  const tamper = async (at: number, by: number): Promise<void> => {
    const bytes = Buffer.from(text);
    bytes[at] = (bytes[at] ?? 0) ^ by;
    let changed: unknown;
    try {
      changed = {
        ...(JSON.parse(bytes.toString()) as object),
        signature: signed.signature,
      };
    } catch {
      return;
    }
    tried += 1;
    await expect(
      verifyBy(changed as PluginManifest, storeOf({ plugins: ["*"] })),
      `${at} ^ ${by}`,
    ).rejects.toMatchObject({
      code: expect.stringMatching(/bad-signature|unknown-key/) as unknown,
    });
  };
  for (let at = 0; at < text.length; at += 1) for (const by of [1, 32]) await tamper(at, by);
  expect(tried).toBeGreaterThan(1000);
  const value = Buffer.from(signed.signature?.value ?? "", "base64");
  await fc.assert(
    fc.asyncProperty(fc.nat(63), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const forged = Buffer.from(value);
      forged[at] = (forged[at] ?? 0) ^ by;
      await expect(verifyBy(withSignature({ value: forged.toString("base64") }), storeOf())).rejects.toMatchObject(
        code("bad-signature"),
      );
    }),
  );
});

test("the order of a signature cannot be added to it (malleability)", async () => {
  const value = Buffer.from(signed.signature?.value ?? "", "base64");
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const scalar = BigInt(`0x${Buffer.from(value.subarray(32).toReversed()).toString("hex")}`) + order;
  const forged = Buffer.concat([
    value.subarray(0, 32),
    Buffer.from(scalar.toString(16).padStart(64, "0"), "hex").toReversed(),
  ]);
  await expect(verifyBy(withSignature({ value: forged.toString("base64") }), storeOf())).rejects.toMatchObject(
    code("bad-signature"),
  );
});

describe("signing", () => {
  test("replaces a signature that is there, and leaves the given manifest as it is", async () => {
    const again = signManifest(signed, { keyId: "b", privateKey: other.privateKey });
    expect(again.signature?.keyId).toBe("b");
    expect(signed.signature?.keyId).toBe("acme-2026");
    expect(await verifyBy(again, storeOf({ keyId: "b", publicKey: other.publicKey }))).toEqual({ keyId: "b" });
    expect(Object.isFrozen(again.signature)).toBe(true);
  });

  test("refuses keys that are not for it, and never shows them", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const ed448 = generateKeyPairSync("ed448").privateKey;
    const publicHalf = generateKeyPairSync("ed25519").publicKey;
    for (const key of [rsa, ed448, publicHalf, "a PEM text" as never])
      expect(() => signManifest(unsigned(), { keyId: "a", privateKey: key })).toThrow(TypeError);
  });

  test("refuses a manifest or a key id that no host would take", () => {
    expect(() => signManifest({ ...unsigned(), id: "Not An Id" }, { keyId: "a", privateKey })).toThrow(
      expect.objectContaining(code("invalid-manifest")),
    );
    expect(() => signManifest(unsigned(), { keyId: "a b", privateKey })).toThrow(
      expect.objectContaining(code("invalid-manifest")),
    );
  });

  test("gives the signature that RFC 8032 says, for any seed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        const pair = keyPairOf(seed);
        const [one, two] = [0, 1].map(
          () => signManifest(unsigned(), { keyId: "k", privateKey: pair.privateKey }).signature,
        );
        expect(one).toEqual(two);
      }),
      { numRuns: 20 },
    );
    expect(() => createPrivateKey("nonsense")).toThrow();
  });
});

test("a digest is sha256 in lower case, and nothing else is one", () => {
  expect(digestOf(new Uint8Array())).toBe("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(requireDigestText(digestOf(Uint8Array.of(1)))).toBe(digestOf(Uint8Array.of(1)));
  for (const text of ["", "sha256:", "../x", `sha256:${"A".repeat(64)}`, `${digestOf(new Uint8Array())}\n`, 1 as never])
    expect(() => requireDigestText(text)).toThrow(RangeError);
});

test("a key is added, signs, and is revoked: one journey", async () => {
  const storage = createMemoryStorage();
  const clock = createManualClock(NOW);
  const trust = createTrustStore({ storage, clock });
  await trust.add({ keyId: "acme-2026", publicKey, plugins: ["acme.*"] }, never);
  await trust.add({ keyId: "acme-2027", publicKey: other.publicKey, plugins: ["acme.*"] }, never);
  const next = signManifest(unsigned(), { keyId: "acme-2027", privateKey: other.privateKey });
  expect(await verifySignature({ manifest: signed, trust, clock }, never)).toEqual({ keyId: "acme-2026" });
  expect(await verifySignature({ manifest: next, trust, clock }, never)).toEqual({ keyId: "acme-2027" });
  await trust.revoke({ keyId: "acme-2026", reason: "rotated" }, never);
  await expect(verifySignature({ manifest: signed, trust, clock }, never)).rejects.toMatchObject(code("key-revoked"));
  expect(await verifySignature({ manifest: next, trust, clock }, never)).toEqual({ keyId: "acme-2027" });
});
