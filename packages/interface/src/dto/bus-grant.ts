/** A right on the bus to give. */
export interface CreateBusGrantV1 {
  /** Who is to have it: a module's id, or `api.` and the name of a token. */
  readonly principal: string;
  /** A pattern: parts with `:` between them, where `*` is any one part and a last `*` is one or more. */
  readonly capability: string;
  readonly expiresAt?: string | undefined;
  /** How many messages may be sent with it. Default: any number. */
  readonly uses?: number | undefined;
}

/** Less of what a grant gives. What is left out is as in the grant. */
export interface NarrowBusGrantV1 {
  readonly principal?: string | undefined;
  readonly capability?: string | undefined;
  readonly expiresAt?: string | undefined;
  readonly uses?: number | undefined;
}

/** A right on the bus that was given. */
export interface BusGrantV1 {
  readonly id: string;
  readonly principal: string;
  readonly capability: string;
  readonly expiresAt: string | null;
  readonly uses: number | null;
  /** Of the grant that it was narrowed from, and ends with. */
  readonly parentId: string | null;
  readonly grantedBy: string;
  readonly grantedAt: string;
}

/** A page of grants in the order in which they were given, and the cursor of the next one where there is one. */
export interface BusGrantListV1 {
  readonly items: readonly BusGrantV1[];
  readonly next: string | null;
}
