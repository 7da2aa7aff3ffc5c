import { AppError, coreError } from "@cordon/core";

/** Runs something of PostgreSQL and turns what it rejects with into storage's own errors. */
export async function fromPostgres<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw AppError.from(error, (options) => coreError("storage/unavailable", { reason: reasonOf(error) }, options));
  }
}

/** True for a commit that failed only because of others at the same time, and that left nothing behind. */
export function isRetryable(error: unknown): boolean {
  // Serialization failure, and deadlock: row locks are ordered, but an index page may still be contended.
  return ["40001", "40P01"].includes(codeOf(error));
}

/** Says what is wrong in our words: the server's own may quote a query, a host or a user. */
function reasonOf(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    // No server at the address, or no route to it.
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENOTFOUND":
    case "ETIMEDOUT":
    case "ENOENT":
      return "the database cannot be reached";
    // A wrong password or an unknown user.
    case "28P01":
    case "28000":
      return "the database does not accept this user and password";
    // A database name that is not there.
    case "3D000":
      return "the database does not exist";
    // A statement that waited for another commit for too long.
    case "57014":
      return "the database took too long";
    // A server that was told to stop, in the middle of a call or before one.
    case "57P01":
    case "57P02":
    case "57P03":
      return "the database is stopping or starting; whether a commit under way was made is not known";
    // Every connection that the server allows is taken.
    case "53300":
      return "the database has no connection left";
    default:
      return "the connection to the database failed; whether a commit under way was made is not known";
  }
}

function codeOf(error: unknown): string {
  // With several addresses for one host, Node reports all failures together.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { code } = (first ?? {}) as { readonly code?: unknown };
  return typeof code === "string" ? code : "";
}
