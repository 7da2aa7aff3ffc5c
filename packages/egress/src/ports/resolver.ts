/** A host whose addresses are wanted: a name, never an address. */
export interface ResolveRequest {
  readonly host: string;
}

/**
 * Finds the addresses of a host.
 *
 * - Resolves with every address found, at least one, as plain IPv4 or IPv6 text; an address that would be tried first comes first.
 * - Asks anew each time: nothing is kept from one call to another.
 * - Rejects with `egress/unresolved` where there is no address, whatever the reason.
 * - Rejects with `core/aborted` soon after `signal` aborts, and asks nothing if it was aborted before. Calls at once do not
 *   know of each other.
 */
export interface Resolver {
  readonly resolve: (request: ResolveRequest, signal: AbortSignal) => Promise<readonly string[]>;
}
