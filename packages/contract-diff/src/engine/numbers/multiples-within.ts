import { decimalOf, numberOf, unitsOf } from "../decimal.ts";
import type { NumberRules } from "../number-rules.ts";
import { ceilDivide, floorDivide, integersNearZero } from "./integers-near-zero.ts";

/** Some of the numbers that are multiples of all that is wanted and of nothing that is unwanted. */
export interface Multiples {
  readonly numbers: Iterable<number>;
  /** After all of `numbers` were taken: there are no others within the bounds. */
  complete(): boolean;
}

/** Those nearest to zero, then round ones. Bounds must be finite; whether they are open is for the caller. At most about `most`, tried or given. */
export function multiplesWithin(rules: NumberRules, most: number): Multiples {
  const { minimum, maximum, multiples, notMultiples } = rules;
  const decimals = [minimum, maximum, ...multiples, ...notMultiples].map(decimalOf);
  const unit = Math.min(...decimals.map(({ exponent }) => exponent));
  const inUnits = (value: number): bigint => unitsOf(decimalOf(value), unit);
  const from = inUnits(minimum);
  const to = inUnits(maximum);
  const step = commonMultiple(multiples.map(inUnits), larger(-from, to));
  const first = ceilDivide(from, step);
  const last = floorDivide(to, step);
  // `count * step` is a multiple of `factor` exactly if `count` is one of the period.
  const periods = notMultiples.map(inUnits).map((factor) => factor / commonDivisor(step, factor));
  let complete = first > last || periods.includes(1n);

  function* numbers(): Generator<number, void, undefined> {
    if (complete) return;
    for (const count of counts()) {
      if (periods.some((period) => count % period === 0n)) continue;
      const value = numberOf(count * step, unit);
      if (value !== undefined) yield value;
    }
  }

  function* counts(): Generator<bigint, void, undefined> {
    yield* integersNearZero(first, last, most);
    complete = last - first < BigInt(most);
    if (!complete) yield* roundOnes(first, last);
  }

  return { numbers: numbers(), complete: () => complete };
}

/** Round counts give numbers of few digits; of the counts next to each other far from zero, most doubles cannot tell one from the next. */
function* roundOnes(first: bigint, last: bigint): Generator<bigint, void, undefined> {
  const size = String(larger(-first, last)).length;
  for (let power = size; power >= 0; power -= 1) {
    const grid = 10n ** BigInt(power);
    for (const count of integersNearZero(ceilDivide(first, grid), floorDivide(last, grid), OF_EACH)) yield count * grid;
  }
}

const OF_EACH = 12;

/** Anything above the limit stands for all that is: only zero is a multiple of it within the bounds. */
function commonMultiple(values: readonly bigint[], limit: bigint): bigint {
  let result = 1n;
  for (const value of values) {
    result = (result / commonDivisor(result, value)) * value;
    if (result > limit) break;
  }
  return result;
}

function commonDivisor(left: bigint, right: bigint): bigint {
  let [divisor, rest] = [left, right];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}

function larger(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
