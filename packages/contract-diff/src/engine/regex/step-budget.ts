/** Thrown when a question costs more than it may; never leaves the string theory. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/** Counts work, so that a hostile pattern ends in `unknown` after the same number of steps on every machine. */
export interface StepBudget {
  /** Throws `BudgetSpent` when the sum passes the limit. */
  spend(steps: number): void;
}

export function createStepBudget(limit: number): StepBudget {
  let left = limit;
  return {
    spend(steps) {
      left -= steps;
      if (left < 0) throw new BudgetSpent("The question is too large.");
    },
  };
}
