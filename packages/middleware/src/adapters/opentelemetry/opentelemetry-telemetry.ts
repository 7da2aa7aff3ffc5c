import {
  errorType,
  isMeasurement,
  type Random,
  safeAttributes,
  safeSpanStart,
  type Span,
  type Telemetry,
} from "@cordon/core";
import { type Meter, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { parentContext, traceparentOf } from "./span-context.ts";

/** The user's own tracer and meter: of any SDK, or of the API alone, which keeps nothing. */
export interface OpenTelemetryTelemetryOptions {
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** Makes trace ids where the tracer makes none. */
  readonly random: Random;
}

// Names come from code, so this many mean that a caller's data got into them. Instruments are never freed.
const MAX_INSTRUMENTS = 1000;

/**
 * Hands spans and measurements to OpenTelemetry. A failed span has the status ERROR and the attribute `error.type`; messages
 * and stacks are left out, as they may hold anything. What an SDK throws is lost with its record.
 */
export function createOpenTelemetryTelemetry(options: OpenTelemetryTelemetryOptions): Telemetry {
  const { tracer, meter, random } = options;
  const counter = instruments((name) => meter.createCounter(name));
  const histogram = instruments((name) => meter.createHistogram(name));
  return {
    start(start) {
      const { name, attributes, parent } = safeSpanStart(start);
      // With no parent the span is a root, even while the caller's code runs inside some other active span.
      const span = attempt(() =>
        tracer.startSpan(name, { attributes, root: parent === undefined }, parentContext(parent)),
      );
      const traceparent = traceparentOf(
        attempt(() => span?.spanContext()),
        parent,
        random,
      );
      let ended = false;
      const whileOpen = (act: () => void): void => {
        if (!ended) attempt(act);
      };
      return {
        traceparent,
        set: (more) => whileOpen(() => span?.setAttributes(safeAttributes(more))),
        fail: (error) =>
          whileOpen(() => {
            span?.setStatus({ code: SpanStatusCode.ERROR });
            span?.setAttribute("error.type", errorType(error));
          }),
        end: () => {
          whileOpen(() => span?.end());
          ended = true;
        },
      } satisfies Span;
    },
    count(name, value, attributes) {
      if (isMeasurement("count", name, value)) attempt(() => counter(name)?.add(value, safeAttributes(attributes)));
    },
    record(name, value, attributes) {
      if (isMeasurement("record", name, value))
        attempt(() => histogram(name)?.record(value, safeAttributes(attributes)));
    },
  };
}

function instruments<Instrument>(create: (name: string) => Instrument): (name: string) => Instrument | undefined {
  const known = new Map<string, Instrument>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined || known.size >= MAX_INSTRUMENTS) return found;
    const created = create(name);
    known.set(name, created);
    return created;
  };
}

function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    // An SDK, an exporter or a processor failed: the port promises that this never reaches the work described.
    return undefined;
  }
}
