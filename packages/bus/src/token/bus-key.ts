import { Buffer } from "node:buffer";
import { createPrivateKey, type KeyObject } from "node:crypto";
import type { Random } from "@cordon/core";
import { KEY_BYTES, privateKeyOf, publicBytesOf, publicKeyOf, publicKeyProblem, signWith } from "./ed25519.ts";
import { tokenError } from "./token-errors.ts";

/** A key that tokens are issued with. Who has this object can issue any token that a bus believes, so only an issuer is given it. */
export interface BusKey {
  /** 32 bytes in base64: for the verifiers. */
  readonly publicKey: string;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  /** The secret itself, to keep where secrets are kept. */
  readonly exportPrivateKeyPem: () => string;
}

/** Where a key comes from: PKCS #8 PEM, as OpenSSL writes it, or the 32 bytes of RFC 8032. */
export type BusKeySource = { readonly privateKeyPem: string } | { readonly seed: Uint8Array };

// 32 bytes in base64 leave two bits of the last letter over, which must be zero: one key, one text.
const RAW = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const MAX_PEM = 1000;

/** Makes a new key. Its strength is that of the random source. */
export function generateBusKey(random: Random): BusKey {
  return busKeyOf(privateKeyOf(random.bytes(KEY_BYTES)));
}

/** Reads a key, or throws `bus/invalid-key`, which repeats nothing of it. */
export function busKeyFrom(source: BusKeySource): BusKey {
  if ("privateKeyPem" in source) return busKeyOf(fromPem(source.privateKeyPem));
  if (source.seed.length !== KEY_BYTES) throw invalid(`has a seed that is not ${KEY_BYTES} bytes long`);
  return busKeyOf(privateKeyOf(source.seed));
}

/** Reads the public half of a key, or throws `bus/invalid-key`. */
export function rootKeyFrom(publicKey: string): KeyObject {
  if (typeof publicKey !== "string" || !RAW.test(publicKey)) throw invalid("must be 32 bytes in base64");
  const bytes = Buffer.from(publicKey, "base64");
  const problem = publicKeyProblem(bytes);
  if (problem !== undefined) throw invalid(problem);
  return publicKeyOf(bytes);
}

function fromPem(pem: string): KeyObject {
  const key = typeof pem === "string" && pem.length <= MAX_PEM ? readPem(pem) : undefined;
  if (key?.asymmetricKeyType !== "ed25519") throw invalid("must be PEM of an Ed25519 private key, with no password");
  return key;
}

function readPem(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL says where in a secret its parser was, which is nobody's business.
    return undefined;
  }
}

function busKeyOf(key: KeyObject): BusKey {
  return Object.freeze({
    publicKey: publicBytesOf(key).toString("base64"),
    sign: (bytes: Uint8Array) => signWith(key, bytes),
    exportPrivateKeyPem: () => key.export({ format: "pem", type: "pkcs8" }),
  });
}

function invalid(problem: string): Error {
  return tokenError("bus/invalid-key", { problem });
}
