import type { JsonObject } from "../json-value.ts";

/** Names one record. Both parts are 1 to 200 printable ASCII characters without space. */
export interface RecordKey {
  readonly collection: string;
  readonly key: string;
}

/** A record as it stands. `revision` is 1 when the record is first put and grows by 1 with each put. */
export interface StoredRecord extends RecordKey {
  readonly revision: number;
  readonly value: JsonObject;
}

/** What must be true of a record for its change to be made: anything, not there, or there at this revision. */
export type Expectation = "any" | "absent" | { readonly revision: number };

/** One change of a commit. Deleting with `"any"` succeeds when the record is not there. */
export type StorageChange =
  | (RecordKey & { readonly kind: "put"; readonly value: JsonObject; readonly expect: Expectation })
  | (RecordKey & { readonly kind: "delete"; readonly expect: Expectation });

/** Which records to list: those of one collection after a key, at most `limit` (1 to 1000). */
export interface ListRequest {
  readonly collection: string;
  readonly after?: string;
  readonly limit: number;
}

/** The changes of one commit: 1 to 100, no record named twice. */
export interface CommitRequest {
  readonly changes: readonly StorageChange[];
}

/**
 * Keeps records in named collections and changes several of them at once or not at all.
 *
 * - `get` resolves with the record, or `undefined` when it is not there.
 * - `list` resolves in ascending key order, byte by byte.
 * - `commit` makes all changes or none. It resolves with the new revision of each change (0 for a delete) once they are
 *   durable, and rejects with `storage/conflict`, naming the first change whose expectation failed.
 * - Of concurrent commits that expect the same revision of a record, exactly one succeeds.
 * - A read sees every commit that resolved before the read began, and never half of one.
 * - What is read is the reader's own: changing what was given to or got from storage changes nothing in it.
 * - A call whose signal is aborted before its work began rejects with `core/aborted` and changes nothing; a commit that has
 *   begun settles with what really happened.
 * - A malformed request rejects with `storage/invalid`; a database that cannot be reached, or storage that was disposed,
 *   with `storage/unavailable`.
 * - `check` resolves when a read would work now.
 * - Disposing waits for calls under way, and may be done twice.
 */
export interface Storage extends AsyncDisposable {
  get(request: RecordKey, signal: AbortSignal): Promise<StoredRecord | undefined>;
  list(request: ListRequest, signal: AbortSignal): Promise<readonly StoredRecord[]>;
  commit(request: CommitRequest, signal: AbortSignal): Promise<readonly number[]>;
  check(signal: AbortSignal): Promise<void>;
}
