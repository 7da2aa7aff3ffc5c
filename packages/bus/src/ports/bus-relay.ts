import type { JsonValue } from "@cordon/core";
import type { GrantRecord } from "../capability/authority.ts";
import type { Envelope } from "../envelope/envelope.ts";
import type { Command } from "../message.ts";

/** A message as it goes from one bus to another. */
export interface RelayedMessage {
  readonly envelope: Envelope;
  readonly topic: string;
  readonly to: string | undefined;
  /** For a command: whether it has its responder already, so that others only look on. */
  readonly isTaken: boolean;
  /** Whether its sender was closed, or what it was published with was revoked, since: what waits must not go out any more. */
  readonly isStopped: () => boolean;
}

/** A command that is to be answered. */
export interface RelayedRequest {
  readonly envelope: Envelope;
  readonly command: Command;
  readonly to: string;
  readonly timeoutMs: number;
  /** Whether its sender was closed, or what it asks with was revoked, since. */
  readonly isStopped: () => boolean;
}

/**
 * Joins this bus to those of other processes.
 *
 * - `forward` is given every message that is published here, in order, after it was delivered here. A promise that it returns is what the
 *   publisher waits for; one that rejects rejects the publish, though subscribers of this process have the message.
 * - `request` is asked where nobody here answers. It rejects with `bus/no-responder`, `bus/request-timeout`, `core/aborted` or what the
 *   responder failed with.
 * - `onGrant` and `onRevoke` are told at once of what was granted or revoked here, and `onResponder` whenever a name begins or ceases to be
 *   answered here; when the relay is linked, of those that are.
 */
export interface BusRelay {
  readonly forward: (message: RelayedMessage, signal: AbortSignal | undefined) => Promise<void> | undefined;
  readonly request: (request: RelayedRequest, signal: AbortSignal | undefined) => Promise<JsonValue>;
  readonly onGrant: (grant: GrantRecord) => void;
  readonly onRevoke: (grantIds: readonly string[]) => void;
  readonly onResponder: (name: string, isThere: boolean) => void;
}

/** What a relay does to the bus in the name of the others. It checks what comes in before: the bus takes its word. */
export interface BusLink extends Disposable {
  /** Delivers a message to the subscribers here, and forwards it nowhere. Returns a promise where a subscriber has to be waited for. */
  readonly deliver: (message: Pick<RelayedMessage, "envelope" | "to">) => Promise<unknown> | undefined;
  /** Lets a responder here answer a command of another process. Rejects with `bus/no-responder` where there is none. */
  readonly answer: (request: Omit<RelayedRequest, "isStopped">, signal: AbortSignal) => Promise<JsonValue>;
  /** The capability that a message of its source needs. Throws `bus/invalid-message` for one that cannot be. */
  readonly capabilityOf: (message: Pick<RelayedMessage, "envelope" | "to">) => string;
  /** The topic that such a message has. Throws as `capabilityOf` does. */
  readonly topicOf: (message: Pick<RelayedMessage, "envelope" | "to">) => string;
  /** Grants that were made here, or taken over. */
  readonly grants: () => readonly GrantRecord[];
  /** Puts a grant of another process in force until `leasedUntil`. Doing so again makes it last longer. */
  readonly adopt: (grant: GrantRecord, leasedUntil: number) => void;
  /** Ends grants wherever they were made. */
  readonly withdraw: (grantIds: readonly string[]) => void;
  /** Ends the leases of grants that another process does not give any more. */
  readonly lapse: (grantIds: readonly string[]) => void;
  /** The ids of grants that were revoked of late: to be told to those who may not have heard. */
  readonly ended: () => readonly string[];
}
