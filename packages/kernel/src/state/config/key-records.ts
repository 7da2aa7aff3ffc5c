import type { Storage, StorageChange } from "@cordon/core";
import { z } from "zod";
import { stateError } from "../state-errors.ts";
import type { ScryptCost } from "./derive-key.ts";

/** What storage holds of a key that is in use: all it takes to derive it again, but the passphrase. Bytes are in base64. */
export interface ActiveKey extends ScryptCost {
  readonly state: "active";
  readonly createdAt: number;
  readonly salt: string;
  readonly check: string;
}

/** A key in use, as it stands in storage. */
export interface KeyRecord {
  readonly keyId: string;
  readonly revision: number;
  readonly value: ActiveKey;
}

/** The keys in storage. `current` is `undefined` and its revision 0 before there is any. */
export interface StoredKeys {
  readonly current: string | undefined;
  readonly ringRevision: number;
  /** Those that are not retired. */
  readonly active: readonly KeyRecord[];
}

const KEYS = "config-keys";
const RING = { collection: "config-key-ring", key: "ring" };
const KEYS_MAX = 1000;
// Without code generation: zod's fast path makes functions out of text, which this project does not do.
const WITHOUT_EVAL = { jitless: true } as const;

const keyIdSchema = z.string().regex(/^[0-9a-f]{16}$/);
const ringSchema = z.strictObject({ current: keyIdSchema });
const activeSchema = z.strictObject({
  state: z.literal("active"),
  createdAt: z.number(),
  salt: z.base64().min(22).max(128),
  check: z.base64().length(44),
  // Bounded, so that nobody who can write to storage makes a start take all memory.
  cost: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20)
    .refine((cost) => Number.isInteger(Math.log2(cost))),
  blockSize: z.int().min(8).max(32),
  parallelization: z.int().min(1).max(16),
});
const retiredSchema = z.strictObject({ state: z.literal("retired"), createdAt: z.number(), retiredAt: z.number() });
const keySchema = z.discriminatedUnion("state", [activeSchema, retiredSchema]);

/** Reads all keys. Throws `state/damaged` for what is none, and where the current key is not among them. */
export async function readKeys(storage: Storage, signal: AbortSignal): Promise<StoredKeys> {
  // The ring first: a key is written together with it, so each that it names is there afterwards.
  const ring = await storage.get(RING, signal);
  const current = ring && ringSchema.safeParse(ring.value, WITHOUT_EVAL);
  const page = await storage.list({ collection: KEYS, limit: KEYS_MAX }, signal);
  const active = page.flatMap((record) => activeKey(record.key, record.revision, record.value) ?? []);
  if (current?.success === false || page.length === KEYS_MAX) throw damaged("the ring of config keys");
  if (current === undefined && active.length > 0) {
    // Another process may have made the first key between the two reads.
    if ((await storage.get(RING, signal)) === undefined) throw damaged("the ring of config keys");
    return readKeys(storage, signal);
  }
  return { current: current?.data.current, ringRevision: ring?.revision ?? 0, active };
}

/** Reads one key; `undefined` where it is retired or was never there. */
export async function readKey(storage: Storage, keyId: string, signal: AbortSignal): Promise<KeyRecord | undefined> {
  const record = await storage.get({ collection: KEYS, key: keyId }, signal);
  return record && activeKey(keyId, record.revision, record.value);
}

/** Makes a key the current one, if nobody else has done so since the keys were read. */
export function addKeyChanges({ ringRevision }: StoredKeys, keyId: string, value: ActiveKey): StorageChange[] {
  const expect = ringRevision === 0 ? "absent" : { revision: ringRevision };
  return [
    { kind: "put", ...RING, value: { current: keyId }, expect },
    { kind: "put", collection: KEYS, key: keyId, value: { ...value }, expect: "absent" },
  ];
}

/** Writes a key as it is: in a commit it says that the key has not been retired, nor held by anybody else, since it was read. */
export function holdKeyChange({ keyId, revision, value }: KeyRecord): StorageChange {
  return { kind: "put", collection: KEYS, key: keyId, value: { ...value }, expect: { revision } };
}

/** Retires a key, if nothing was encrypted with it since it was read. Its salt goes: nobody can derive it again. */
export function retireKeyChange({ keyId, revision, value }: KeyRecord, retiredAt: number): StorageChange {
  const retired = { state: "retired", createdAt: value.createdAt, retiredAt };
  return { kind: "put", collection: KEYS, key: keyId, value: retired, expect: { revision } };
}

function activeKey(keyId: string, revision: number, value: unknown): KeyRecord | undefined {
  const parsed = keySchema.safeParse(value, WITHOUT_EVAL);
  if (!parsed.success) throw damaged("a config key");
  return parsed.data.state === "active" ? { keyId, revision, value: parsed.data } : undefined;
}

function damaged(record: string): Error {
  return stateError("state/damaged", { record });
}
