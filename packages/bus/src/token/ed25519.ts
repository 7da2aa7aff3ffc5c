import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** Length of a public key and of the seed of a private one. */
export const KEY_BYTES = 32;
/** Length of a signature. */
export const SIGNATURE_BYTES = 64;

// RFC 8410: what a private key in PKCS #8 begins with, before its seed.
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

// The heights of the eight points of order 1, 2, 4 and 8, little-endian. By the formula of RFC 8032 anybody can make signatures that
// verify for such a key; which versions of OpenSSL refuse to is not for us to know.
const SMALL_ORDER: ReadonlySet<string> = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/** What keeps 32 bytes from being a public key. That they are a point of the curve is left to `isSigned`: for no other does anything verify. */
export function publicKeyProblem(bytes: Uint8Array): string | undefined {
  const masked = Buffer.from(bytes);
  if (masked.length !== KEY_BYTES) return `is not ${KEY_BYTES} bytes long`;
  // The highest bit is the sign of x.
  masked.writeUInt8(masked.readUInt8(KEY_BYTES - 1) & 0x7f, KEY_BYTES - 1);
  if (isAboveField(masked)) return "is not in the one form that a point has";
  if (SMALL_ORDER.has(masked.toString("hex"))) return "is a point of small order, for which anybody can sign";
  return undefined;
}

/** Makes the key that verifies, of bytes in which `publicKeyProblem` finds none. */
export function publicKeyOf(bytes: Uint8Array): KeyObject {
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(bytes).toString("base64url") };
  return createPublicKey({ key: jwk, format: "jwk" });
}

/** Makes the key that signs. The copy that is needed for it is wiped. */
export function privateKeyOf(seed: Uint8Array): KeyObject {
  if (seed.length !== KEY_BYTES) throw new RangeError(`A seed must have ${KEY_BYTES} bytes; got ${seed.length}.`);
  const der = Buffer.concat([PKCS8_HEAD, seed]);
  try {
    return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  } finally {
    der.fill(0);
  }
}

/** The public half, as bytes. */
export function publicBytesOf(privateKey: KeyObject): Buffer {
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  return Buffer.from(x ?? "", "base64url");
}

/** The seed of a private key: a secret. */
export function seedOf(privateKey: KeyObject): Buffer {
  const { d } = privateKey.export({ format: "jwk" });
  return Buffer.from(d ?? "", "base64url");
}

/** Signs the bytes themselves, with no hash of them before (RFC 8032, PureEdDSA). */
export function signWith(privateKey: KeyObject, bytes: Uint8Array): Buffer {
  return sign(null, bytes, privateKey);
}

/** Whether it is the signature of these bytes by that key. */
export function isSigned(bytes: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  return verify(null, bytes, key, signature);
}

/** Whether the height is 2^255 - 19 or more, where each is the second form of a smaller one. */
function isAboveField(masked: Buffer): boolean {
  return (
    masked.readUInt8(0) >= 0xed &&
    masked.readUInt8(KEY_BYTES - 1) === 0x7f &&
    masked.subarray(1, KEY_BYTES - 1).every((byte) => byte === 0xff)
  );
}
