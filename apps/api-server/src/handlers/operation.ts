import type { JsonValue, Principal } from "@cordon/core";
import type { Metadata } from "@cordon/transport";

/** One call of an operation, after its caller and its body have been checked. */
export interface OperationCall {
  readonly params: Readonly<Record<string, string>>;
  readonly metadata: Metadata;
  /** The decoded body; `undefined` for operations without one. */
  readonly body: JsonValue | undefined;
  /** The DTO version of the body. */
  readonly bodyVersion: number;
  /** The DTO version that the caller wants back. */
  readonly version: number;
  readonly principal: Principal;
}

/** How a call went well. Anything else is thrown as an `AppError`. */
export interface OperationResult {
  readonly outcome: "ok" | "created" | "empty";
  readonly metadata?: Metadata;
  readonly body?: JsonValue;
}

/**
 * Something that the server can be asked to do, whatever the transport.
 *
 * `access` says whether a token is needed; `body` whether one is read. What `run` throws becomes a problem document.
 */
export interface Operation {
  readonly access: "public" | "token";
  readonly body: "required" | "none";
  run(call: OperationCall, signal: AbortSignal): Promise<OperationResult>;
}

/** Operations by name. */
export type Operations = ReadonlyMap<string, Operation>;
