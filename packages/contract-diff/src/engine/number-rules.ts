import type { Search } from "./verdict.ts";

/** What is asked of a number. */
export interface NumberRules {
  /** May be infinite. */
  readonly minimum: number;
  readonly exclusiveMinimum: boolean;
  readonly maximum: number;
  readonly exclusiveMaximum: boolean;
  readonly multiples: readonly number[];
  readonly notMultiples: readonly number[];
  readonly excluded: ReadonlySet<number>;
}

/** Finds a number for the rules, plain if it can, or proves that there is none. Exact: 0.3 is a multiple of 0.1. */
export type FindNumber = (rules: NumberRules) => Search<number>;
