/** A public key, whose signatures it is trusted for, and when. */
export interface TrustedKey {
  /** Letters, digits, `.`, `_`, `:` and `-`, 1 to 100 characters. Never used for another key. */
  readonly keyId: string;
  /** Ed25519: 32 bytes in base64, or a PEM text (`BEGIN PUBLIC KEY`). */
  readonly publicKey: string;
  /** Ids of plugins: exact ones, `acme.*` for all that begin with `acme.`, or `*` for all. */
  readonly plugins: readonly string[];
  /** Milliseconds since 1970. The key is valid from here on. */
  readonly notBefore?: number;
  /** Milliseconds since 1970. From here on the key is valid no more. */
  readonly notAfter?: number;
  /** Milliseconds since 1970. A key that was ever revoked is worth nothing, whenever it signed. */
  readonly revokedAt?: number;
  readonly revokedReason?: string;
}

/**
 * Knows the keys whose signatures count.
 *
 * - `find` resolves with the key of an id as it stands, or `undefined` when there is none. An id is compared letter by letter.
 * - A key that was revoked is still found, with `revokedAt`. One that expired is found, too.
 * - What was added or revoked before `find` began is seen by it.
 * - What is found is the caller's own, and changing it changes nothing.
 * - Where the keys cannot be read it rejects, and never resolves with `undefined`.
 * - A call whose signal is aborted before it began rejects with `core/aborted`.
 */
export interface TrustStore {
  readonly find: (keyId: string, signal: AbortSignal) => Promise<TrustedKey | undefined>;
}
