import { Buffer } from "node:buffer";
import { AppError, type Clock, coreError, type Storage, type StorageChange } from "@cordon/core";
import { pluginError } from "../errors.ts";
import { digestOf } from "./digest-of.ts";
import type { TrustedKey, TrustStore } from "./trust-store.ts";
import { isKeyId, keyFrom, keyValue, type NewTrustedKey, toNewKey } from "./trusted-key-record.ts";

/** Where keys are kept, and what says when one was revoked. */
export interface TrustStoreOptions {
  readonly storage: Storage;
  readonly clock: Clock;
}

/** Which key to revoke, and why: 1 to 500 characters, for those who ask later. */
export interface RevokeKey {
  readonly keyId: string;
  readonly reason: string;
}

/** A page of keys in the order of their ids: those after an id, at most `limit` (1 to 1000, default 100). */
export interface ListKeys {
  readonly after?: string;
  readonly limit?: number;
}

/**
 * A trust store that an operator keeps. Several keys may be valid at once: to rotate, add the new one, sign with it, and revoke the old one.
 *
 * - `add` rejects with `plugin/invalid-key`, or with `plugin/key-exists` when the id or the public key was ever used, revoked or not. Of
 *   concurrent ones of the same id or key, one succeeds.
 * - `revoke` is for ever. Again, it changes nothing and resolves with what the first one left. It rejects with `plugin/key-not-found`.
 */
export interface ManagedTrustStore extends TrustStore {
  readonly add: (key: NewTrustedKey, signal: AbortSignal) => Promise<TrustedKey>;
  readonly revoke: (request: RevokeKey, signal: AbortSignal) => Promise<TrustedKey>;
  readonly list: (request: ListKeys, signal: AbortSignal) => Promise<readonly TrustedKey[]>;
}

const KEYS = "plugin-trust-key";
// Under its digest, so that a key that was revoked cannot come back by another name.
const MATERIAL = "plugin-trust-material";
const MAX_REASON = 500;
const MAX_TRIES = 8;

/** Makes a trust store on storage. On `createMemoryStorage` it is its own memory twin. */
export function createTrustStore({ storage, clock }: TrustStoreOptions): ManagedTrustStore {
  const find = async (keyId: string, signal: AbortSignal): Promise<TrustedKey | undefined> => {
    if (signal.aborted) throw coreError("core/aborted", {});
    if (!isKeyId(keyId)) return undefined;
    const record = await storage.get({ collection: KEYS, key: keyId }, signal);
    return record && keyFrom(keyId, record.value);
  };

  return Object.freeze({
    find,
    async add(given, signal) {
      const key = toNewKey(given);
      const { keyId } = key;
      const changes: readonly StorageChange[] = [
        { kind: "put", collection: KEYS, key: keyId, value: keyValue(key), expect: "absent" },
        {
          kind: "put",
          collection: MATERIAL,
          key: digestOf(Buffer.from(key.publicKey)),
          value: { keyId },
          expect: "absent",
        },
      ];
      try {
        await storage.commit({ changes }, signal);
        return key;
      } catch (error) {
        throw isConflict(error) ? pluginError("plugin/key-exists", { keyId }, { cause: error }) : error;
      }
    },
    async revoke({ keyId, reason }, signal) {
      if (typeof reason !== "string" || reason.length < 1 || reason.length > MAX_REASON || !reason.isWellFormed())
        throw pluginError("plugin/invalid-key", {
          issues: [{ pointer: "/reason", message: `must be text of 1 to ${MAX_REASON} characters` }],
        });
      for (let tries = 1; ; tries += 1) {
        const record = isKeyId(keyId) ? await storage.get({ collection: KEYS, key: keyId }, signal) : undefined;
        if (record === undefined) throw pluginError("plugin/key-not-found", { keyId: keyId.slice(0, 100) });
        const key = keyFrom(keyId, record.value);
        if (key.revokedAt !== undefined) return key;
        const revoked: TrustedKey = { ...key, revokedAt: clock.now(), revokedReason: reason };
        const expect = { revision: record.revision };
        const change: StorageChange = { kind: "put", collection: KEYS, key: keyId, value: keyValue(revoked), expect };
        try {
          await storage.commit({ changes: [change] }, signal);
          return revoked;
        } catch (error) {
          if (!isConflict(error) || tries === MAX_TRIES) throw error;
        }
      }
    },
    async list({ after, limit = 100 }, signal) {
      const records = await storage.list({ collection: KEYS, limit, ...(after !== undefined && { after }) }, signal);
      return records.map(({ key, value }) => keyFrom(key, value));
    },
  } satisfies ManagedTrustStore);
}

function isConflict(error: unknown): boolean {
  return AppError.is(error) && error.code === "storage/conflict";
}
