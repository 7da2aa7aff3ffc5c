import { AppError, coreError } from "@cordon/core";

/** Runs something of SQLite and turns what it throws into storage's own errors. */
export function fromSqlite<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw sqliteError(error);
  }
}

/** True when another process holds the database and waiting may help. */
export function isBusy(error: unknown): boolean {
  // SQLITE_BUSY (5) and SQLITE_LOCKED (6), with their extended codes in the upper bits.
  const code = resultCode(error) & 0xff;
  return code === 5 || code === 6;
}

/** The storage error for something that SQLite, or the file system under it, threw. */
export function sqliteError(error: unknown): AppError {
  return AppError.from(error, (options) => coreError("storage/unavailable", { reason: reasonOf(error) }, options));
}

function reasonOf(error: unknown): string {
  if (isBusy(error)) return "another process holds the database";
  switch (resultCode(error) & 0xff) {
    // A disk that is full, in a commit.
    case 13:
      return "the disk is full";
    // A folder in place of the file, or no permission, at the start.
    case 14:
      return "the database file cannot be opened";
    // A file of something else, or one that was damaged, at the start or at any read.
    case 11:
    case 26:
      return "the file is not a sound SQLite database";
    // A file system that was made read-only under us.
    case 8:
      return "the database is read-only";
    default:
      return "the database failed";
  }
}

function resultCode(error: unknown): number {
  const { errcode } = (error ?? {}) as { readonly errcode?: unknown };
  return typeof errcode === "number" ? errcode : 0;
}
