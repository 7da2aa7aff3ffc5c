import { createHash } from "node:crypto";

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The digest of bytes, as manifests write it: `sha256:` and 64 hexadecimal digits. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Throws a `RangeError` for a text that is no digest, so that what names a file can be nothing else. */
export function requireDigestText(digest: string): string {
  if (typeof digest === "string" && DIGEST.test(digest)) return digest;
  throw new RangeError(
    `A digest is sha256: and 64 hexadecimal digits in lower case, and not ${JSON.stringify(digest)}.`,
  );
}
