import {
  AppError,
  type JsonObject,
  type JsonValue,
  type PluginKeyList,
  type Storage,
  type StoredRecord,
} from "@cordon/core";
import { pluginError } from "../errors.ts";
import type { StorageCapability } from "../manifest/manifest.ts";
import { requirePluginKey, requireValue, resolveKeyList } from "./plugin-data-request.ts";

/** The values of one plugin, within its quota. */
export interface PluginData {
  readonly get: (key: string, signal: AbortSignal) => Promise<JsonValue | undefined>;
  readonly put: (key: string, value: JsonValue, signal: AbortSignal) => Promise<void>;
  readonly delete: (key: string, signal: AbortSignal) => Promise<void>;
  readonly list: (list: PluginKeyList, signal: AbortSignal) => Promise<readonly string[]>;
}

/** Where values are kept, whose they are, and how many there may be. */
export interface PluginDataOptions {
  readonly storage: Storage;
  readonly scope: string;
  readonly pluginId: string;
  readonly quota: StorageCapability;
}

/** How much a plugin keeps. */
export interface PluginDataUse {
  readonly bytes: number;
  readonly keys: number;
}

const USE_COLLECTION = "plugin-data-use";
// Calls of one plugin that write at the same time take turns by trying again; one that never gets its turn is told so.
const MAX_TRIES = 10;
const encoder = new TextEncoder();

/** The collection of one plugin. No key can name another: keys and collections are never joined into one text. */
function dataCollectionOf({ scope, pluginId }: Pick<PluginDataOptions, "scope" | "pluginId">): string {
  return `plugin-data:${scope}:${pluginId}`;
}

/** Keeps the values of one plugin in the host's storage. What they take is counted in the same commit that changes them. */
export function createPluginData({ storage, scope, pluginId, quota }: PluginDataOptions): PluginData {
  const collection = dataCollectionOf({ scope, pluginId });
  const useKey = { collection: USE_COLLECTION, key: `${scope}:${pluginId}` };

  const checkQuota = (use: PluginDataUse): void => {
    if (use.bytes > quota.maxBytes)
      throw pluginError("plugin/quota", { pluginId, what: "bytes of storage", max: quota.maxBytes });
    if (use.keys > quota.maxKeys)
      throw pluginError("plugin/quota", { pluginId, what: "keys in storage", max: quota.maxKeys });
  };
  const change = async (key: string, next: JsonObject | undefined, signal: AbortSignal): Promise<void> => {
    const [before, used] = await Promise.all([storage.get({ collection, key }, signal), storage.get(useKey, signal)]);
    if (next === undefined && before === undefined) return;
    const use = useAfter(useOf(used), key, before?.value, next);
    if (next !== undefined) checkQuota(use);
    const record = { collection, key, expect: expectationOf(before) };
    await storage.commit(
      {
        changes: [
          next === undefined ? { ...record, kind: "delete" } : { ...record, kind: "put", value: next },
          { ...useKey, kind: "put", value: { bytes: use.bytes, keys: use.keys }, expect: expectationOf(used) },
        ],
      },
      signal,
    );
  };
  const changeInTurn = async (key: string, next: JsonObject | undefined, signal: AbortSignal): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await change(key, next, signal);
      } catch (error) {
        if (tries === MAX_TRIES || !AppError.is(error) || error.code !== "storage/conflict") throw error;
      }
    }
  };

  return {
    async get(key, signal) {
      requirePluginKey(pluginId, key);
      return (await storage.get({ collection, key }, signal))?.value["value"];
    },
    async put(key, value, signal) {
      requirePluginKey(pluginId, key);
      requireValue(pluginId, value);
      await changeInTurn(key, { value }, signal);
    },
    async delete(key, signal) {
      requirePluginKey(pluginId, key);
      await changeInTurn(key, undefined, signal);
    },
    async list(given, signal) {
      const { prefix, after, limit } = resolveKeyList(pluginId, given);
      // Keys are listed in order, so those with a prefix are neighbours: they begin at the prefix itself.
      const first = prefix !== "" && prefix > after ? await keyItself(storage, collection, prefix, signal) : [];
      const start = prefix > after ? prefix : after;
      const records = await storage.list({ collection, limit, ...(start === "" ? {} : { after: start }) }, signal);
      return [...first, ...records.map(({ key }) => key)].filter((key) => key.startsWith(prefix)).slice(0, limit);
    },
  };
}

/** Deletes all that a plugin keeps. What is written meanwhile may stay, so its calls must have ended. */
export async function deletePluginData(
  { storage, scope, pluginId }: Omit<PluginDataOptions, "quota">,
  signal: AbortSignal,
): Promise<void> {
  const collection = dataCollectionOf({ scope, pluginId });
  for (;;) {
    const records = await storage.list({ collection, limit: 100 }, signal);
    if (records.length === 0) break;
    await storage.commit(
      { changes: records.map(({ key }) => ({ kind: "delete", collection, key, expect: "any" })) },
      signal,
    );
  }
  await storage.commit(
    { changes: [{ kind: "delete", collection: USE_COLLECTION, key: `${scope}:${pluginId}`, expect: "any" }] },
    signal,
  );
}

/** How much a plugin keeps now. */
export async function readPluginDataUse(
  { storage, scope, pluginId }: Omit<PluginDataOptions, "quota">,
  signal: AbortSignal,
): Promise<PluginDataUse> {
  return useOf(await storage.get({ collection: USE_COLLECTION, key: `${scope}:${pluginId}` }, signal));
}

// An exclusive `after` would leave out a key that is the prefix itself.
async function keyItself(
  storage: Storage,
  collection: string,
  key: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return (await storage.get({ collection, key }, signal)) === undefined ? [] : [key];
}

function useOf(record: StoredRecord | undefined): PluginDataUse {
  const { bytes = 0, keys = 0 } = (record?.value ?? {}) as Partial<PluginDataUse>;
  return { bytes, keys };
}

function useAfter(
  use: PluginDataUse,
  key: string,
  before: JsonObject | undefined,
  next: JsonObject | undefined,
): PluginDataUse {
  return {
    bytes: use.bytes - sizeOf(key, before) + sizeOf(key, next),
    keys: use.keys - (before === undefined ? 0 : 1) + (next === undefined ? 0 : 1),
  };
}

function sizeOf(key: string, value: JsonObject | undefined): number {
  return value === undefined ? 0 : key.length + encoder.encode(JSON.stringify(value["value"])).length;
}

function expectationOf(record: StoredRecord | undefined): "absent" | { readonly revision: number } {
  return record === undefined ? "absent" : { revision: record.revision };
}
