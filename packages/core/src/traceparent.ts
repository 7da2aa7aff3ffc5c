import type { Random } from "./ports/random.ts";

/** What a W3C `traceparent` says. Ids are lower-case hex and never all zero. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether the caller may have recorded its span. */
  readonly sampled: boolean;
}

// Section 3.2 of the W3C recommendation. Version ff is forbidden; a version that is not 00 may carry more after a dash.
const SHAPE = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const MAX_CHARS = 512;
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Reads a `traceparent` as a caller sent it; anything that is not a valid one gives `undefined`. */
export function parseTraceparent(value: unknown): TraceParent | undefined {
  if (typeof value !== "string" || value.length > MAX_CHARS) return undefined;
  const [, version, traceId, spanId, flags, more] = SHAPE.exec(value) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === "00" && more !== undefined) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Writes a `traceparent` of version 00. */
export function formatTraceparent({ traceId, spanId, sampled }: TraceParent): string {
  return `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;
}

/** A span of the trace of `parent`, or of a new trace without one. */
export function childTraceparent(parent: TraceParent | undefined, random: Random, sampled: boolean): TraceParent {
  return { traceId: parent?.traceId ?? randomHex(random, 16), spanId: randomHex(random, 8), sampled };
}

function randomHex(random: Random, length: number): string {
  let text = "";
  for (const byte of random.bytes(length)) text += HEX[byte];
  // All zeroes means "no id" to W3C; it comes about once in 2^64, or with a broken source.
  return /[^0]/.test(text) ? text : `${text.slice(1)}1`;
}
