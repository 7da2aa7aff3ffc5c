import type { Random } from "../../ports/random.ts";
import type { Attributes, Telemetry } from "../../ports/telemetry.ts";
import { errorType, isMeasurement, safeAttributes, safeSpanStart } from "../../telemetry-input.ts";
import { childTraceparent, formatTraceparent } from "../../traceparent.ts";

/** A span that has ended. `failed` is the code or class of the error it was failed with. */
export interface SpanRecord {
  readonly name: string;
  readonly traceparent: string;
  readonly attributes: Attributes;
  readonly failed: string | undefined;
}

/** One call of `count` or `record`. */
export interface MeasurementRecord {
  readonly kind: "count" | "record";
  readonly name: string;
  readonly value: number;
  readonly attributes: Attributes;
}

/** A telemetry whose records can be read back, oldest first; spans in the order in which they ended. */
export interface MemoryTelemetry extends Telemetry {
  readonly spans: readonly SpanRecord[];
  readonly measurements: readonly MeasurementRecord[];
}

/** Where ids come from, and how much is kept. */
export interface MemoryTelemetryOptions {
  readonly random: Random;
  /** Spans, and measurements, kept; older ones are dropped. Default 1000. */
  readonly maxRecords?: number;
}

/** The defaults of `MemoryTelemetryOptions`. */
export const MEMORY_TELEMETRY_DEFAULTS = { maxRecords: 1000 } as const;

/** Keeps spans and measurements in memory. */
export function createMemoryTelemetry(options: MemoryTelemetryOptions): MemoryTelemetry {
  const { random, maxRecords = MEMORY_TELEMETRY_DEFAULTS.maxRecords } = options;
  const spans: SpanRecord[] = [];
  const measurements: MeasurementRecord[] = [];
  // Now and then, and many together: taking the first one away moves all others.
  const keep = <Item>(items: Item[], item: Item): void => {
    if (items.push(item) >= 2 * maxRecords) items.splice(0, items.length - maxRecords);
  };
  const latest = <Item>(items: readonly Item[]): readonly Item[] => (maxRecords === 0 ? [] : items.slice(-maxRecords));
  const measure = (kind: "count" | "record"): Telemetry["count"] => {
    return (name, value, attributes) => {
      if (!isMeasurement(kind, name, value)) return;
      keep(measurements, { kind, name, value, attributes: safeAttributes(attributes) });
    };
  };
  return {
    get spans() {
      return latest(spans);
    },
    get measurements() {
      return latest(measurements);
    },
    start(span) {
      const { name, attributes: first, parent } = safeSpanStart(span);
      const traceparent = formatTraceparent(childTraceparent(parent, random, true));
      let attributes = first;
      let failed: string | undefined;
      let ended = false;
      return {
        traceparent,
        set(more) {
          if (!ended) attributes = { ...attributes, ...safeAttributes(more) };
        },
        fail(error) {
          if (!ended) failed = errorType(error);
        },
        end() {
          if (!ended) keep(spans, { name, traceparent, attributes, failed });
          ended = true;
        },
      };
    },
    count: measure("count"),
    record: measure("record"),
  };
}
