import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";

/** An encrypted text, in base64. The last 16 bytes of `data` are its tag. */
export interface Sealed {
  readonly nonce: string;
  readonly data: string;
}

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TAG = { authTagLength: TAG_BYTES };

/** Encrypts a text with AES-256-GCM. It opens with the same `context` alone; the nonce must never have been used with this key. */
export function seal(key: KeyObject, nonce: Uint8Array, context: string, text: string): Sealed {
  // One byte too few and the cipher would take it, with a weaker promise.
  if (nonce.length !== NONCE_BYTES)
    throw new RangeError(`A nonce has ${NONCE_BYTES} bytes, and this has ${nonce.length}.`);
  const cipher = createCipheriv(CIPHER, key, nonce, TAG).setAAD(Buffer.from(context));
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return { nonce: Buffer.from(nonce).toString("base64"), data: data.toString("base64") };
}

/** The text, or `undefined` where anything of key, context, nonce or data is not what it was encrypted with. */
export function unseal(key: KeyObject, context: string, sealed: Sealed): string | undefined {
  const [nonce, data] = [Buffer.from(sealed.nonce, "base64"), Buffer.from(sealed.data, "base64")];
  if (nonce.length !== NONCE_BYTES || data.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, nonce, TAG).setAAD(Buffer.from(context));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  try {
    const start = decipher.update(data.subarray(0, -TAG_BYTES));
    return Buffer.concat([start, decipher.final()]).toString("utf8");
  } catch {
    // The tag does not fit. What the cipher says of it tells nothing more.
    return undefined;
  }
}
