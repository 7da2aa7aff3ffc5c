import type { Clock, Decorator, Logger } from "@cordon/core";
import type { RequestHandler } from "@cordon/transport";
import { traceIdOf } from "./with-telemetry.ts";

/** Where the records go, and how time is taken. */
export interface AccessLogOptions {
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Writes one record per request: what was asked for, how it ended, how long it took. Never a header or a body. */
export function withAccessLog({ logger, clock }: AccessLogOptions): Decorator<RequestHandler> {
  return (inner) => ({
    async handle(request, signal) {
      const begun = clock.elapsed();
      const response = await inner.handle(request, signal);
      logger.log("info", "request", {
        operation: request.operation,
        outcome: response.outcome,
        durationMs: Math.round((clock.elapsed() - begun) * 1000) / 1000,
        requestId: request.metadata["x-request-id"],
        traceId: traceIdOf(request.metadata["traceparent"]),
      });
      return response;
    },
  });
}
