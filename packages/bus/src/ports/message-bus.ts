import type { JsonValue } from "@cordon/core";
import type { BusAuditRecord, Grant, GrantOptions } from "../capability/grant.ts";
import type { Envelope } from "../envelope/envelope.ts";
import type { Command } from "../message.ts";
import type { BusRequest, PublishRequest, Sender } from "../sender.ts";
import type { BusLink, BusRelay } from "./bus-relay.ts";
import type { DeadLetter, SubscribeOptions, Subscription } from "../subscription/subscription.ts";

/** Who answers commands. */
export interface RespondOptions {
  /** The addressee. Several responders of one name take turns. */
  readonly name: string;
  /** Commands that are handled at once. Default 32. */
  readonly concurrency?: number;
  /** Commands that may wait. Default 128; one more is refused with `bus/busy`. */
  readonly capacity?: number;
}

/** A command to answer. */
export interface RespondCall {
  readonly command: Command;
  readonly envelope: Envelope;
  /** Aborts when whoever asked does not wait any more, or the responder is disposed. Made when it is first read. */
  readonly signal: AbortSignal;
}

/** Answers one command. What it returns or resolves with goes to whoever asked, if somebody did. */
export type Respond = (call: RespondCall) => JsonValue | Promise<JsonValue>;

/**
 * The bus as the kernel holds it: whoever has this object can do everything. Others are given a `Sender`, or a `Subscription`.
 *
 * - A message goes to every subscription whose patterns match, and a command to one responder of its addressee, too. Each subscription has a queue of
 *   its own: one that is slow delays nobody but, where its policy says so, the publisher.
 * - Payloads are JSON, copied and frozen when they are published. What is none, or is too large or too deep, rejects with `bus/invalid-message`.
 * - `grantCapability` gives a principal a right; `revokeCapability` takes back each of its grants that is good for anything the pattern covers, and
 *   all that were narrowed from them, before it returns. It returns how many it took.
 * - Disposal ends subscriptions, rejects requests under way with `bus/closed`, and is safe twice.
 */
export interface MessageBus extends AsyncDisposable {
  /** The name that the kernel itself publishes under. */
  readonly name: string;
  /** Publishes in the kernel's own name, unchecked. */
  readonly publish: (request: PublishRequest, signal?: AbortSignal) => Promise<Envelope>;
  /** Asks in the kernel's own name, unchecked. */
  readonly request: (request: BusRequest, signal?: AbortSignal) => Promise<JsonValue>;
  /** Makes a sender for a principal. The name is the host's word. */
  readonly openSender: (name: string) => Sender;
  readonly subscribe: (options?: SubscribeOptions) => Subscription;
  readonly respond: (options: RespondOptions, respond: Respond) => Disposable;
  readonly grantCapability: (principal: string, capability: string, options?: GrantOptions) => Grant;
  readonly revokeCapability: (principal: string, capability: string) => number;
  /** Grants that are active, of one principal or of all. */
  readonly grants: (principal?: string) => readonly Grant[];
  readonly subscriberCount: () => number;
  /** Joins it to the buses of other processes, until the link is disposed. */
  readonly link: (relay: BusRelay) => BusLink;
  /** Messages that were given up on, newest last; the latest thousand. */
  readonly deadLetters: () => readonly DeadLetter[];
}

/** What happens on a bus, for whoever keeps it. Called at once, and must not throw. */
export interface BusObserver {
  readonly onAudit?: (record: BusAuditRecord) => void;
  readonly onDeadLetter?: (letter: DeadLetter) => void;
}
