import { AppError, type Clock, type Decorator, type Telemetry } from "@cordon/core";
import type { Invoke } from "../invocation.ts";

/** Where spans and measurements go. */
export interface TelemetryOptions {
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}

/** Sees every call, those included that are denied, refused or aborted: a span, a count by outcome, and the time it took. */
export function withTelemetry({ telemetry, clock }: TelemetryOptions): Decorator<Invoke> {
  return (inner) => async (invocation, signal) => {
    const { pluginId, operation, traceparent } = invocation;
    const attributes = { "plugin.id": pluginId, "plugin.operation": operation };
    const span = telemetry.start({
      name: "plugin.invoke",
      attributes,
      ...(traceparent === undefined ? {} : { traceparent }),
    });
    const began = clock.elapsed();
    let outcome = "completed";
    try {
      return await inner(invocation, signal);
    } catch (error) {
      outcome = AppError.is(error) ? error.code : "core/internal";
      span.fail(error);
      throw error;
    } finally {
      // Not by operation: that is the caller's word until it was looked up, and a counter remembers each of its attributes for ever.
      telemetry.count("plugin.invocations", 1, { outcome });
      telemetry.record("plugin.duration_ms", clock.elapsed() - began);
      span.end();
    }
  };
}
