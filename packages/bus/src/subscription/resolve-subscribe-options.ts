import { parseNamePattern } from "../pattern/name-pattern.ts";
import type { SegmentPattern } from "../pattern/segment-pattern.ts";
import { MAX_TIMER, requireWhole } from "../require-whole.ts";
import type { AckOptions, Overflow, SubscribeOptions } from "./subscription.ts";

/** What is done where nothing is said. */
export const SUBSCRIBE_DEFAULTS = {
  name: "anonymous",
  capacity: 128,
  overflow: { policy: "drop-new" },
  ackTimeoutMs: 30_000,
  maxDeliveries: 5,
} as const;

const POLICIES: ReadonlySet<unknown> = new Set(["drop-new", "drop-old", "block", "disconnect"]);

/** Options with nothing left open. */
export interface ResolvedSubscribeOptions {
  readonly name: string;
  readonly topic: SegmentPattern | undefined;
  readonly to: SegmentPattern | undefined;
  readonly capacity: number;
  readonly overflow: Overflow;
  readonly ack: Required<AckOptions> | undefined;
}

/** Checks all options. Throws a `RangeError` for what cannot be, and `bus/invalid-pattern` for a pattern that is none. */
export function resolveSubscribeOptions(options: SubscribeOptions): ResolvedSubscribeOptions {
  const { name = SUBSCRIBE_DEFAULTS.name, capacity = SUBSCRIBE_DEFAULTS.capacity } = options;
  const { topic, to, overflow = SUBSCRIBE_DEFAULTS.overflow, ack } = options;
  requireWhole("capacity", capacity, 1, 1_000_000);
  if (!POLICIES.has(overflow.policy))
    throw new RangeError(`overflow.policy must be drop-new, drop-old, block or disconnect, not ${overflow.policy}.`);
  if (overflow.policy === "block") requireWhole("overflow.timeoutMs", overflow.timeoutMs, 0, MAX_TIMER);
  return {
    name,
    topic: topic === undefined ? undefined : parseNamePattern(topic, "topic"),
    to: to === undefined ? undefined : parseNamePattern(to, "addressee"),
    capacity,
    overflow,
    ack: ack && resolveAck(ack, capacity),
  };
}

function resolveAck(ack: AckOptions, capacity: number): Required<AckOptions> {
  const { timeoutMs = SUBSCRIBE_DEFAULTS.ackTimeoutMs, maxDeliveries = SUBSCRIBE_DEFAULTS.maxDeliveries } = ack;
  const { maxInFlight = capacity, onDeadLetter = "continue", onError = () => undefined } = ack;
  requireWhole("ack.timeoutMs", timeoutMs, 1, MAX_TIMER);
  requireWhole("ack.maxDeliveries", maxDeliveries, 1, 1_000_000);
  requireWhole("ack.maxInFlight", maxInFlight, 1, 1_000_000);
  if (onDeadLetter !== "continue" && onDeadLetter !== "stop")
    throw new RangeError(`ack.onDeadLetter must be continue or stop, not ${String(onDeadLetter)}.`);
  return { timeoutMs, maxDeliveries, maxInFlight, onDeadLetter, onError };
}
