import { Buffer } from "node:buffer";
import { KeyObject, sign } from "node:crypto";
import type { JsonValue } from "@cordon/core";
import type { PluginManifest } from "../manifest/manifest.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";
import { canonicalManifest } from "./canonical-manifest.ts";

/** The key to sign with, and the id under which hosts know its public half. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/**
 * Signs a manifest, in place of the signature that it may have. Throws `plugin/invalid-manifest` for one that no host would take, and a
 * `TypeError` for a key that is no private Ed25519 key.
 */
export function signManifest(manifest: PluginManifest, { keyId, privateKey }: SigningKey): PluginManifest {
  requireSigningKey(privateKey);
  const { signature: _replaced, ...unsigned } = manifest;
  const valid = parseManifest(unsigned as unknown as JsonValue);
  const value = Buffer.from(sign(null, canonicalManifest(valid), privateKey)).toString("base64");
  const signed: PluginManifest = { ...valid, signature: { algorithm: "ed25519", keyId, value } };
  return parseManifest(signed as unknown as JsonValue);
}

function requireSigningKey(key: unknown): asserts key is KeyObject {
  if (!(key instanceof KeyObject)) throw new TypeError(`The private key must be a KeyObject, and is ${typeof key}.`);
  if (key.type !== "private" || key.asymmetricKeyType !== "ed25519")
    throw new TypeError(
      `The key must be a private Ed25519 key, and is a ${key.type} ${key.asymmetricKeyType ?? "one"}.`,
    );
}
