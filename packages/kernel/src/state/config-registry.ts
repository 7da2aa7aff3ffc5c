import { type Clock, coreError, type Storage, type StorageChange } from "@cordon/core";
import { commitChanges } from "./commit-changes.ts";
import type { ConfigEntry, RevealedSecret, RotationReport } from "./config/config-entry.ts";
import type { ConfigKeyRing } from "./config/config-key-ring.ts";
import {
  CONFIG_COLLECTION,
  configOf,
  entryOfConfig,
  type StoredConfig,
  valueOfConfig,
} from "./config/config-records.ts";
import {
  checkDelete,
  checkKey,
  checkPage,
  checkSet,
  type DeleteRequest,
  type KeyRequest,
  type PageRequest,
  type SetConfig,
} from "./config/config-requests.ts";
import { rotateConfig } from "./config/rotate-config.ts";
import { deleteRecord, expectationOf, requireRevision } from "./expected-revision.ts";
import { refuse } from "./field-checks.ts";
import { createOneAtATime } from "./one-at-a-time.ts";
import { stateError } from "./state-errors.ts";

/** Where configuration is kept. Without keys there can be no secrets: setting and revealing them rejects with `state/no-keys`. */
export interface ConfigRegistryOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly keys?: ConfigKeyRing;
}

/**
 * Configuration by key, some of it secret: encrypted with AES-256-GCM, for its key alone.
 *
 * - `get` and `list` never show a secret's value; `reveal` does, and rejects with `state/not-secret` for what is none, so that nobody can put a plain value
 *   in a secret's place. `state/tampered` and `state/key-unknown` name the key, and never a value.
 * - `set` with `expectRevision`, and `delete`, reject with `state/conflict` where the entry is at another. Of several at once that expect the same, one succeeds.
 * - `rotate` encrypts all secrets with the ring's current key and retires the others. Aborted or killed, run it again.
 * - Each call rejects with `state/invalid` for what cannot be, naming the field.
 */
export interface ConfigRegistry {
  readonly set: (request: SetConfig, signal: AbortSignal) => Promise<ConfigEntry>;
  readonly get: (request: KeyRequest, signal: AbortSignal) => Promise<ConfigEntry | undefined>;
  readonly list: (request: PageRequest, signal: AbortSignal) => Promise<readonly ConfigEntry[]>;
  readonly reveal: (request: KeyRequest, signal: AbortSignal) => Promise<RevealedSecret>;
  /** False where there was nothing. */
  readonly delete: (request: DeleteRequest, signal: AbortSignal) => Promise<boolean>;
  readonly rotate: (signal: AbortSignal) => Promise<RotationReport>;
}

const WHAT = "config entry";
const ATTEMPTS = 64;

/** Opens the configuration of a storage. */
export function createConfigRegistry({ storage, clock, keys }: ConfigRegistryOptions): ConfigRegistry {
  const oneAtATime = createOneAtATime();
  const ring = (): ConfigKeyRing => {
    if (keys === undefined) throw stateError("state/no-keys", {});
    return keys;
  };
  const setOnce = async (
    { key, value, secret, expectRevision }: ReturnType<typeof checkSet>,
    signal: AbortSignal,
  ): Promise<ConfigEntry | undefined> => {
    const found = await storage.get({ collection: CONFIG_COLLECTION, key }, signal);
    requireRevision(WHAT, key, found, expectRevision);
    if (!secret && found !== undefined && isSecret(found.value)) refuse([STAYS_SECRET]);
    const updatedAt = clock.now();
    const config: StoredConfig = secret
      ? { secret, updatedAt, sealed: ring().seal(key, JSON.stringify(value)) }
      : { secret: false, updatedAt, value };
    const put = { kind: "put", collection: CONFIG_COLLECTION, key, value: valueOfConfig(config) } as const;
    const changes: StorageChange[] = [{ ...put, expect: expectationOf(found) }];
    if (secret) changes.push(await ring().holdCurrent(signal));
    const revisions = await commitChanges(storage, changes, signal);
    return revisions && entryOfConfig(key, revisions[0] ?? 0, config);
  };
  return {
    async set(request, signal) {
      const checked = checkSet(request);
      return oneAtATime(async () => {
        for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
          const entry = await setOnce(checked, signal);
          if (entry !== undefined) return entry;
        }
        throw stateError("state/contended", { what: WHAT, attempts: ATTEMPTS });
      });
    },
    async get(request, signal) {
      const key = checkKey(request);
      const record = await storage.get({ collection: CONFIG_COLLECTION, key }, signal);
      return record && entryOfConfig(key, record.revision, configOf(record));
    },
    async list(request, signal) {
      const page = await storage.list({ collection: CONFIG_COLLECTION, ...checkPage(request) }, signal);
      return page.map((record) => entryOfConfig(record.key, record.revision, configOf(record)));
    },
    async reveal(request, signal) {
      const key = checkKey(request);
      const record = await storage.get({ collection: CONFIG_COLLECTION, key }, signal);
      if (record === undefined) throw stateError("state/not-found", { what: WHAT, key });
      const config = configOf(record);
      if (!config.secret) throw stateError("state/not-secret", { key });
      return {
        key,
        revision: record.revision,
        value: JSON.parse(ring().open(key, config.sealed)) as RevealedSecret["value"],
      };
    },
    async delete(request, signal) {
      const checked = checkDelete(request);
      return oneAtATime(() => deleteRecord(storage, { what: WHAT, collection: CONFIG_COLLECTION, ...checked }, signal));
    },
    async rotate(signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      return rotateConfig(storage, ring(), signal);
    },
  };
}

const STAYS_SECRET = { pointer: "/secret", message: "must be true, as the entry is a secret; delete it first" };

// Also of one that was damaged: what once was secret is not overwritten by something plain.
function isSecret(value: Readonly<Record<string, unknown>>): boolean {
  return value["secret"] !== false;
}
