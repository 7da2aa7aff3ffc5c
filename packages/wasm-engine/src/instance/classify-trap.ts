import type { Stop, TrapReason } from "../stop.ts";
import { wasm } from "../wasm-platform.ts";
import { guestBacktrace } from "./backtrace.ts";

// The platform tells traps apart by their message alone.
const REASONS: readonly (readonly [pattern: RegExp, reason: TrapReason])[] = [
  [/unreachable/u, "unreachable"],
  [/memory access out of bounds|out of bounds memory|data segment/u, "memory-access"],
  [/divide by zero|divide result unrepresentable|remainder by zero|float unrepresentable/u, "arithmetic"],
  [/null function or function signature|signature mismatch|indirect call/u, "indirect-call"],
  [/table index is out of bounds|table access|element segment|table/u, "table-access"],
  [/null/u, "null-reference"],
];

/** What the counters of an instance say when it trapped. */
export interface TrapEvidence {
  readonly fuelLeft: bigint;
  /** Whether the guest was refused memory or table entries. */
  readonly wasDenied: boolean;
}

/** Turns what the platform threw out of a guest into a stop. */
export function classifyTrap(error: unknown, { fuelLeft, wasDenied }: TrapEvidence): Stop {
  if (fuelLeft < 0n) return { kind: "out-of-fuel" };
  if (isStackOverflow(error)) return { kind: "stack-exhausted" };
  if (wasDenied || isOutOfMemory(error)) return { kind: "out-of-memory" };
  return { kind: "trapped", reason: reasonOf(error), backtrace: guestBacktrace(error) };
}

function reasonOf(error: unknown): TrapReason {
  if (error instanceof wasm.Exception) return "uncaught-exception";
  if (!(error instanceof wasm.RuntimeError)) return "other";
  return REASONS.find(([pattern]) => pattern.test(error.message))?.[1] ?? "other";
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /memory/iu.test(error.message);
}
