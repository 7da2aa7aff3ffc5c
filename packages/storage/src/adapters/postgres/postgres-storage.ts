import { checkCommitRequest, checkListRequest, checkRecordKey, coreError, type Storage } from "@cordon/core";
import { openPool } from "./open-pool.ts";
import { fromPostgres } from "./postgres-errors.ts";
import { commitChanges, getRecord, listRecords } from "./postgres-records.ts";

/** How a PostgreSQL database is reached. */
export interface PostgresStorageOptions {
  /** `postgres://user:password@host:5432/database`; never appears in an error or a log. */
  readonly connectionString: string;
  /** Connections held at most; further calls wait for one. Default 10. */
  readonly maxConnections?: number;
  /** How long reaching the database, or waiting for a free connection, may take. Default 5000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take, its wait for another commit included. Default 10000. */
  readonly statementTimeoutMs?: number;
}

/** The defaults of `PostgresStorageOptions`. */
export const POSTGRES_DEFAULTS = { maxConnections: 10, connectTimeoutMs: 5000, statementTimeoutMs: 10_000 } as const;

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

/** Checks the options and fills in the defaults. */
export function resolvePostgresOptions(options: PostgresStorageOptions): Required<PostgresStorageOptions> {
  const resolved = { ...POSTGRES_DEFAULTS, ...options };
  if (!URL.canParse(resolved.connectionString)) {
    throw new TypeError("connectionString must look like postgres://user:password@host:5432/database.");
  }
  for (const name of ["maxConnections", "connectTimeoutMs", "statementTimeoutMs"] as const) {
    const value = resolved[name];
    if (Number.isInteger(value) && value >= 1 && value <= 600_000) continue;
    throw new RangeError(`${name} must be a whole number from 1 to 600000, and is ${value}.`);
  }
  return Object.freeze(resolved);
}
