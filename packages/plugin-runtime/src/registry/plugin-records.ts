import { AppError, type RecordKey, type Storage } from "@cordon/core";
import { pluginError } from "../errors.ts";
import { fromStored, type PluginRecord, toStored } from "./plugin-record.ts";

/** A record and the revision at which it was read. */
export interface ReadRecord {
  readonly record: PluginRecord;
  readonly revision: number;
}

/** The records of plugins in storage. */
export interface PluginRecords {
  readonly find: (scope: string, pluginId: string, signal: AbortSignal) => Promise<ReadRecord | undefined>;
  /** Like `find`, and rejects with `plugin/not-found`. */
  readonly get: (scope: string, pluginId: string, signal: AbortSignal) => Promise<ReadRecord>;
  /** Those of one scope, or of all, in the order of their ids. */
  readonly list: (scope: string | undefined, signal: AbortSignal) => Promise<readonly PluginRecord[]>;
  /** Resolves with the new revision. Rejects with `plugin/conflict` where the record was changed since it was read. */
  readonly put: (record: PluginRecord, revision: number | undefined, signal: AbortSignal) => Promise<number>;
  readonly delete: (record: PluginRecord, revision: number, signal: AbortSignal) => Promise<void>;
}

const PAGE = 200;
const ALL = "plugins";

/** Keeps records twice in one commit: in the collection of their scope, to list it, and in that of all, to start them. */
export function createPluginRecords(storage: Storage): PluginRecords {
  const find: PluginRecords["find"] = async (scope, pluginId, signal) => {
    const [own] = keysOf(scope, pluginId);
    const stored = await storage.get(own, signal);
    return stored === undefined ? undefined : { record: fromStored(stored.value), revision: stored.revision };
  };
  return {
    find,
    async get(scope, pluginId, signal) {
      const found = await find(scope, pluginId, signal);
      if (found === undefined) throw pluginError("plugin/not-found", { pluginId });
      return found;
    },
    async list(scope, signal) {
      const collection = scope === undefined ? ALL : collectionOf(scope);
      const records: PluginRecord[] = [];
      for (let after: string | undefined; ;) {
        const page = await storage.list({ collection, limit: PAGE, ...(after === undefined ? {} : { after }) }, signal);
        records.push(...page.map(({ value }) => fromStored(value)));
        after = page.at(-1)?.key;
        if (page.length < PAGE) return records;
      }
    },
    async put(record, revision, signal) {
      const [own, all] = keysOf(record.scope, record.pluginId);
      const value = toStored(record);
      const expect = revision === undefined ? "absent" : { revision };
      const [written = 1] = await storage
        .commit(
          {
            changes: [
              { ...own, kind: "put", value, expect },
              { ...all, kind: "put", value, expect: "any" },
            ],
          },
          signal,
        )
        .catch((error: unknown) => {
          throw conflictOf(error, record.pluginId);
        });
      return written;
    },
    async delete({ scope, pluginId }, revision, signal) {
      const [own, all] = keysOf(scope, pluginId);
      await storage
        .commit(
          {
            changes: [
              { ...own, kind: "delete", expect: { revision } },
              { ...all, kind: "delete", expect: "any" },
            ],
          },
          signal,
        )
        .catch((error: unknown) => {
          throw conflictOf(error, pluginId);
        });
    },
  };
}

function keysOf(scope: string, pluginId: string): readonly [own: RecordKey, all: RecordKey] {
  return [
    { collection: collectionOf(scope), key: pluginId },
    { collection: ALL, key: `${scope}:${pluginId}` },
  ];
}

function collectionOf(scope: string): string {
  return `plugins:${scope}`;
}

function conflictOf(error: unknown, pluginId: string): unknown {
  const isConflict = AppError.is(error) && error.code === "storage/conflict";
  return isConflict ? pluginError("plugin/conflict", { pluginId }, { cause: error }) : error;
}
