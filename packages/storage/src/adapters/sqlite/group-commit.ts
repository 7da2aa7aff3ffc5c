import type { DatabaseSync } from "node:sqlite";
import { type AppError, type CommitRequest, coreError } from "@cordon/core";
import { isBusy, sqliteError } from "./sqlite-errors.ts";
import type { PreparedChange, SqliteRecords } from "./sqlite-records.ts";

/** Takes commits and makes those that arrive together in one transaction, so that they share one wait for the disk. */
export interface GroupCommit {
  add(request: CommitRequest, signal: AbortSignal): Promise<readonly number[]>;
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>;
}

interface Waiting {
  readonly changes: readonly PreparedChange[];
  readonly signal: AbortSignal;
  readonly resolve: (revisions: readonly number[]) => void;
  readonly reject: (error: AppError) => void;
}

// Bounds how long one transaction keeps the thread; what is left over forms the next.
const GROUP_MAX = 256;
const BUSY_PAUSE_MS = 10;

/**
 * Collects the commits of one turn of the event loop:
 *
 *   BEGIN IMMEDIATE -> each in a SAVEPOINT, one that fails is rolled back alone -> COMMIT -> only now each is answered
 */
export function createGroupCommit(database: DatabaseSync, records: SqliteRecords, busyTimeoutMs: number): GroupCommit {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  const savepoint = database.prepare("SAVEPOINT one");
  const release = database.prepare("RELEASE one");
  const rollbackOne = database.prepare("ROLLBACK TO one");

  const applyAll = (changes: readonly PreparedChange[]): readonly number[] =>
    changes.map((change, index) => records.apply(change, index));

  /** Makes one of several commits; answers how to settle it once the transaction is through. */
  const attempt = (one: Waiting): (() => void) => {
    savepoint.run();
    try {
      const revisions = applyAll(one.changes);
      release.run();
      return () => one.resolve(revisions);
    } catch (error) {
      rollbackOne.run();
      release.run();
      return () => one.reject(sqliteError(error));
    }
  };

  const transact = (group: readonly Waiting[]): void => {
    let settle: readonly (() => void)[];
    try {
      settle = group.map(attempt);
      commit.run();
    } catch (error) {
      if (database.isTransaction) rollback.run();
      for (const one of group) one.reject(sqliteError(error));
      return;
    }
    for (const each of settle) each();
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const failure = await beginWithin(() => begin.run(), busyTimeoutMs);
      // Aborts count until the moment the work begins.
      const group = waiting.splice(0, GROUP_MAX).filter(isWanted);
      if (failure === undefined) transact(group);
      else for (const one of group) one.reject(failure);
    }
    running = undefined;
  };
  return {
    add({ changes }, signal) {
      const prepared = changes.map((change) => ({ change: { ...change }, text: textOf(change) }));
      return new Promise((resolve, reject) => {
        waiting.push({ changes: prepared, signal, resolve, reject });
        running ??= new Promise<void>((done) => setImmediate(done)).then(run);
      });
    },
    drained: async () => running,
  };
}

function textOf(change: CommitRequest["changes"][number]): string {
  return change.kind === "put" ? JSON.stringify(change.value) : "";
}

function isWanted({ signal, reject }: Waiting): boolean {
  if (signal.aborted) reject(coreError("core/aborted", {}));
  return !signal.aborted;
}

/** Tries to begin until the time is over; between tries the event loop goes on. Answers what stopped it. */
async function beginWithin(begin: () => unknown, busyTimeoutMs: number): Promise<AppError | undefined> {
  const until = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      begin();
      return undefined;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) return sqliteError(error);
    }
    await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS));
  }
}
