import { requireRatio, requireWhole } from "./require-number.ts";

/** How many calls may be repeated. */
export interface RetryBudgetOptions {
  /** Retries earned by each first attempt. Above 0, at most 1; default 0.1, so that trouble adds a tenth to the load at most. */
  readonly ratio?: number;
  /** Retries that can be saved up, and that there are to begin with. 1 to 1,000,000; default 10. */
  readonly capacity?: number;
}

/** The defaults of `RetryBudgetOptions`. */
export const RETRY_BUDGET_DEFAULTS: Required<RetryBudgetOptions> = { ratio: 0.1, capacity: 10 };

/** Shared by the calls to one callee, so that all their retries together cannot be what keeps it down. */
export interface RetryBudget {
  /** Tells of a first attempt. */
  readonly earn: () => void;
  /** Takes one retry, or says that there is none. */
  readonly spend: () => boolean;
}

/** Makes a budget that is full. */
export function createRetryBudget(options: RetryBudgetOptions = {}): RetryBudget {
  const { ratio, capacity } = { ...RETRY_BUDGET_DEFAULTS, ...options };
  requireRatio("ratio", ratio);
  requireWhole("capacity", capacity, 1, 1_000_000);
  let saved = capacity;
  return {
    earn() {
      saved = Math.min(capacity, saved + ratio);
    },
    spend() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
