import type { Random } from "@cordon/core";

/** When a module that has failed, or is done, is started again, and how soon. */
export interface RestartPolicy {
  /** `on-failure`: after it failed; `always`: also after it said that it is done. What was stopped stays stopped. */
  readonly policy: "never" | "on-failure" | "always";
  /** Restarts within the window, after which it stays failed. */
  readonly maxRestarts: number;
  readonly windowMs: number;
  /** The longest wait before the first restart of a window. It doubles with each. */
  readonly baseDelayMs: number;
  /** No wait is longer. */
  readonly maxDelayMs: number;
}

/** What holds where a manifest says nothing. */
export const RESTART_DEFAULTS: RestartPolicy = Object.freeze({
  policy: "never",
  maxRestarts: 5,
  windowMs: 600_000,
  baseDelayMs: 1000,
  maxDelayMs: 60_000,
});

/** Counts the restarts of one module. */
export interface RestartBudget {
  /** How long to wait before the next one, or `undefined` where there is none. Counts it. */
  readonly next: (now: number) => number | undefined;
  /** Forgets what was counted: somebody has seen to the module. */
  readonly reset: () => void;
}

/** Makes a budget. A wait is a half of the longest one, and by chance up to all of it, so that modules which failed together do not come back together. */
export function createRestartBudget(policy: RestartPolicy, random: Random): RestartBudget {
  let restarts: readonly number[] = [];
  return {
    next(now) {
      restarts = restarts.filter((at) => at > now - policy.windowMs);
      if (restarts.length >= policy.maxRestarts) return undefined;
      const longest = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** restarts.length);
      restarts = [...restarts, now];
      return Math.ceil((longest / 2) * (1 + fractionOf(random)));
    },
    reset() {
      restarts = [];
    },
  };
}

function fractionOf(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2);
  return (high * 256 + low) / 65_536;
}
