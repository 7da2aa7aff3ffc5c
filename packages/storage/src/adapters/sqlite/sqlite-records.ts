import type { DatabaseSync } from "node:sqlite";
import {
  coreError,
  type JsonObject,
  type ListRequest,
  type RecordKey,
  type StorageChange,
  type StoredRecord,
} from "@cordon/core";

/** A change as it waits for its commit: the value is text already, so that nobody can change it any more. */
export interface PreparedChange {
  readonly change: StorageChange;
  readonly text: string;
}

/** The statements over the table of records, prepared once. */
export interface SqliteRecords {
  get(request: RecordKey): StoredRecord | undefined;
  list(request: ListRequest): readonly StoredRecord[];
  /** Makes one change and answers its new revision; throws `storage/conflict` when its expectation fails. */
  apply(prepared: PreparedChange, index: number): number;
}

interface Row {
  readonly key: string;
  readonly revision: number;
  readonly value: string;
}

/** Prepares the statements. Each expectation is a condition of the one statement that changes the record. */
export function prepareRecords(database: DatabaseSync): SqliteRecords {
  const select = database.prepare("SELECT key, revision, value FROM records WHERE collection = ? AND key = ?");
  const selectAfter = database.prepare(
    "SELECT key, revision, value FROM records WHERE collection = ? AND key > ? ORDER BY key LIMIT ?",
  );
  const insert = database.prepare(
    "INSERT INTO records (collection, key, revision, value) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING",
  );
  const upsert = database.prepare(
    `INSERT INTO records (collection, key, revision, value) VALUES (?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET revision = revision + 1, value = excluded.value RETURNING revision`,
  );
  const update = database.prepare(
    "UPDATE records SET revision = revision + 1, value = ? WHERE collection = ? AND key = ? AND revision = ?",
  );
  const remove = database.prepare("DELETE FROM records WHERE collection = ? AND key = ?");
  const removeAt = database.prepare("DELETE FROM records WHERE collection = ? AND key = ? AND revision = ?");

  const put = ({ collection, key, expect }: StorageChange, text: string): number => {
    if (expect === "any") return Number(upsert.get(collection, key, text)?.["revision"]);
    if (expect === "absent") return Number(insert.run(collection, key, text).changes);
    return Number(update.run(text, collection, key, expect.revision).changes) * (expect.revision + 1);
  };
  const isDeleted = ({ collection, key, expect }: StorageChange): boolean => {
    if (expect === "absent") return select.get(collection, key) === undefined;
    if (expect === "any") return remove.run(collection, key) !== undefined;
    return removeAt.run(collection, key, expect.revision).changes === 1;
  };
  return {
    get({ collection, key }) {
      const row = select.get(collection, key) as Row | undefined;
      return row && recordOf(collection, row);
    },
    list: ({ collection, after = "", limit }) =>
      (selectAfter.all(collection, after, limit) as unknown as readonly Row[]).map((row) => recordOf(collection, row)),
    apply({ change, text }, index) {
      const revision = change.kind === "put" ? put(change, text) : 0;
      if (change.kind === "put" ? revision > 0 : isDeleted(change)) return revision;
      throw coreError("storage/conflict", { index, collection: change.collection, key: change.key });
    },
  };
}

function recordOf(collection: string, { key, revision, value }: Row): StoredRecord {
  return { collection, key, revision, value: JSON.parse(value) as JsonObject };
}
