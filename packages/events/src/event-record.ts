import { Buffer } from "node:buffer";
import { checkCloudEvent } from "./cloud-event/check-cloud-event.ts";
import type { CloudEvent } from "./cloud-event/cloud-event.ts";
import { CLOUD_EVENT_LIMITS, type CloudEventLimits } from "./cloud-event/cloud-event-limits.ts";
import { formatChecked } from "./cloud-event/format-cloud-event.ts";
import { tooManyBytes } from "./cloud-event/text-of-bytes.ts";

/** What every event bus may be told about the events it takes. */
export interface EventSizeOptions {
  /** Bytes of one event in JSON. Default 1,000,000: with what a dead letter adds, it stays below the 1 MiB that NATS takes. */
  readonly maxEventBytes?: number;
}

/** The default of `EventSizeOptions`. */
export const EVENT_SIZE_DEFAULTS: Required<EventSizeOptions> = { maxEventBytes: 1_000_000 };

/** How many extensions a dead letter has more than the event that it was. */
const DEAD_EXTENSIONS = 3;
const DEAD_BYTES = 4096;

/** What events are held to that are published, and what those are held to that are read back, dead letters among them. */
export interface RecordLimits {
  readonly publish: Required<CloudEventLimits>;
  readonly read: Required<CloudEventLimits>;
}

/** The limits of a bus whose events have so many bytes at most. */
export function recordLimits(maxEventBytes: number): RecordLimits {
  const { maxExtensions } = CLOUD_EVENT_LIMITS;
  return {
    publish: { ...CLOUD_EVENT_LIMITS, maxBytes: maxEventBytes, maxExtensions: maxExtensions - DEAD_EXTENSIONS },
    read: { ...CLOUD_EVENT_LIMITS, maxBytes: maxEventBytes + DEAD_BYTES, maxExtensions },
  };
}

/** An event as a bus keeps it. */
export interface EventRecord {
  readonly event: CloudEvent;
  readonly text: string;
  /** What the event is recognised by. A source has no space, so one keeps the two apart. */
  readonly key: string;
}

/** Checks an event and writes it down. Throws what `formatCloudEvent` throws. */
export function toRecord(value: CloudEvent, limits: Required<CloudEventLimits>): EventRecord {
  const event = checkCloudEvent(value, limits);
  const text = formatChecked(event);
  // No character takes more than three bytes in UTF-8, so most texts need not be measured.
  if (text.length * 3 > limits.maxBytes && Buffer.byteLength(text) > limits.maxBytes)
    throw tooManyBytes(limits.maxBytes);
  return { event, text, key: `${event.source} ${event.id}` };
}

/** What became of an event that nobody acknowledged. */
export interface DeadLetter {
  readonly event: CloudEvent;
  readonly topic: string;
  readonly sequence: number;
  readonly attempts: number;
}

/** The event of a dead letter: the one that it was, and three extensions that say what happened. */
export function toDeadLetter({ event, topic, sequence, attempts }: DeadLetter): CloudEvent {
  // A sequence is larger than the integers that CloudEvents has.
  const extensions = { ...event.extensions, deadtopic: topic, deadsequence: String(sequence), deadattempts: attempts };
  return { ...event, extensions };
}
