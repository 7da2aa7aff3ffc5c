import type { StepBudget } from "./step-budget.ts";

/**
 * All of its literals together, in rising order without repetition. The literal of term `n` is `2n` (it matches from here on) or
 * `2n + 1` (it does not). The empty cube is true.
 */
export type Cube = readonly number[];

/** One of its cubes: a formula over terms. The empty one is false. */
export type Formula = readonly Cube[];

export const truth: Formula = [[]];
export const falsehood: Formula = [];

/** Both formulas. Costs the product of their sizes. */
export function bothOf(left: Formula, right: Formula, budget: StepBudget): Formula {
  if (left.length === 0 || right.length === 0) return falsehood;
  if (left === truth) return right;
  if (right === truth) return left;
  const cubes: Cube[] = [];
  for (const one of left) {
    for (const other of right) {
      budget.spend(1 + one.length + other.length);
      const merged = merge(one, other);
      if (merged !== undefined) cubes.push(merged);
    }
  }
  return simplified(cubes);
}

/** One of the formulas. Costs the sum of their sizes. */
export function eitherOf(formulas: readonly Formula[], budget: StepBudget): Formula {
  const [first, second] = formulas;
  if (first === undefined) return falsehood;
  if (second === undefined) return first;
  const cubes = formulas.flat();
  budget.spend(cubes.length);
  return simplified(cubes);
}

/** The formula is false. Costs, at worst, the product of the sizes of its cubes. */
export function opposite(formula: Formula, budget: StepBudget): Formula {
  let result = truth;
  for (const cube of formula) {
    // Flipping the last bit of a literal denies it.
    const denied = cube.map((literal): Cube => [literal ^ 1]);
    result = bothOf(result, denied, budget);
  }
  return result;
}

function merge(left: Cube, right: Cube): Cube | undefined {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const merged: number[] = [];
  let at = 0;
  let beside = 0;
  while (at < left.length || beside < right.length) {
    const one = left[at] ?? Infinity;
    const other = right[beside] ?? Infinity;
    const next = Math.min(one, other);
    // A literal and its denial are neighbours in the order.
    if (next % 2 === 1 && merged.at(-1) === next - 1) return undefined;
    merged.push(next);
    if (one === next) at += 1;
    if (other === next) beside += 1;
  }
  return merged;
}

/** A formula that is compared pair by pair is at most this long. */
const PAIRWISE = 24;

function simplified(cubes: readonly Cube[]): Formula {
  const unique = new Map<string, Cube>();
  for (const cube of cubes) {
    if (cube.length === 0) return truth;
    unique.set(cube.join(), cube);
  }
  const list = [...unique.values()];
  if (list.length < 2 || list.length > PAIRWISE) return list;
  return list.filter((cube) => !list.some((other) => other !== cube && isWithin(other, cube)));
}

function isWithin(part: Cube, whole: Cube): boolean {
  return part.length < whole.length && part.every((literal) => whole.includes(literal));
}
