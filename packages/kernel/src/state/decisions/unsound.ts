import type { DecisionProblem } from "./decision.ts";

/** Ends a verification with what it found. Thrown inside of one, and never out of it. */
export class Unsound extends Error {
  readonly at: number;
  readonly problem: DecisionProblem;

  constructor(at: number, problem: DecisionProblem) {
    super(problem);
    this.at = at;
    this.problem = problem;
  }
}
