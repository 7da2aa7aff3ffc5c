import type { Authenticator, JsonValue, Principal } from "@cordon/core";
import type { Serializer } from "@cordon/serde-strategy";
import type { RequestHandler, TransportRequest } from "@cordon/transport";
import { authenticate } from "./authenticate.ts";
import { serverError } from "./errors.ts";
import type { Formats } from "./formats.ts";
import type { Operation, OperationResult, Operations } from "./handlers/operation.ts";

/** What the innermost handler works with. */
export interface OperationHandlerOptions {
  readonly operations: Operations;
  readonly authenticator: Authenticator;
  readonly formats: Formats;
}

const NO_PAYLOAD = { contentType: "", bytes: new Uint8Array(0) } as const;
const ANYONE: Principal = Object.freeze({ id: "anyone" });

/**
 * Runs operations on requests, whatever transport they came by:
 *
 *   who? -> which answer? -> which body? -> decode -> run -> encode
 *
 * The caller is checked before a byte of the body is looked at, and the answer's format before anything is done that could
 * then not be answered.
 */
export function createOperationHandler(options: OperationHandlerOptions): RequestHandler {
  const { operations, authenticator, formats } = options;
  return {
    async handle(request, signal) {
      const operation = operations.get(request.operation);
      if (operation === undefined) throw serverError("server/no-such-route", {});
      const principal =
        operation.access === "public" ? ANYONE : await authenticate(request.metadata, authenticator, signal);
      const answer = formats.answer(request.metadata);
      const { body, version: bodyVersion } = readBody(request, operation, formats);
      const { params, metadata } = request;
      const call = { params, metadata, body, bodyVersion, version: answer.version, principal };
      const result = await operation.run(call, signal);
      const varied = { ...result.metadata, vary: "accept" };
      if (result.body === undefined) return { outcome: result.outcome, metadata: varied, payload: NO_PAYLOAD };
      const bytes = encode(result, formats.writer(answer.format));
      return { outcome: result.outcome, metadata: varied, payload: { contentType: answer.contentType, bytes } };
    },
  };
}

function readBody(
  { payload }: TransportRequest,
  operation: Operation,
  formats: Formats,
): { readonly body: JsonValue | undefined; readonly version: number } {
  if (operation.body === "none") return { body: undefined, version: 0 };
  if (payload.bytes.length === 0) {
    if (operation.body === "required") throw serverError("server/body-required", {});
    return { body: undefined, version: 0 };
  }
  const { format, version } = formats.body(payload.contentType);
  return { body: formats.reader(format, operation.size ?? "usual").decode(payload.bytes), version };
}

function encode({ body = null, unwritable }: OperationResult, serializer: Serializer): Uint8Array {
  try {
    return serializer.encode(body);
  } catch (cause) {
    throw unwritable?.(cause) ?? cause;
  }
}
