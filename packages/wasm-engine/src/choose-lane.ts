/**
 * Where a call runs: `inline` on the caller's thread, `suspended` on the caller's thread and aside while a host function waits,
 * `worker` on a thread of its own.
 */
export type Lane = "inline" | "suspended" | "worker";

/** All that the choice of a lane depends on. */
export interface LaneQuestion {
  readonly fuel: number;
  /** The fuel with which each new instance is initialised where the call runs; 0 if it begins with a snapshot. */
  readonly initFuel: number;
  /** `EngineLimits.maxInlineFuel`. */
  readonly maxInlineFuel: number;
  /** The cap of the memory, not its size. */
  readonly maxMemoryBytes: number;
  /** How many instances its calls have used up, by growing a memory that cannot shrink again. */
  readonly lostInstances: number;
  /** Whether a call may have to wait until a function of the guest is compiled. */
  readonly hasColdCode: boolean;
  /** Whether the guest imports a host function that waits. */
  readonly waits: boolean;
  /** Whether the platform can suspend a guest. */
  readonly canSuspend: boolean;
}

/** What a guest of a stranger may have at most to run on the caller's thread, so that it never holds it long. */
export const INLINE_MAX: Readonly<Record<"fuel" | "memoryBytes", number>> = {
  fuel: 2_000_000,
  memoryBytes: 8_388_608,
};

// Making an instance anew takes longer than most calls, and the memory of the one that was dropped has to be collected.
const LOST_INSTANCES_MAX = 8;

/**
 * The policy, whole:
 *
 * ```text
 * more fuel than maxInlineFuel                 worker
 * more fuel than that for initialising         worker
 * a higher cap of memory than INLINE_MAX       worker
 * more than eight instances used up            worker
 * code that could not be compiled beforehand   worker
 * no host function waits                       inline
 * one may wait, and the platform can suspend   suspended
 * one may wait, and it cannot                  worker
 * ```
 */
export function chooseLane(question: LaneQuestion): Lane {
  const { fuel, initFuel, maxInlineFuel, maxMemoryBytes, lostInstances, hasColdCode, waits, canSuspend } = question;
  const isSmall = Math.max(fuel, initFuel) <= maxInlineFuel && maxMemoryBytes <= INLINE_MAX.memoryBytes;
  if (!isSmall || hasColdCode || lostInstances > LOST_INSTANCES_MAX) return "worker";
  if (!waits) return "inline";
  return canSuspend ? "suspended" : "worker";
}
