import { sign, type KeyObject } from "node:crypto";

// Canonical JSON (RFC 8785): keys sorted by UTF-16 units, no space, texts and numbers as JSON.stringify writes them.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}

export function signByHand(manifest: Record<string, unknown>, keyId: string, privateKey: KeyObject): object {
  const { signature: _old, ...unsigned } = manifest;
  const bytes = Buffer.from(`cordon-plugin-manifest-v1\n${canonical(unsigned)}`, "utf8");
  const value = sign(null, bytes, privateKey).toString("base64");
  return { ...unsigned, signature: { algorithm: "ed25519", keyId, value } };
}
