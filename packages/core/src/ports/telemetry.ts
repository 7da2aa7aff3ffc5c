/** Plain values that describe a span or a measurement. Never a secret, a token or a payload. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What to start: a name, what is known now, and the W3C `traceparent` of the caller's span, if there is one. */
export interface SpanStart {
  readonly name: string;
  readonly attributes?: Attributes;
  readonly traceparent?: string;
}

/** Something that is going on. Ending it twice, or touching it after its end, does nothing. */
export interface Span {
  /** The W3C `traceparent` to hand on; its trace id is the caller's when the caller sent a valid one. */
  readonly traceparent: string;
  set(attributes: Attributes): void;
  fail(error: unknown): void;
  end(): void;
}

/**
 * Takes spans and measurements.
 *
 * - No method throws or waits, whatever it is given; losing a record never harms the work it describes.
 * - `start` continues the trace of a valid `traceparent` and begins a new one for a missing or malformed one.
 * - `count` adds to a counter; `record` adds a sample to a distribution. Both names are made of `a-z`, `.` and `_`.
 */
export interface Telemetry {
  start(span: SpanStart): Span;
  count(name: string, value: number, attributes?: Attributes): void;
  record(name: string, value: number, attributes?: Attributes): void;
}
