/** Who is calling. Made by an authenticator and passed on as a value; a bare id proves nothing. */
export interface Principal {
  readonly id: string;
}

/** What a caller presented: for HTTP, the two halves of the `authorization` header. */
export interface Credentials {
  readonly scheme: string;
  readonly value: string;
}

/**
 * Turns credentials into a principal.
 *
 * - Rejects with `auth/rejected` for any credentials that are not accepted, without saying which part was wrong.
 * - The time it takes does not depend on how much of a secret was right.
 * - The credentials appear in no error, log record or span.
 * - Rejects with `core/aborted` when `signal` is aborted before it has decided.
 */
export interface Authenticator {
  authenticate(credentials: Credentials, signal: AbortSignal): Promise<Principal>;
}
