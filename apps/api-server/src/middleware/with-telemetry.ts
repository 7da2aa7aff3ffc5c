import type { Decorator, Telemetry } from "@cordon/core";
import type { RequestHandler } from "@cordon/transport";

/** What the decorator reports to. */
export interface TelemetryOptions {
  readonly telemetry: Telemetry;
}

/**
 * Puts each request into a span that continues the caller's trace. Whatever is inside sees the span's own `traceparent` in
 * the metadata, so it must stand outside everything that names a trace.
 */
export function withTelemetry({ telemetry }: TelemetryOptions): Decorator<RequestHandler> {
  return (inner) => ({
    async handle(request, signal) {
      const { operation, metadata } = request;
      const caller = metadata["traceparent"];
      const attributes = { "cordon.operation": operation };
      const span = telemetry.start(
        caller === undefined ? { name: operation, attributes } : { name: operation, attributes, traceparent: caller },
      );
      try {
        const traced = { ...request, metadata: { ...metadata, traceparent: span.traceparent } };
        const response = await inner.handle(traced, signal);
        span.set({ "cordon.outcome": response.outcome });
        telemetry.count("cordon.requests", 1, { operation, outcome: response.outcome });
        return response;
      } catch (error) {
        span.fail(error);
        throw error;
      } finally {
        span.end();
      }
    },
  });
}

/** The trace id inside a `traceparent`, or zeros where there is none. */
export function traceIdOf(traceparent: string | undefined): string {
  return traceparent?.split("-")[1] ?? "0".repeat(32);
}
