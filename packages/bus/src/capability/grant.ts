/** What a grant is limited by. Without any it lasts until it is revoked. */
export interface GrantLimits {
  /** Milliseconds since 1970, by the bus's clock. */
  readonly expiresAt?: number;
  /** How many messages may be published with it. */
  readonly uses?: number;
}

/** A new grant. */
export interface GrantOptions extends GrantLimits {
  /** For one that is kept elsewhere, and given again after a restart. Default: a new one. Once revoked, an id is not good again on the bus. */
  readonly id?: string;
}

/** A narrower grant: for the same or another principal, of the same or a narrower capability. */
export interface NarrowOptions extends GrantLimits {
  readonly principal?: string;
  readonly capability?: string;
}

/**
 * A right that a principal has. It is this object: whoever holds it can narrow and revoke it, and nobody else.
 *
 * - What is narrowed from it can never do more than it can, is used up with it, and ends with it.
 */
export interface Grant {
  readonly id: string;
  readonly principal: string;
  /** A pattern: parts with `:` between them, where `*` is any one part and a last `*` is one or more. */
  readonly capability: string;
  readonly expiresAt: number | undefined;
  /** `undefined`: as many as one likes. */
  readonly usesLeft: number | undefined;
  readonly active: boolean;
  /** Throws `bus/not-narrower` for what would be wider. */
  readonly narrow: (options: NarrowOptions) => Grant;
  /** Ends it, and all that was narrowed from it, at once. */
  readonly revoke: () => void;
}

/** Something that was done with authority, or was denied. Never a payload. */
export interface BusAuditRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly principal: string;
  readonly action: "publish" | "grant" | "revoke" | "token";
  readonly capability: string;
  readonly outcome: "allowed" | "denied";
  readonly grantId?: string;
}
