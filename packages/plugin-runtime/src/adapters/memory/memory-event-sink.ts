import { coreError } from "@cordon/core";
import type { EventSink, PluginEvent } from "../../ports/event-sink.ts";

/** A sink whose events can be looked at. */
export interface MemoryEventSink extends EventSink {
  /** Oldest first. */
  readonly events: () => readonly PluginEvent[];
}

/** How much is kept. */
export interface MemoryEventSinkOptions {
  /** Default 1000. */
  readonly maxEvents?: number;
}

/** Keeps the latest events in memory. */
export function createMemoryEventSink({ maxEvents = 1000 }: MemoryEventSinkOptions = {}): MemoryEventSink {
  const kept: PluginEvent[] = [];
  return {
    async publish(event, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      kept.push(structuredClone(event));
      if (kept.length > maxEvents) kept.shift();
    },
    events: () => [...kept],
  };
}
