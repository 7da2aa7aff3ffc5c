import type { Envelope, Sender } from "@cordon/bus";
import type { Clock, JsonValue, LogFields, LogLevel } from "@cordon/core";

/** What the kernel gives a module for one life: from a start until it is stopped or has failed. */
export interface ModuleContext {
  /** The module's access to the bus, in its own name. Closed when the life ends. */
  readonly sender: Sender;
  /** The values of the configuration keys that its manifest names and that are set. */
  readonly config: Readonly<Record<string, JsonValue>>;
  /** Writes to the host's log under the module's id. Does nothing once the life is over. */
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
  readonly clock: Clock;
  /** Aborts when the life ends. */
  readonly signal: AbortSignal;
  /** Tells that the module is over: it has failed, where an error is given, and is done otherwise. Does nothing once the life is over. */
  readonly end: (error?: unknown) => void;
}

/** One call of a method. */
export interface ModuleCall {
  readonly method: string;
  readonly payload: JsonValue;
  /** The message that asked for it. Not there where the host calls by itself. */
  readonly envelope?: Envelope;
}

/** What a module says of itself when it is asked. */
export interface ModuleHealth {
  readonly healthy: boolean;
  /** For whoever looks after it: never a secret. */
  readonly detail?: string;
}

/**
 * Something with a life cycle that answers calls.
 *
 * - The host calls `start` once for each life, and `invoke` only while the module runs. Before and after that an adapter rejects `invoke` with
 *   `kernel/not-running`.
 * - `start` resolves when the module is ready. Its signal is the life's own: it aborts at the deadline, too.
 * - `stop` follows each `start` once, whatever that came to and even if it has not settled, after the life's signal has aborted. It resolves when
 *   what the module holds is given back; its signal aborts at the deadline. One without a start before it, or a second one, resolves and does nothing.
 * - A module that was stopped can be started again.
 * - `invoke` resolves with JSON. It may be called several times at once; each call settles soon after its signal aborts.
 * - `health` resolves while the module can still answer, and rejects or says so when it cannot.
 */
export interface Module {
  readonly id: string;
  readonly start: (context: ModuleContext, signal: AbortSignal) => Promise<void>;
  readonly stop: (signal: AbortSignal) => Promise<void>;
  readonly invoke: (call: ModuleCall, signal: AbortSignal) => Promise<JsonValue>;
  readonly health: (signal: AbortSignal) => Promise<ModuleHealth>;
}
