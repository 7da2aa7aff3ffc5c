import type { Clock, Logger, Random } from "@cordon/core";
import type { NatsConnection } from "@nats-io/transport-node";
import { checkName } from "../../pattern/name-pattern.ts";
import type { MessageBus } from "../../ports/message-bus.ts";
import { MAX_TIMER, requireWhole } from "../../require-whole.ts";
import type { BusKey } from "../../token/bus-key.ts";
import type { RevocationList } from "../../token/create-revocation-list.ts";
import type { HeldToken } from "../../token/held-token.ts";

import { DUPLICATE_WINDOW_MS } from "./times.ts";

// In nanoseconds it must be a number that both sides read the same.
const MAX_AGE_MS = 9_000_000_000;
const MAX_GRANT_EVERY_MS = 600_000;

/** What a bus is joined to others with. */
export interface BridgeOptions {
  readonly bus: MessageBus;
  /** Reconnects by itself, and is closed by whoever opened it. */
  readonly connection: NatsConnection;
  /** The name of the bus that the servers are together. */
  readonly name: string;
  /** The name of this server, no other's, and the same after a restart: where it goes on. */
  readonly serverId: string;
  /** What this server speaks for its senders with: a key that the others trust, or a token that was issued to it with one. */
  readonly authority: BusKey | HeldToken;
  /** The public keys that are trusted. */
  readonly rootKeys: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Tokens that were revoked, shared with the others. */
  readonly revocations: RevocationList;
  /** Messages that may wait for the broker at once, and requests for an answer. Default 10,000. */
  readonly maxPending?: number;
  /** How long a message may take to reach the broker, reconnecting included. Default 5000. */
  readonly publishTimeoutMs?: number;
  /** How long messages are kept for servers that are away, from 2 minutes. Default an hour. Only who makes the stream says so. */
  readonly maxAgeMs?: number;
  /** Bytes of messages that are kept. Default 1 GiB. */
  readonly maxBytes?: number;
  /** How often a server repeats which grants it has given. They end three times as long after it was last heard. Default 5000. */
  readonly grantEveryMs?: number;
}

/** The same with nothing left open. */
export type ResolvedBridgeOptions = Required<BridgeOptions>;

/** What is done where nothing is said. */
export const BRIDGE_DEFAULTS = {
  maxPending: 10_000,
  publishTimeoutMs: 5000,
  maxAgeMs: 3_600_000,
  maxBytes: 1_073_741_824,
  grantEveryMs: 5000,
} as const;

/** Checks all options. Throws `bus/invalid-pattern` for a name that is none, and a `RangeError` for a number that cannot be. */
export function resolveBridgeOptions(options: BridgeOptions): ResolvedBridgeOptions {
  const resolved = { ...BRIDGE_DEFAULTS, ...options };
  // Dots would make several parts of one in the names of subjects.
  if (checkName(options.name, "name of the bus").includes(".")) throw new RangeError("The name of a bus has no dots.");
  if (checkName(options.serverId, "server id").includes(".")) throw new RangeError("A server id has no dots.");
  requireWhole("maxPending", resolved.maxPending, 1, 10_000_000);
  requireWhole("publishTimeoutMs", resolved.publishTimeoutMs, 1, MAX_TIMER);
  // Below it the broker could not tell a message that is sent again.
  requireWhole("maxAgeMs", resolved.maxAgeMs, DUPLICATE_WINDOW_MS, MAX_AGE_MS);
  requireWhole("maxBytes", resolved.maxBytes, 1, Number.MAX_SAFE_INTEGER);
  requireWhole("grantEveryMs", resolved.grantEveryMs, 100, MAX_GRANT_EVERY_MS);
  return Object.freeze(resolved);
}
