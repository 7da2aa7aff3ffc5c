import type { Clock } from "@cordon/core";
import { EVENT_SIZE_DEFAULTS, type EventSizeOptions } from "../../event-record.ts";
import { requireKnown, requireWhole } from "../../require-number.ts";

/** What a bus in memory keeps. What is above any limit leaves it, oldest first. */
export interface MemoryEventBusOptions extends EventSizeOptions {
  readonly clock: Clock;
  /** Events kept for replay and for slow readers. Default 10,000. */
  readonly maxEvents?: number;
  /** Bytes of those, as text of two bytes a character at most. Default 64 MiB. */
  readonly maxBytes?: number;
  /** How long they are kept. Default one hour. */
  readonly maxAgeMs?: number;
  /** How long an event is recognised as a duplicate. Default two minutes. */
  readonly duplicateWindowMs?: number;
  /** Events that are recognised, beyond which the oldest is forgotten before its time. Default 100,000. */
  readonly maxDuplicateIds?: number;
}

/** The options with nothing left out. */
export type ResolvedMemoryEventBusOptions = Required<MemoryEventBusOptions>;

/** What holds where an option is not given. */
export const MEMORY_EVENT_BUS_DEFAULTS: Required<Omit<MemoryEventBusOptions, "clock">> = {
  ...EVENT_SIZE_DEFAULTS,
  maxEvents: 10_000,
  maxBytes: 67_108_864,
  maxAgeMs: 3_600_000,
  duplicateWindowMs: 120_000,
  maxDuplicateIds: 100_000,
};

const OPTIONS: ReadonlySet<string> = new Set(["clock", ...Object.keys(MEMORY_EVENT_BUS_DEFAULTS)]);

/** Checks and fills in options. Throws a `TypeError` or `RangeError` for the first that cannot be. */
export function resolveMemoryEventBusOptions(options: MemoryEventBusOptions): ResolvedMemoryEventBusOptions {
  requireKnown(options, OPTIONS);
  if (typeof (options.clock as Clock | undefined)?.deadline !== "function")
    throw new TypeError("clock must be a clock, and is not.");
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const resolved = { ...MEMORY_EVENT_BUS_DEFAULTS, ...given, clock: options.clock } as ResolvedMemoryEventBusOptions;
  requireWhole("maxEventBytes", resolved.maxEventBytes, 256, 67_108_864);
  requireWhole("maxEvents", resolved.maxEvents, 1, 10_000_000);
  requireWhole("maxBytes", resolved.maxBytes, 1024, Number.MAX_SAFE_INTEGER);
  requireWhole("maxAgeMs", resolved.maxAgeMs, 1, Number.MAX_SAFE_INTEGER);
  requireWhole("duplicateWindowMs", resolved.duplicateWindowMs, 0, Number.MAX_SAFE_INTEGER);
  requireWhole("maxDuplicateIds", resolved.maxDuplicateIds, 0, 10_000_000);
  return Object.freeze(resolved);
}
