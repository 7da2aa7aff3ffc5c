import { checkCommitRequest, checkListRequest, checkRecordKey, coreError, type Storage } from "@cordon/core";
import { openPool } from "./open-pool.ts";
import { fromPostgres } from "./postgres-errors.ts";
import { type PostgresStorageOptions, resolvePostgresOptions } from "./postgres-options.ts";
import { commitChanges, getRecord, listRecords } from "./postgres-records.ts";

/**
 * Opens a PostgreSQL database as storage. The schema is brought up to date before the first call is answered; several servers
 * may start at once. A database that is not there yet makes calls `storage/unavailable` until it is.
 */
export function createPostgresStorage(options: PostgresStorageOptions): Storage {
  const database = openPool(resolvePostgresOptions(options));
  const calls = new Set<Promise<unknown>>();
  let disposed: Promise<void> | undefined;
  const run = async <Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> => {
    if (disposed !== undefined) throw coreError("storage/unavailable", { reason: "disposed" });
    if (signal.aborted) throw coreError("core/aborted", {});
    const call = fromPostgres(async () => {
      await database.ready();
      if (signal.aborted) throw coreError("core/aborted", {});
      return work();
    });
    calls.add(call);
    try {
      return await call;
    } finally {
      calls.delete(call);
    }
  };
  return {
    async get(request, signal) {
      checkRecordKey(request);
      return run(signal, () => getRecord(database.pool, request));
    },
    async list(request, signal) {
      checkListRequest(request);
      return run(signal, () => listRecords(database.pool, request));
    },
    async commit(request, signal) {
      checkCommitRequest(request);
      const changes = request.changes.map((change) => ({
        change: { ...change },
        text: change.kind === "put" ? JSON.stringify(change.value) : "",
      }));
      return run(signal, () => commitChanges(database.pool, changes, signal));
    },
    async check(signal) {
      await run(signal, () => getRecord(database.pool, { collection: "check", key: "check" }));
    },
    async [Symbol.asyncDispose]() {
      disposed ??= Promise.allSettled(calls).then(() => database.pool.end());
      await disposed;
    },
  };
}
