import type { Random } from "../../ports/random.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { safeSpanStart } from "../../telemetry-input.ts";
import { childTraceparent, formatTraceparent } from "../../traceparent.ts";

/** What a telemetry that keeps nothing still needs: ids for new traces. */
export interface NoopTelemetryOptions {
  readonly random: Random;
}

/**
 * Keeps nothing. A caller's `traceparent` is handed on as it came, as W3C asks of one who records no span: the next
 * span is then its child, and not that of one nobody has seen.
 */
export function createNoopTelemetry({ random }: NoopTelemetryOptions): Telemetry {
  return {
    start(span) {
      const { parent } = safeSpanStart(span);
      const traceparent = formatTraceparent(parent ?? childTraceparent(undefined, random, false));
      return { traceparent, set: () => undefined, fail: () => undefined, end: () => undefined };
    },
    count: () => undefined,
    record: () => undefined,
  };
}
