import type { BusAuditRecord, Sender } from "@cordon/bus";
import type { Principal } from "@cordon/core";
import type { EventBus } from "@cordon/events";
import type { Kernel } from "@cordon/kernel";

/** A right on the bus that outlives the server. */
export interface BusGrantRecord {
  readonly id: string;
  readonly principal: string;
  readonly capability: string;
  readonly expiresAt?: number;
  readonly uses?: number;
  /** Of the grant that it was narrowed from. */
  readonly parentId?: string;
  readonly grantedBy: string;
  readonly grantedAt: number;
}

/** A right to give. */
export interface NewBusGrant {
  readonly principal: string;
  readonly capability: string;
  readonly expiresAt?: number;
  readonly uses?: number;
}

/**
 * The rights that were given on the bus over the API. They are in storage, so that they are in force again after a restart, and their end is at
 * once in force on every server of the bus. Those that are limited in uses are not: each server and each life of it would count anew, so they are
 * good on the server that gave them, until it ends.
 */
export interface BusGrants {
  readonly add: (grant: NewBusGrant, by: Principal, signal: AbortSignal) => Promise<BusGrantRecord>;
  /** Gives less of what a grant gives. Rejects with `bus/not-narrower` for more. */
  readonly narrow: (
    id: string,
    grant: Partial<NewBusGrant>,
    by: Principal,
    signal: AbortSignal,
  ) => Promise<BusGrantRecord>;
  /** Ends it and all that was narrowed from it. Rejects with `server/no-such-grant`. */
  readonly revoke: (id: string, signal: AbortSignal) => Promise<void>;
  /** In the order in which they were given: at most `limit` after an id. */
  readonly list: (
    page: { readonly after?: string; readonly limit: number },
    signal: AbortSignal,
  ) => Promise<readonly BusGrantRecord[]>;
}

/** The part of a server that carries messages, and what uses them. */
export interface MessagingParts {
  readonly kernel: Kernel;
  readonly events: EventBus;
  readonly grants: BusGrants;
  /** A caller's access to the bus, in the name `api.<its id>`. */
  readonly senderOf: (principal: Principal) => Sender;
  /** Notes in the audit that somebody published, or tried to, what the bus itself does not carry. */
  readonly noteUse: (use: Pick<BusAuditRecord, "principal" | "capability" | "outcome">) => void;
  /** Whether what carries messages between servers can be reached; true where there is nothing to reach. */
  readonly isConnected: () => boolean;
}
