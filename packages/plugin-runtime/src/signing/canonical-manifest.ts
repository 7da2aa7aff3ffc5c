import { Buffer } from "node:buffer";
import canonicalize from "canonicalize";
import type { PluginManifest } from "../manifest/manifest.ts";

// What is signed says what it is, so that no signature over something else can be passed off as one over a manifest.
const DOMAIN = "cordon-plugin-manifest-v1\n";

/** What a signature is over: a line that says so, and the manifest without its signature as canonical JSON (RFC 8785). */
export function canonicalManifest(manifest: PluginManifest): Uint8Array {
  const { signature: _signature, ...unsigned } = manifest;
  return Buffer.from(DOMAIN + canonicalText(unsigned));
}

/** A manifest and its signature as canonical JSON: two that are the same in this are the same in all. */
export function signedBytesOf(manifest: PluginManifest): Uint8Array {
  return Buffer.from(canonicalText(manifest));
}

function canonicalText(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("A manifest must be an object as parseManifest gives it.");
  return text;
}
