import type { JsonObject, Storage } from "@cordon/core";
import type { BusGrantRecord } from "./messaging-parts.ts";

const COLLECTION = "bus-grants";
const PAGE = 1000;

/** Where grants on the bus are kept, by their ids, which are in the order of time. */
export interface GrantRecords {
  readonly get: (id: string, signal: AbortSignal) => Promise<BusGrantRecord | undefined>;
  readonly list: (
    page: { readonly after?: string; readonly limit: number },
    signal: AbortSignal,
  ) => Promise<readonly BusGrantRecord[]>;
  readonly all: (signal: AbortSignal) => Promise<readonly BusGrantRecord[]>;
  readonly put: (record: BusGrantRecord, signal: AbortSignal) => Promise<void>;
  /** Removes records, those that are not there included. */
  readonly remove: (ids: readonly string[], signal: AbortSignal) => Promise<void>;
}

/** Keeps grants in a collection of their own. */
export function createGrantRecords(storage: Storage): GrantRecords {
  const list: GrantRecords["list"] = async (page, signal) =>
    (await storage.list({ collection: COLLECTION, ...page }, signal)).map(({ value }) => recordOf(value));
  return {
    list,
    async get(id, signal) {
      const found = await storage.get({ collection: COLLECTION, key: id }, signal);
      return found && recordOf(found.value);
    },
    async all(signal) {
      const all: BusGrantRecord[] = [];
      for (;;) {
        const after = all.at(-1)?.id;
        const page = await list({ limit: PAGE, ...(after === undefined ? {} : { after }) }, signal);
        all.push(...page);
        if (page.length < PAGE) return all;
      }
    },
    async put(record, signal) {
      const value = { ...record } as unknown as JsonObject;
      const change = { kind: "put", collection: COLLECTION, key: record.id, value, expect: "absent" } as const;
      await storage.commit({ changes: [change] }, signal);
    },
    async remove(ids, signal) {
      for (let at = 0; at < ids.length; at += 100) {
        const some = ids.slice(at, at + 100);
        const changes = some.map((key) => ({ kind: "delete", collection: COLLECTION, key, expect: "any" }) as const);
        await storage.commit({ changes }, signal);
      }
    },
  };
}

// Only this server writes the collection.
function recordOf(value: JsonObject): BusGrantRecord {
  return value as unknown as BusGrantRecord;
}
