import { AppError, type Clock } from "@cordon/core";
import type { CircuitState } from "./ports/circuit-breaker.ts";
import { requireRatio, requireWhole } from "./require-number.ts";

/** What a failed call says of the callee: that it is unwell, or nothing. */
export type FailureMeaning = "failure" | "ignored";

/** A circuit that changed its state. */
export interface CircuitChange {
  readonly key: string;
  readonly from: CircuitState;
  readonly to: CircuitState;
  /** Wall time in milliseconds since 1970. */
  readonly at: number;
  /** For a circuit that opened: when it half-opens, as `at`. */
  readonly reopensAt?: number;
}

/** A circuit that was not closed, to be kept over a restart. */
export interface CircuitSnapshot {
  readonly key: string;
  /** Wall time in milliseconds since 1970 at which it half-opens, or did. */
  readonly reopensAt: number;
}

/** When circuits open, for how long, and what closes them again. */
export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /** The part of the latest calls that must have failed for a circuit to open. Above 0, at most 1; default 0.5. */
  readonly failureRatio?: number;
  /** Fewer calls than this within the window say nothing. 1 to 1,000,000; default 10. */
  readonly minimumCalls?: number;
  /** Which calls are the latest: those of this many milliseconds, in steps of a tenth. 10 to 3,600,000; default 10,000. */
  readonly windowMs?: number;
  /** How long a circuit stays open, and how long half-open trials may take. 1 to 2^31 - 1; default 10,000. */
  readonly openMs?: number;
  /** How many calls a half-open circuit lets through to decide. 1 to 1000; default 5. */
  readonly trials?: number;
  /** The part of the trials that must succeed for the circuit to close. Above 0, at most 1; default 0.6. */
  readonly trialSuccessRatio?: number;
  /** Circuits remembered at most. 1 to 1,000,000; default 10,000, which is about 5 MB. */
  readonly maxKeys?: number;
  /** Default: an `AppError` whose kind tells of the caller and not of the callee is ignored; all else is a failure. */
  readonly meaningOf?: (error: unknown) => FailureMeaning;
  /** Hears of every change, once it has happened. What it throws is dropped. */
  readonly onChange?: (change: CircuitChange) => void;
  /** Circuits as they were before a restart. */
  readonly restored?: readonly CircuitSnapshot[];
}

// What a caller did, or a limit on the caller: no word on how the callee is.
const OF_THE_CALLER: ReadonlySet<string> = new Set([
  "aborted",
  "malformed",
  "invalid",
  "unauthenticated",
  "forbidden",
  "not-found",
  "not-allowed",
  "not-acceptable",
  "conflict",
  "too-large",
  "unsupported",
  "rate-limited",
]);

/** The defaults of `CircuitBreakerOptions`. */
export const CIRCUIT_BREAKER_DEFAULTS: Required<Omit<CircuitBreakerOptions, "clock">> = {
  failureRatio: 0.5,
  minimumCalls: 10,
  windowMs: 10_000,
  openMs: 10_000,
  trials: 5,
  trialSuccessRatio: 0.6,
  maxKeys: 10_000,
  meaningOf: (error) => (AppError.is(error) && OF_THE_CALLER.has(error.kind) ? "ignored" : "failure"),
  onChange: () => {},
  restored: [],
};

/** Every option, filled in and checked. */
export type ResolvedCircuitBreakerOptions = Required<CircuitBreakerOptions>;

/** Fills in and checks options. Throws a `RangeError` that names the first one that cannot be. */
export function resolveCircuitBreakerOptions(options: CircuitBreakerOptions): ResolvedCircuitBreakerOptions {
  const resolved = { ...CIRCUIT_BREAKER_DEFAULTS, ...options };
  requireRatio("failureRatio", resolved.failureRatio);
  requireWhole("minimumCalls", resolved.minimumCalls, 1, 1_000_000);
  requireWhole("windowMs", resolved.windowMs, 10, 3_600_000);
  requireWhole("openMs", resolved.openMs, 1, 2_147_483_647);
  requireWhole("trials", resolved.trials, 1, 1000);
  requireRatio("trialSuccessRatio", resolved.trialSuccessRatio);
  requireWhole("maxKeys", resolved.maxKeys, 1, 1_000_000);
  return Object.freeze(resolved);
}
