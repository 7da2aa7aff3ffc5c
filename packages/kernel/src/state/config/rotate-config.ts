import { AppError, type Storage, type StoredRecord } from "@cordon/core";
import { commitChanges } from "../commit-changes.ts";
import { throwIfAborted } from "../field-checks.ts";
import { stateError } from "../state-errors.ts";
import type { RotationReport } from "./config-entry.ts";
import type { ConfigKeyRing } from "./config-key-ring.ts";
import { CONFIG_COLLECTION, configOf, valueOfConfig } from "./config-records.ts";
import type { KeyRecord } from "./key-records.ts";

type Outcome = "rotated" | "kept" | "unreadable";

const PAGE = 100;
const ATTEMPTS = 64;
const ROUNDS = 16;

/**
 * Encrypts every secret with the current key, one commit each, and then retires the other keys that no secret names. Aborted or killed, it goes on from
 * where it was when it is run again. A secret that is changed meanwhile is left as its new value; one that cannot be read stays as it is.
 */
export async function rotateConfig(
  storage: Storage,
  ring: ConfigKeyRing,
  signal: AbortSignal,
): Promise<RotationReport> {
  // A server that was left behind by another's rotation is told so, rather than that all is unreadable.
  await ring.holdCurrent(signal);
  const retired: string[] = [];
  let rotated = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const others = await otherKeys(ring, signal);
    const outcomes = await rotateAll(storage, ring, signal);
    rotated += outcomes.rotated;
    let isDone = true;
    for (const record of others) {
      if (outcomes.named.has(record.keyId)) continue;
      if (await ring.retire(record, signal)) retired.push(record.keyId);
      // Something was encrypted with it since, by a server that still has it as its current key.
      else isDone = false;
    }
    if (isDone) return { examined: outcomes.examined, rotated, unreadable: outcomes.unreadable, retired };
  }
  throw stateError("state/contended", { what: "config", attempts: ROUNDS });
}

/** The other keys as they were before the secrets were read. */
async function otherKeys(ring: ConfigKeyRing, signal: AbortSignal): Promise<readonly KeyRecord[]> {
  const ids = ring.keyIds().filter((keyId) => keyId !== ring.currentKeyId);
  const records = await Promise.all(ids.map((keyId) => ring.readKey(keyId, signal)));
  return records.filter((record) => record !== undefined);
}

interface Outcomes {
  readonly examined: number;
  readonly rotated: number;
  readonly unreadable: readonly string[];
  /** Ids of the keys of the secrets that are unreadable. */
  readonly named: ReadonlySet<string>;
}

async function rotateAll(storage: Storage, ring: ConfigKeyRing, signal: AbortSignal): Promise<Outcomes> {
  const unreadable: string[] = [];
  const named = new Set<string>();
  let [examined, rotated] = [0, 0];
  for (let after: string | undefined; ;) {
    const page = await storage.list(
      { collection: CONFIG_COLLECTION, limit: PAGE, ...(after === undefined ? {} : { after }) },
      signal,
    );
    for (const record of page) {
      throwIfAborted(signal);
      const outcome = await rotateOne(storage, ring, record, signal);
      if (outcome === "rotated") rotated += 1;
      if (outcome !== "unreadable") continue;
      unreadable.push(record.key);
      // What is no entry at all may be one of any key.
      for (const keyId of keyIdsOf(record, ring)) named.add(keyId);
    }
    examined += page.length;
    after = page.at(-1)?.key;
    if (page.length < PAGE) return { examined, rotated, unreadable, named };
  }
}

async function rotateOne(
  storage: Storage,
  ring: ConfigKeyRing,
  listed: StoredRecord,
  signal: AbortSignal,
): Promise<Outcome> {
  let record: StoredRecord | undefined = listed;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (record === undefined) return "kept";
    const { key, revision } = record;
    let sealed;
    try {
      const config = configOf(record);
      if (!config.secret || config.sealed.keyId === ring.currentKeyId) return "kept";
      sealed = { ...config, sealed: ring.seal(key, ring.open(key, config.sealed)) };
    } catch (error) {
      if (AppError.is(error)) return "unreadable";
      throw error;
    }
    const change = { kind: "put", collection: CONFIG_COLLECTION, key, value: valueOfConfig(sealed) } as const;
    // Without holding the key: whoever retires it meanwhile has gone through this record, too, and so changed its revision.
    const changes = [{ ...change, expect: { revision } }];
    if ((await commitChanges(storage, changes, signal)) !== undefined) return "rotated";
    record = await storage.get({ collection: CONFIG_COLLECTION, key }, signal);
  }
  throw stateError("state/contended", { what: "config", attempts: ATTEMPTS });
}

function keyIdsOf(record: StoredRecord, ring: ConfigKeyRing): readonly string[] {
  try {
    const config = configOf(record);
    return config.secret ? [config.sealed.keyId] : [];
  } catch {
    return ring.keyIds();
  }
}
