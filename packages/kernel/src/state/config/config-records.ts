import type { JsonObject, JsonValue, StoredRecord } from "@cordon/core";
import { z } from "zod";
import { stateError } from "../state-errors.ts";
import type { SealedValue } from "./config-key-ring.ts";
import type { ConfigEntry } from "./config-entry.ts";

/** Where entries are kept, under their keys. */
export const CONFIG_COLLECTION = "config";

/** What storage holds of an entry: its value, or the value encrypted. */
export type StoredConfig =
  | { readonly secret: false; readonly updatedAt: number; readonly value: JsonValue }
  | { readonly secret: true; readonly updatedAt: number; readonly sealed: SealedValue };

// Without code generation: zod's fast path makes functions out of text, which this project does not do.
const WITHOUT_EVAL = { jitless: true } as const;

const sealedSchema = z.strictObject({
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  nonce: z.base64().max(64),
  data: z.base64().max(262_144),
});
const configSchema = z.discriminatedUnion("secret", [
  z.strictObject({ secret: z.literal(false), updatedAt: z.number(), value: z.unknown() }),
  z.strictObject({ secret: z.literal(true), updatedAt: z.number(), sealed: sealedSchema }),
]);

/** Reads what a record holds. Throws `state/damaged` for what is no entry. */
export function configOf({ key, value }: StoredRecord): StoredConfig {
  const parsed = configSchema.safeParse(value, WITHOUT_EVAL);
  if (!parsed.success) throw stateError("state/damaged", { record: `the config entry ${key}` });
  return parsed.data as StoredConfig;
}

/** The entry as it may be seen: a secret without its value. */
export function entryOfConfig(key: string, revision: number, config: StoredConfig): ConfigEntry {
  const { updatedAt } = config;
  if (config.secret) return { key, revision, updatedAt, secret: true, keyId: config.sealed.keyId };
  return { key, revision, updatedAt, secret: false, value: config.value };
}

/** The record's value. */
export function valueOfConfig(config: StoredConfig): JsonObject {
  return { ...config } as unknown as JsonObject;
}
