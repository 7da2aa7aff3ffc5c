import { coreError } from "../../errors.ts";
import type { JsonObject } from "../../json-value.ts";
import type { CommitRequest, RecordKey, Storage, StorageChange, StoredRecord } from "../../ports/storage.ts";
import { checkCommitRequest, checkListRequest, checkRecordKey } from "../../storage-request.ts";

/** Keeps records in this process and loses them with it: for tests, examples and trying things out. */
export function createMemoryStorage(): Storage {
  const records = new Map<string, StoredRecord>();
  let disposed = false;
  // Resolving first makes every call asynchronous, as it is with a real database.
  const begin = async (signal: AbortSignal): Promise<void> => {
    if (disposed) throw coreError("storage/unavailable", { reason: "disposed" });
    if (signal.aborted) throw coreError("core/aborted", {});
    await Promise.resolve();
  };
  return {
    async get(request, signal) {
      checkRecordKey(request);
      await begin(signal);
      const record = records.get(nameOf(request));
      return record && copyOf(record);
    },
    async list(request, signal) {
      checkListRequest(request);
      await begin(signal);
      const { collection, after = "", limit } = request;
      return [...records.values()]
        .filter((record) => record.collection === collection && record.key > after)
        .sort((one, other) => (one.key < other.key ? -1 : 1))
        .slice(0, limit)
        .map(copyOf);
    },
    async commit(request, signal) {
      checkCommitRequest(request);
      const { changes } = structuredClone(request);
      await begin(signal);
      checkExpectations(changes, records);
      return changes.map((change) => apply(change, records));
    },
    check: begin,
    async [Symbol.asyncDispose]() {
      disposed = true;
    },
  };
}

function checkExpectations(changes: CommitRequest["changes"], records: ReadonlyMap<string, StoredRecord>): void {
  for (const [index, { collection, key, expect }] of changes.entries()) {
    if (expect === "any") continue;
    const revision = records.get(nameOf({ collection, key }))?.revision;
    if (revision !== (expect === "absent" ? undefined : expect.revision)) {
      throw coreError("storage/conflict", { index, collection, key });
    }
  }
}

function apply(change: StorageChange, records: Map<string, StoredRecord>): number {
  const name = nameOf(change);
  if (change.kind === "delete") {
    records.delete(name);
    return 0;
  }
  const { collection, key, value } = change;
  const revision = (records.get(name)?.revision ?? 0) + 1;
  records.set(name, { collection, key, revision, value });
  return revision;
}

// Neither part may contain a space, so one keeps them apart.
function nameOf({ collection, key }: RecordKey): string {
  return `${collection} ${key}`;
}

function copyOf(record: StoredRecord): StoredRecord {
  return { ...record, value: structuredClone(record.value as object) as JsonObject };
}
