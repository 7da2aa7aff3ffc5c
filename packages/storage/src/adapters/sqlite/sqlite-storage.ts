import type { Storage } from "@cordon/core";
import { checkCommitRequest, checkListRequest, checkRecordKey, coreError } from "@cordon/core";
import { createGroupCommit } from "./group-commit.ts";
import { openDatabase } from "./open-database.ts";
import { fromSqlite } from "./sqlite-errors.ts";
import { resolveSqliteOptions, type SqliteStorageOptions } from "./sqlite-options.ts";
import { prepareRecords } from "./sqlite-records.ts";

/**
 * Opens a SQLite database as storage. Throws `storage/unavailable` when the file cannot be opened or is not a database, and
 * `storage/schema-too-new` when a newer version wrote it.
 */
export function createSqliteStorage(options: SqliteStorageOptions): Storage {
  const { file, busyTimeoutMs, durability } = resolveSqliteOptions(options);
  const database = openDatabase(file, durability);
  const records = prepareRecords(database);
  const commits = createGroupCommit(database, records, busyTimeoutMs);
  let disposed = false;
  const begin = (signal: AbortSignal): void => {
    if (disposed) throw coreError("storage/unavailable", { reason: "disposed" });
    if (signal.aborted) throw coreError("core/aborted", {});
  };
  return {
    async get(request, signal) {
      checkRecordKey(request);
      begin(signal);
      return fromSqlite(() => records.get(request));
    },
    async list(request, signal) {
      checkListRequest(request);
      begin(signal);
      return fromSqlite(() => records.list(request));
    },
    async commit(request, signal) {
      checkCommitRequest(request);
      begin(signal);
      return commits.add(request, signal);
    },
    async check(signal) {
      begin(signal);
      fromSqlite(() => records.get({ collection: "check", key: "check" }));
    },
    async [Symbol.asyncDispose]() {
      if (disposed) return;
      disposed = true;
      await commits.drained();
      database.close();
    },
  };
}
