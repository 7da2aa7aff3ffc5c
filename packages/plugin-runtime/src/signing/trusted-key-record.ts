import { coreError, type FieldIssue, type JsonObject } from "@cordon/core";
import { keyIdField } from "../manifest/fields.ts";
import { pluginError } from "../errors.ts";
import { isPluginPattern } from "./plugin-pattern.ts";
import { readPublicKey } from "./public-key.ts";
import type { TrustedKey } from "./trust-store.ts";

/** A key to trust from now on. */
export type NewTrustedKey = Omit<TrustedKey, "revokedAt" | "revokedReason">;

const MAX_PATTERNS = 100;
const FIELDS: ReadonlySet<string> = new Set<keyof NewTrustedKey>([
  "keyId",
  "publicKey",
  "plugins",
  "notBefore",
  "notAfter",
]);

/** Whether a text could be the id of a key. */
export function isKeyId(keyId: unknown): keyId is string {
  return keyIdField.safeParse(keyId).success;
}

/** Checks a key and copies it, with its public key in the one form that is kept. Throws `plugin/invalid-key`. */
export function toNewKey(key: NewTrustedKey): NewTrustedKey {
  const { keyId, plugins, notBefore, notAfter } = key;
  const publicKey = readPublicKey(key.publicKey);
  const issues: FieldIssue[] = Object.keys(key)
    .filter((field) => !FIELDS.has(field))
    .map((field) => ({ pointer: `/${field.toWellFormed().slice(0, 100)}`, message: "is not a field of a new key" }));
  if (!isKeyId(keyId)) issues.push({ pointer: "/keyId", message: "must be 1 to 100 of letters, digits and . _ : -" });
  if (publicKey.kind === "refused") issues.push({ pointer: "/publicKey", message: publicKey.message });
  issues.push(...patternIssues(plugins));
  for (const [field, time] of Object.entries({ notBefore, notAfter })) {
    if (time !== undefined && !isTime(time))
      issues.push({ pointer: `/${field}`, message: "must be milliseconds since 1970" });
  }
  if (isTime(notBefore) && isTime(notAfter) && notAfter <= notBefore)
    issues.push({ pointer: "/notAfter", message: "must be later than notBefore" });
  if (issues.length > 0 || publicKey.kind === "refused") throw pluginError("plugin/invalid-key", { issues });
  return {
    keyId,
    publicKey: publicKey.base64,
    plugins: [...plugins],
    ...(notBefore !== undefined && { notBefore }),
    ...(notAfter !== undefined && { notAfter }),
  };
}

/** What storage keeps of a key. The id is the record's key. */
export function keyValue({ keyId: _recordKey, ...rest }: TrustedKey): JsonObject {
  return { ...rest };
}

/** The key that a record holds. Rejects what this did not write, rather than take it for a key that is in order. */
export function keyFrom(keyId: string, value: JsonObject): TrustedKey {
  const key = { ...value, keyId } as unknown as TrustedKey;
  const times = [key.notBefore, key.notAfter, key.revokedAt].filter((time) => time !== undefined);
  const isKey =
    typeof key.publicKey === "string" &&
    Array.isArray(key.plugins) &&
    key.plugins.every(isPluginPattern) &&
    times.every(isTime);
  if (!isKey)
    throw coreError("core/internal", {}, { cause: new Error("A record does not hold the key that it should.") });
  return key;
}

function patternIssues(plugins: unknown): readonly FieldIssue[] {
  if (!Array.isArray(plugins) || plugins.length < 1 || plugins.length > MAX_PATTERNS)
    return [{ pointer: "/plugins", message: `must be a list of 1 to ${MAX_PATTERNS} patterns` }];
  return plugins.flatMap((pattern, at) =>
    isPluginPattern(pattern)
      ? []
      : [
          {
            pointer: `/plugins/${at}`,
            message: 'must be the id of a plugin, such as "acme.mail", or "acme.*", or "*"',
          },
        ],
  );
}

function isTime(time: unknown): time is number {
  return Number.isSafeInteger(time) && Number(time) >= 0;
}
