import { AppError, type Storage, type StorageChange } from "@cordon/core";

/** Commits, and answers the new revisions; `undefined` where a record was not as expected, as others were faster. */
export async function commitChanges(
  storage: Storage,
  changes: readonly StorageChange[],
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  try {
    return await storage.commit({ changes }, signal);
  } catch (error) {
    if (AppError.is(error) && error.code === "storage/conflict") return undefined;
    throw error;
  }
}
