import type { JsonValue, Principal } from "@cordon/core";
import type { Metadata } from "@cordon/transport";
import type { BodySize } from "../formats.ts";

/** One call of an operation, after its caller and its body have been checked. */
export interface OperationCall {
  readonly params: Readonly<Record<string, string>>;
  readonly metadata: Metadata;
  /** The decoded body; `undefined` for operations without one, and where one that is optional was left out. */
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
  /** What to throw where the body is not this server's own and cannot be written in every format. */
  readonly unwritable?: (cause: unknown) => unknown;
}

/**
 * Something that the server can be asked to do, whatever the transport.
 *
 * `access` says whether a token is needed; `body` whether one is read, and `size` by which limits. What `run` throws becomes a problem document.
 */
export interface Operation {
  readonly access: "public" | "token";
  readonly body: "required" | "optional" | "none";
  readonly size?: BodySize;
  run(call: OperationCall, signal: AbortSignal): Promise<OperationResult>;
}

/** Operations by name. */
export type Operations = ReadonlyMap<string, Operation>;
