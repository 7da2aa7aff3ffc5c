import type { Random } from "../../ports/random.ts";
import type { Span, SpanStart, Telemetry } from "../../ports/telemetry.ts";
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
    start: (span) => new NoopSpan(span, random),
    count: () => undefined,
    record: () => undefined,
  };
}

class NoopSpan implements Span {
  readonly #start: SpanStart;
  readonly #random: Random;
  #traceparent: string | undefined;

  constructor(start: SpanStart, random: Random) {
    this.#start = start;
    this.#random = random;
  }

  // Made when it is first asked for: most spans are never handed on, and random ids cost more than all else of them.
  get traceparent(): string {
    return (this.#traceparent ??= formatTraceparent(
      safeSpanStart(this.#start).parent ?? childTraceparent(undefined, this.#random, false),
    ));
  }

  set(): void {}

  fail(): void {}

  end(): void {}
}
