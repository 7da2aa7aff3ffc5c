import { Buffer } from "node:buffer";
import { verify } from "node:crypto";
import { type Clock, coreError } from "@cordon/core";
import { pluginError } from "../errors.ts";
import { signatureValueField } from "../manifest/fields.ts";
import type { ManifestSignature, PluginManifest } from "../manifest/manifest.ts";
import { canonicalManifest } from "./canonical-manifest.ts";
import { coversPlugin } from "./plugin-pattern.ts";
import { readPublicKey } from "./public-key.ts";
import type { TrustedKey, TrustStore } from "./trust-store.ts";

/** What to verify, by which keys, and what says whether they are valid now. */
export interface VerifySignature {
  /** As `parseManifest` gives it. */
  readonly manifest: PluginManifest;
  readonly trust: TrustStore;
  readonly clock: Clock;
}

/**
 * Says whose signature a manifest has, or rejects: with `plugin/unsigned`, `plugin/unknown-key` (also where the key is not trusted for this
 * plugin), `plugin/key-revoked`, `plugin/key-expired` (also where it is not valid yet), `plugin/bad-signature`, or whatever the trust store
 * rejects with. Only Ed25519 counts, whatever the manifest or the key say of themselves.
 */
export async function verifySignature(
  { manifest, trust, clock }: VerifySignature,
  signal: AbortSignal,
): Promise<{ readonly keyId: string }> {
  if (signal.aborted) throw coreError("core/aborted", {});
  const { id: pluginId, signature } = manifest;
  if (signature === undefined) throw pluginError("plugin/unsigned", { pluginId });
  const { keyId } = signature;
  const key = await trust.find(keyId, signal);
  if (key === undefined || key.keyId !== keyId || !coversPlugin(key.plugins, pluginId))
    throw pluginError("plugin/unknown-key", { pluginId, keyId });
  if (key.revokedAt !== undefined) throw pluginError("plugin/key-revoked", { pluginId, keyId });
  if (!isValidAt(key, clock.now())) throw pluginError("plugin/key-expired", { pluginId, keyId });
  if (!isSignatureOf(manifest, signature, key)) throw pluginError("plugin/bad-signature", { pluginId, keyId });
  return { keyId };
}

// Said by what must hold, so that a time that is no number makes no key valid.
function isValidAt({ notBefore, notAfter }: TrustedKey, now: number): boolean {
  return (notBefore === undefined || now >= notBefore) && (notAfter === undefined || now < notAfter);
}

function isSignatureOf(manifest: PluginManifest, { algorithm, value }: ManifestSignature, key: TrustedKey): boolean {
  const publicKey = readPublicKey(key.publicKey);
  if (publicKey.kind === "refused") {
    const issues = [{ pointer: "/publicKey", message: publicKey.message }];
    throw pluginError("plugin/invalid-key", { issues });
  }
  if (algorithm !== "ed25519" || !signatureValueField.safeParse(value).success) return false;
  return verify(null, canonicalManifest(manifest), publicKey.key, Buffer.from(value, "base64"));
}
