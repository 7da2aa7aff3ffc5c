import { childTraceparent, formatTraceparent, parseTraceparent, type Random, type TraceParent } from "@cordon/core";
import { type Context, ROOT_CONTEXT, type SpanContext, trace, TraceFlags } from "@opentelemetry/api";

/** A context with the caller's span as the remote parent, or with none. */
export function parentContext(parent: TraceParent | undefined): Context {
  if (parent === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = parent;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/**
 * The `traceparent` of a span. A tracer that records nothing has none, or the caller's: the caller's is then handed on, as W3C
 * asks, and without a caller there is a new trace that nobody sampled.
 */
export function traceparentOf(span: SpanContext | undefined, parent: TraceParent | undefined, random: Random): string {
  const own = span && formatTraceparent({ ...span, sampled: (span.traceFlags & TraceFlags.SAMPLED) !== 0 });
  // Read back, since ids come from whatever generator the user's SDK was given.
  if (own !== undefined && parseTraceparent(own) !== undefined) return own;
  return formatTraceparent(parent ?? childTraceparent(undefined, random, false));
}
