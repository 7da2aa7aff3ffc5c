import type { Expectation, Storage, StoredRecord } from "@cordon/core";
import { commitChanges } from "./commit-changes.ts";
import { stateError } from "./state-errors.ts";

/** Which record to delete, what it is called, and at which revision it must be. */
export interface DeleteRecord {
  readonly what: string;
  readonly collection: string;
  readonly key: string;
  readonly expectRevision?: number;
}

const ATTEMPTS = 64;

/** Throws `state/conflict` where a record is not at the revision that the caller expects; 0 stands for none. */
export function requireRevision(
  what: string,
  key: string,
  found: StoredRecord | undefined,
  expected: number | undefined,
): void {
  const actual = found?.revision ?? 0;
  if (expected !== undefined && expected !== actual)
    throw stateError("state/conflict", { what, key, expected, actual });
}

/** What a commit must expect, so that it changes the record as it was read. */
export function expectationOf(found: StoredRecord | undefined): Expectation {
  return found === undefined ? "absent" : { revision: found.revision };
}

/** Deletes a record and answers whether it was there. */
export async function deleteRecord(
  storage: Storage,
  { what, collection, key, expectRevision }: DeleteRecord,
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const found = await storage.get({ collection, key }, signal);
    requireRevision(what, key, found, expectRevision);
    if (found === undefined) return false;
    const change = { kind: "delete", collection, key, expect: { revision: found.revision } } as const;
    if ((await commitChanges(storage, [change], signal)) !== undefined) return true;
  }
  throw stateError("state/contended", { what, attempts: ATTEMPTS });
}
