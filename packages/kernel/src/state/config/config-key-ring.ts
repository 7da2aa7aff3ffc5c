import { type KeyObject, timingSafeEqual } from "node:crypto";
import type { StorageChange } from "@cordon/core";
import { commitChanges } from "../commit-changes.ts";
import { throwIfAborted } from "../field-checks.ts";
import { stateError } from "../state-errors.ts";
import { deriveKey, type DerivedKey } from "./derive-key.ts";
import { type ConfigKeyRingOptions, type ResolvedKeyRingOptions, resolveKeyRingOptions } from "./key-ring-options.ts";
import {
  type ActiveKey,
  addKeyChanges,
  holdKeyChange,
  type KeyRecord,
  readKey,
  readKeys,
  retireKeyChange,
} from "./key-records.ts";
import { seal, type Sealed, unseal } from "./seal.ts";

/** A value under the key that it was encrypted with. */
export interface SealedValue extends Sealed {
  readonly keyId: string;
}

/**
 * The keys that secrets are encrypted with. Whoever holds the ring can read every secret of its storage: it is the kernel's, and is handed to nobody.
 * Neither passphrases nor keys can be got out of it, nor seen by printing it.
 *
 * - `seal` binds a text to a config key: it opens under the same one alone. `open` throws `state/key-unknown` or `state/tampered`.
 * - `holdCurrent` gives the change that must go into the commit of whatever was sealed; it throws `state/key-retired`.
 * - `retire` gives up a key that nothing needs any more. It answers false where something was encrypted with it after `since` was read.
 */
export interface ConfigKeyRing {
  readonly currentKeyId: string;
  /** Ids of all keys that are open. */
  readonly keyIds: () => readonly string[];
  readonly seal: (configKey: string, text: string) => SealedValue;
  readonly open: (configKey: string, sealed: SealedValue) => string;
  readonly holdCurrent: (signal: AbortSignal) => Promise<StorageChange>;
  readonly readKey: (keyId: string, signal: AbortSignal) => Promise<KeyRecord | undefined>;
  readonly retire: (since: KeyRecord, signal: AbortSignal) => Promise<boolean>;
}

const ATTEMPTS = 16;

/**
 * Opens the keys of a storage with passphrases, and makes one where there is none yet, or where the current passphrase is not the one of the current
 * key. Every key that is not retired must open: else it rejects with `state/wrong-passphrase`, now and not when a secret is read.
 */
export async function openConfigKeyRing(options: ConfigKeyRingOptions, signal: AbortSignal): Promise<ConfigKeyRing> {
  const resolved = resolveKeyRingOptions(options);
  const { storage, passphrases } = resolved;
  const opened = new Map<string, OpenedKey>();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const stored = await readKeys(storage, signal);
    for (const record of stored.active)
      if (!opened.has(record.keyId)) opened.set(record.keyId, await openKey(record, passphrases, signal));
    const { current } = stored;
    const key = current === undefined ? undefined : opened.get(current);
    if (current !== undefined && key === undefined)
      throw stateError("state/damaged", { record: "the ring of config keys" });
    if (current !== undefined && key?.isCurrent === true) return ringOf(resolved, opened, current);
    const made = await makeKey(resolved, signal);
    const changes = addKeyChanges(stored, made.keyId, made.value);
    if ((await commitChanges(storage, changes, signal)) !== undefined) {
      opened.set(made.keyId, made);
      return ringOf(resolved, opened, made.keyId);
    }
  }
  throw stateError("state/contended", { what: "ring of config keys", attempts: ATTEMPTS });
}

interface OpenedKey {
  readonly key: KeyObject;
  /** Whether it was the current passphrase that opened it. */
  readonly isCurrent: boolean;
}

async function openKey(
  { keyId, value }: KeyRecord,
  passphrases: readonly string[],
  signal: AbortSignal,
): Promise<OpenedKey> {
  const [salt, check] = [Buffer.from(value.salt, "base64"), Buffer.from(value.check, "base64")];
  for (const [at, passphrase] of passphrases.entries()) {
    throwIfAborted(signal);
    const derived = await deriveKey(passphrase, salt, value);
    if (check.length === derived.check.length && timingSafeEqual(check, derived.check))
      return { key: derived.key, isCurrent: at === 0 };
  }
  throw stateError("state/wrong-passphrase", { keyId });
}

async function makeKey(
  { clock, random, passphrases, scrypt }: ResolvedKeyRingOptions,
  signal: AbortSignal,
): Promise<OpenedKey & { readonly keyId: string; readonly value: ActiveKey }> {
  throwIfAborted(signal);
  const salt = random.bytes(32);
  const keyId = Buffer.from(random.bytes(8)).toString("hex");
  const derived: DerivedKey = await deriveKey(passphrases[0] ?? "", salt, scrypt);
  const kept = { salt: Buffer.from(salt).toString("base64"), check: derived.check.toString("base64") };
  return {
    key: derived.key,
    isCurrent: true,
    keyId,
    value: { state: "active", createdAt: clock.now(), ...kept, ...scrypt },
  };
}

function ringOf(
  { storage, clock, random }: ResolvedKeyRingOptions,
  opened: Map<string, OpenedKey>,
  currentKeyId: string,
): ConfigKeyRing {
  const keyOf = (configKey: string, keyId: string): KeyObject => {
    const found = opened.get(keyId);
    if (found === undefined) throw stateError("state/key-unknown", { key: configKey, keyId });
    return found.key;
  };
  return {
    currentKeyId,
    keyIds: () => [...opened.keys()],
    seal(configKey, text) {
      const key = keyOf(configKey, currentKeyId);
      return { keyId: currentKeyId, ...seal(key, random.bytes(12), contextOf(currentKeyId, configKey), text) };
    },
    open(configKey, sealed) {
      const text = unseal(keyOf(configKey, sealed.keyId), contextOf(sealed.keyId, configKey), sealed);
      if (text === undefined) throw stateError("state/tampered", { key: configKey });
      return text;
    },
    async holdCurrent(signal) {
      const record = await readKey(storage, currentKeyId, signal);
      if (record === undefined) throw stateError("state/key-retired", { keyId: currentKeyId });
      return holdKeyChange(record);
    },
    readKey: (keyId, signal) => readKey(storage, keyId, signal),
    async retire(since, signal) {
      const done = await commitChanges(storage, [retireKeyChange(since, clock.now())], signal);
      if (done !== undefined) opened.delete(since.keyId);
      return done !== undefined;
    },
  };
}

/** What a ciphertext is bound to. As JSON, no two of them are the same text. */
function contextOf(keyId: string, configKey: string): string {
  return JSON.stringify(["cordon/config/v1", keyId, configKey]);
}
