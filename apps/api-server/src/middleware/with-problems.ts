import { AppError, coreError, type Decorator, type Logger } from "@cordon/core";
import { toProblem } from "@cordon/interface";
import type { RequestHandler, TransportRequest, TransportResponse } from "@cordon/transport";
import type { Formats } from "../formats.ts";
import { traceIdOf } from "./with-telemetry.ts";

/** What turning an error into an answer needs. */
export interface ProblemOptions {
  readonly formats: Formats;
  readonly logger: Logger;
}

/** Answers with a problem document where the handler rejects, in the format that the caller reads. */
export function withProblems(options: ProblemOptions): Decorator<RequestHandler> {
  return (inner) => ({
    async handle(request, signal) {
      try {
        return await inner.handle(request, signal);
      } catch (error) {
        return problemResponse(error, request, options);
      }
    },
  });
}

/**
 * The answer for an error. What is not an `AppError` is a fault of ours: the log gets all of it, the caller only a trace id to
 * report.
 */
function problemResponse(
  thrown: unknown,
  { metadata }: Pick<TransportRequest, "metadata">,
  { formats, logger }: ProblemOptions,
): TransportResponse {
  const error = AppError.from(thrown, (options) => coreError("core/internal", {}, options));
  const traceId = traceIdOf(metadata["traceparent"]);
  if (error.kind === "internal" || error.kind === "unavailable") {
    logger.log("error", "request failed", { error, traceId, requestId: metadata["x-request-id"] });
  }
  const format = formats.problemFormat(metadata);
  return {
    outcome: error.kind,
    metadata: { ...retryAfter(error), vary: "accept" },
    payload: {
      contentType: `application/problem+${format}`,
      bytes: formats.writer(format).encode(toProblem(error, { traceId })),
    },
  };
}

function retryAfter(error: AppError): Readonly<Record<string, string>> {
  const { retryAfterSeconds } = error.details;
  return typeof retryAfterSeconds === "number" ? { "retry-after": String(retryAfterSeconds) } : {};
}
