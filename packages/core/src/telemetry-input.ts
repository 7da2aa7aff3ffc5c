import type { Attributes } from "./ports/telemetry.ts";
import { parseTraceparent, type TraceParent } from "./traceparent.ts";

const METRIC_NAME = /^[a-z._]{1,100}$/;
const MAX_NAME_CHARS = 200;
const MAX_TEXT_CHARS = 1024;
const MAX_ATTRIBUTES = 64;

/** A span's start, with everything that could do harm taken out. */
export interface SafeSpanStart {
  readonly name: string;
  readonly attributes: Attributes;
  readonly parent: TraceParent | undefined;
}

/** Reads a span's start from whatever was given. Never throws. */
export function safeSpanStart(span: unknown): SafeSpanStart {
  const name = read(span, "name");
  return {
    name: typeof name === "string" && name !== "" ? name.slice(0, MAX_NAME_CHARS) : "unnamed",
    attributes: safeAttributes(read(span, "attributes")),
    parent: parseTraceparent(read(span, "traceparent")),
  };
}

/** Keeps the attributes that are plain values, 64 at most, with long texts cut. Never throws. */
export function safeAttributes(attributes: unknown): Attributes {
  if (typeof attributes !== "object" || attributes === null) return {};
  try {
    const entries: [string, string | number | boolean][] = [];
    for (const name of Object.keys(attributes).slice(0, MAX_ATTRIBUTES)) {
      const value = read(attributes, name);
      if (typeof value === "string") entries.push([name, value.slice(0, MAX_TEXT_CHARS)]);
      else if (typeof value === "boolean" || Number.isFinite(value)) entries.push([name, value as boolean | number]);
    }
    return Object.fromEntries(entries);
  } catch {
    // A proxy's trap threw. Losing the attributes is what the port promises instead of harm to the work described.
    return {};
  }
}

/** Whether a measurement can be kept: a metric name, and a finite number; counters only go up. */
export function isMeasurement(kind: "count" | "record", name: unknown, value: unknown): boolean {
  return (
    typeof name === "string" &&
    METRIC_NAME.test(name) &&
    typeof value === "number" &&
    Number.isFinite(value) &&
    (kind === "record" || value >= 0)
  );
}

/** The code of an `AppError`, else the name of an error's class: never its message, which may hold anything. */
export function errorType(error: unknown): string {
  for (const name of ["code", "name"]) {
    const value = read(error, name);
    if (typeof value === "string" && /^[\w./-]{1,100}$/.test(value)) return value;
  }
  return "unknown";
}

function read(value: unknown, name: string): unknown {
  try {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  } catch {
    // A getter threw: as good as not there.
    return undefined;
  }
}
