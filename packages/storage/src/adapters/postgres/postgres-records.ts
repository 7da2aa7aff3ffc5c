import {
  coreError,
  type JsonObject,
  type ListRequest,
  type RecordKey,
  type StorageChange,
  type StoredRecord,
} from "@cordon/core";
import type { ClientBase, Pool } from "pg";
import { inTransaction } from "./in-transaction.ts";
import { isRetryable } from "./postgres-errors.ts";

/** A change as it waits for its commit: the value is text already, so that nobody can change it any more. */
export interface PreparedChange {
  readonly change: StorageChange;
  readonly text: string;
}

type Queries = Pick<ClientBase, "query">;

interface Row {
  readonly key: string;
  readonly revision: string;
  readonly value: string;
}

const MAX_TRIES = 4;

/** Reads one record. */
export async function getRecord(queries: Queries, { collection, key }: RecordKey): Promise<StoredRecord | undefined> {
  const text = "SELECT key, revision, value FROM records WHERE collection = $1 AND key = $2";
  const { rows } = await queries.query<Row>({ name: "get", text, values: [collection, key] });
  return rows[0] && recordOf(collection, rows[0]);
}

/** Reads a page of records in one statement, which sees one moment. */
export async function listRecords(
  queries: Queries,
  { collection, after = "", limit }: ListRequest,
): Promise<readonly StoredRecord[]> {
  const text = "SELECT key, revision, value FROM records WHERE collection = $1 AND key > $2 ORDER BY key LIMIT $3";
  const { rows } = await queries.query<Row>({ name: "list", text, values: [collection, after, limit] });
  return rows.map((row) => recordOf(collection, row));
}

/** Makes all changes or none; a deadlock or a serialization failure with others is tried again. */
export async function commitChanges(
  pool: Pool,
  changes: readonly PreparedChange[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted) throw coreError("core/aborted", {});
    try {
      return await inTransaction(pool, (client) => applyAll(client, changes));
    } catch (error) {
      if (!isRetryable(error) || tries === MAX_TRIES) throw error;
    }
  }
}

async function applyAll(client: Queries, changes: readonly PreparedChange[]): Promise<readonly number[]> {
  const revisions: number[] = changes.map(() => 0);
  const failed: number[] = [];
  // Every commit takes its row locks in the same order, so that two of them cannot wait for each other.
  for (const index of lockOrder(changes)) {
    const prepared = changes[index];
    if (prepared === undefined) continue;
    const revision = await apply(client, prepared);
    if (revision === undefined) failed.push(index);
    else revisions[index] = revision;
  }
  if (failed.length === 0) return revisions;
  // All were tried, because the first at fault is asked for in the order in which they were given.
  const index = Math.min(...failed);
  const { collection = "", key = "" } = changes[index]?.change ?? {};
  throw coreError("storage/conflict", { index, collection, key });
}

function lockOrder(changes: readonly PreparedChange[]): readonly number[] {
  const nameOf = (index: number): string => `${changes[index]?.change.collection} ${changes[index]?.change.key}`;
  return [...changes.keys()].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

/** The new revision, 0 for a delete, or `undefined` when the expectation failed. */
async function apply(client: Queries, { change, text: value }: PreparedChange): Promise<number | undefined> {
  const { collection, key, expect } = change;
  const at = [collection, key] as const;
  if (change.kind === "put") {
    if (expect === "any") return revisionOf(client, "upsert", UPSERT, [...at, value]);
    if (expect === "absent") return revisionOf(client, "insert", INSERT, [...at, value]);
    return revisionOf(client, "update", UPDATE, [...at, value, expect.revision]);
  }
  if (expect === "absent") {
    // Putting a record there and taking it away again holds the key until the commit; a look at it would not.
    if ((await revisionOf(client, "insert", INSERT, [...at, "{}"])) === undefined) return undefined;
    await revisionOf(client, "delete", DELETE, at);
    return 0;
  }
  const deleted =
    expect === "any"
      ? ((await revisionOf(client, "delete", DELETE, at)) ?? 0)
      : await revisionOf(client, "delete-at", DELETE_AT, [...at, expect.revision]);
  return deleted === undefined ? undefined : 0;
}

const INSERT = `INSERT INTO records (collection, key, revision, value) VALUES ($1, $2, 1, $3)
  ON CONFLICT DO NOTHING RETURNING revision`;
const UPSERT = `INSERT INTO records (collection, key, revision, value) VALUES ($1, $2, 1, $3)
  ON CONFLICT (collection, key) DO UPDATE SET revision = records.revision + 1, value = excluded.value RETURNING revision`;
const UPDATE = `UPDATE records SET revision = revision + 1, value = $3
  WHERE collection = $1 AND key = $2 AND revision = $4 RETURNING revision`;
const DELETE = "DELETE FROM records WHERE collection = $1 AND key = $2 RETURNING revision";
const DELETE_AT = "DELETE FROM records WHERE collection = $1 AND key = $2 AND revision = $3 RETURNING revision";

async function revisionOf(
  client: Queries,
  name: string,
  text: string,
  values: readonly (string | number)[],
): Promise<number | undefined> {
  const { rows } = await client.query<Row>({ name, text, values: [...values] });
  return rows[0] && Number(rows[0].revision);
}

function recordOf(collection: string, { key, revision, value }: Row): StoredRecord {
  return { collection, key, revision: Number(revision), value: JSON.parse(value) as JsonObject };
}
