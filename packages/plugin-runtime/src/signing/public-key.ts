import { Buffer } from "node:buffer";
import { createPublicKey, type KeyObject } from "node:crypto";
import { ed25519PointProblem } from "./ed25519-point.ts";

/** A public key that was read, or what is wrong with its text. */
export type ReadPublicKey =
  | { readonly kind: "read"; readonly key: KeyObject; readonly base64: string }
  | { readonly kind: "refused"; readonly message: string };

// 32 bytes in base64 leave four bits of the last letter over, which must be zero: one key, one text.
const RAW = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const MAX_PEM = 1000;

/** Reads an Ed25519 public key: 32 bytes in base64, or PEM. No message repeats the text: it may be a private key. */
export function readPublicKey(text: string): ReadPublicKey {
  if (typeof text !== "string") return refused("must be a string");
  if (RAW.test(text)) return fromBytes(Buffer.from(text, "base64"));
  if (text.includes("PRIVATE KEY"))
    return refused("is a private key; give its public half, and take this one for known to others");
  if (text.length > MAX_PEM || !text.trimStart().startsWith("-----BEGIN PUBLIC KEY-----"))
    return refused("must be 32 bytes in base64, or PEM that begins with BEGIN PUBLIC KEY");
  return fromPem(text);
}

function fromPem(text: string): ReadPublicKey {
  try {
    const { x, crv } = createPublicKey(text).export({ format: "jwk" });
    if (crv !== "Ed25519" || x === undefined) return refused("must be an Ed25519 key, and is one of another algorithm");
    return fromBytes(Buffer.from(x, "base64url"));
  } catch {
    // OpenSSL says where its parser was, which helps nobody.
    return refused("is PEM that holds no public key");
  }
}

function fromBytes(bytes: Buffer): ReadPublicKey {
  const problem = ed25519PointProblem(bytes);
  if (problem !== undefined) return refused(problem);
  const jwk = { kty: "OKP", crv: "Ed25519", x: bytes.toString("base64url") };
  return { kind: "read", key: createPublicKey({ key: jwk, format: "jwk" }), base64: bytes.toString("base64") };
}

function refused(message: string): ReadPublicKey {
  return { kind: "refused", message };
}
