import { Buffer } from "node:buffer";
import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { createSeededRandom } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { type BusKeySource, busKeyFrom, generateBusKey, rootKeyFrom } from "../../src/token/bus-key.ts";
import { privateKeyOf, publicKeyOf, publicKeyProblem } from "../../src/token/ed25519.ts";
import { keyOf, rawToken } from "./_raw-token.ts";
import { codeOf, ROOT_SEED, tokenWorld } from "./_token-world.ts";

const P = 2n ** 255n - 19n;
const top = 2n ** 255n - 1n;

test("a key is made of random bytes, of a seed, and of PEM, and goes back to PEM", () => {
  const key = generateBusKey(createSeededRandom(1));
  const again = busKeyFrom({ seed: createSeededRandom(1).bytes(32) });
  const read = busKeyFrom({ privateKeyPem: key.exportPrivateKeyPem() });
  expect([again.publicKey, read.publicKey]).toEqual([key.publicKey, key.publicKey]);
  expect(key.publicKey).toMatch(/^[\w+/]{43}=$/);
  const message = Buffer.from("x");
  expect(verify(null, message, rootKeyFrom(key.publicKey), read.sign(message))).toBe(true);
});

test("the first vector of RFC 8032 comes out", () => {
  const key = busKeyFrom({ seed: hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60") });
  expect(Buffer.from(key.publicKey, "base64").toString("hex")).toBe(
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  );
  expect(Buffer.from(key.sign(new Uint8Array())).toString("hex")).toMatch(/^e5564300c360ac729086e2cc806e828a/);
});

test("what is no private key of Ed25519 is refused, and no part of it is repeated", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ format: "pem", type: "pkcs8" });
  const ed448 = generateKeyPairSync("ed448").privateKey.export({ format: "pem", type: "pkcs8" });
  const pem = busKeyFrom({ seed: ROOT_SEED }).exportPrivateKeyPem();
  const publicPem = createPublicKey(pem).export({ format: "pem", type: "spki" });
  const broken = pem.replace("MC4CAQAw", "MC4CAQAx");
  const hostile: readonly unknown[] = [
    rsa,
    ed448,
    publicPem,
    broken,
    "",
    undefined,
    7,
    pem.padEnd(2000),
    pem.slice(0, 60),
  ];
  const sources = [
    ...hostile.map((privateKeyPem) => ({ privateKeyPem })),
    { seed: new Uint8Array(31) },
    { seed: new Uint8Array(33) },
  ];
  for (const source of sources) {
    const act = (): unknown => busKeyFrom(source as BusKeySource);
    expect(codeOf(act)).toBe("bus/invalid-key");
    expect(act).not.toThrow(/MC4CAQ|Bwc/);
  }
  expect(() => privateKeyOf(new Uint8Array(31))).toThrow(RangeError);
});

test("a public key has one text", () => {
  const { publicKey } = tokenWorld().key;
  const bits = publicKey.slice(0, 42) + String.fromCodePoint((publicKey.codePointAt(42) ?? 0) + 1) + "=";
  const hostile: readonly unknown[] = [
    publicKey.slice(0, -1),
    `${publicKey} `,
    `${publicKey}\n`,
    bits,
    Buffer.from(publicKey, "base64").toString("hex"),
    "",
    undefined,
    [publicKey],
    "/".repeat(42) + "8=",
    `${"A".repeat(43)}=`,
  ];
  for (const text of hostile) expect(codeOf(() => rootKeyFrom(text as string))).toBe("bus/invalid-key");
  expect(codeOf(() => rootKeyFrom(publicKey))).toBe("nothing was thrown");
});

test("no height above the field and no point of small order is a key, with either sign", () => {
  const heights = [0n, 1n, P - 1n, ...Array.from({ length: 19 }, (_, over) => P + BigInt(over))];
  const eighth = 2707385501144840649318225287225658788936804267575313519463743609750303402022n;
  for (const height of [...heights, eighth, P - eighth]) {
    for (const signBit of [0, 0x80]) expect(publicKeyProblem(pointOf(height, signBit))).toBeDefined();
  }
  for (const height of [
    P - 2n,
    P - 3n,
    3n,
    0xedn,
    2n ** 248n - 1n,
    P - 256n,
    (P >> 8n) << 8n,
    top - (1n << 248n),
    top - (1n << 240n),
  ])
    expect(publicKeyProblem(pointOf(height, 0))).toBeUndefined();
  expect([publicKeyProblem(new Uint8Array(31).fill(5)), publicKeyProblem(new Uint8Array(33).fill(5))]).toEqual([
    "is not 32 bytes long",
    "is not 32 bytes long",
  ]);
});

test("what is no point of the curve verifies nothing, so that a block that names it ends its chain", () => {
  // No x belongs to the height 2.
  const none = pointOf(2n, 0);
  const message = Buffer.from("x");
  for (const signature of [
    new Uint8Array(64),
    sign(null, message, keyOf(1)),
    Buffer.concat([none, new Uint8Array(32)]),
  ])
    expect(verifyQuietly(message, none, signature)).toBe(false);
  const token = rawToken(keyOf(7), [{ holderKey: none }]);
  expect(codeOf(() => tokenWorld().verifier()(token, new Uint8Array(64)))).toBe("bus/token-proof");
  const longer = rawToken(keyOf(7), [{ holderKey: none }, {}]);
  expect(codeOf(() => tokenWorld().verifier()(longer, new Uint8Array(64)))).toBe("bus/token-untrusted");
});

function verifyQuietly(message: Uint8Array, key: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, message, publicKeyOf(key), signature);
}

/** RFC 8032, 5.1.2. */
function pointOf(height: bigint, signBit: number): Uint8Array {
  const bytes = Buffer.from(height.toString(16).padStart(64, "0"), "hex").toReversed();
  bytes[31] = (bytes[31] ?? 0) | signBit;
  return bytes;
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
