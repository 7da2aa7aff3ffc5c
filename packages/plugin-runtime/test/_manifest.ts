import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { AppError, type FieldIssue, type JsonObject, type JsonValue } from "@cordon/core";
import { parseManifest } from "../src/manifest/parse-manifest.ts";

/** A manifest that asks for all there is. Each call makes a new one, to be changed at will. */
export function fullManifest(): Record<string, JsonValue> {
  return {
    manifestVersion: 1,
    id: "acme.mail-sorter",
    version: "1.4.0",
    name: "Mail sorter",
    description: "Sorts mail.\nBy rules.",
    apiVersion: "^1.0.0",
    entry: { kind: "wasm", file: "dist/mail-sorter.wasm", digest: `sha256:${"0123456789abcdef".repeat(4)}` },
    operations: {
      sort: {
        description: "Says where a message goes.",
        input: { type: "object", properties: { subject: { type: "string", maxLength: 500 } }, required: ["subject"] },
        output: { enum: ["inbox", "archive"] },
      },
    },
    capabilities: {
      http: [{ host: "api.example.com", methods: ["GET", "POST"], paths: ["/v1/*"], allowHttp: false }],
      storage: { maxBytes: 1_048_576, maxKeys: 1000 },
      events: { publish: ["mail.sorted", "mail.moved.*"] },
      secrets: [{ name: "API_TOKEN", hosts: ["api.example.com"] }],
      config: { type: "object", properties: { folders: { type: "array", items: { type: "string" } } } },
    },
    limits: {
      fuel: 5_000_000,
      memoryBytes: 16_777_216,
      timeoutMs: 2000,
      inputBytes: 65_536,
      outputBytes: 4096,
      hostCalls: 20,
      logRecords: 10,
    },
    health: { operation: "sort", input: { subject: "health" } },
    signature: { algorithm: "ed25519", keyId: "acme-2026", value: `${"A".repeat(86)}==` },
  };
}

/** The same with one place changed, or with `undefined` left out. The pointer may name places that are not there yet. */
export function changedManifest(pointer: string, value: JsonValue | undefined): JsonObject {
  const manifest = fullManifest();
  const path = pointer.split("/").slice(1);
  const last = path.pop();
  let parent: Record<string, JsonValue> = manifest;
  for (const part of path) parent = (parent[part] ??= {}) as Record<string, JsonValue>;
  if (last !== undefined && value === undefined) delete parent[last];
  else if (last !== undefined && value !== undefined) parent[last] = value;
  return manifest;
}

/** A key pair by its seed. */
export function keyPairOf(seed: Uint8Array): { readonly privateKey: KeyObject; readonly publicKey: string } {
  // The PKCS #8 frame of an Ed25519 seed (RFC 8410).
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  return { privateKey, publicKey: Buffer.from(x, "base64url").toString("base64") };
}

/** What keeps a source from being a manifest; nothing, if it is one. */
export function manifestIssues(
  source: string | Uint8Array | JsonValue,
  format: "json" | "toml" = "json",
): readonly FieldIssue[] {
  try {
    parseManifest(source, { format });
    return [];
  } catch (error) {
    if (!AppError.is(error) || error.code !== "plugin/invalid-manifest") throw error;
    return error.issues;
  }
}
