import { decimalOf, numberOf, unitsOf, type Decimal } from "../decimal.ts";
import { ceilDivide, floorDivide, integersNearZero } from "./integers-near-zero.ts";

interface Range {
  readonly minimum: number;
  readonly maximum: number;
  /** Numbers with a digit more than these have are given too. */
  readonly notMultiples: readonly number[];
}

/** How many numbers of each grid are given, beside as many as may be excluded. */
const OF_EACH = 24;
/** The digits of a double. */
const DIGITS = 18;

/**
 * Numbers of a range, the bounds included, plain ones first: whole ones, then those with few digits. `excluded`: how many of them may be
 * of no use.
 */
export function* plainNumbers(
  { minimum, maximum, notMultiples }: Range,
  excluded: number,
): Generator<number, void, undefined> {
  const from = decimalOf(minimum);
  const to = decimalOf(maximum);
  for (const unit of gridsOf(from, to, notMultiples)) {
    const first = ceilDivide(...aligned(from, unit));
    const last = floorDivide(...aligned(to, unit));
    for (const units of integersNearZero(first, last, OF_EACH + excluded)) {
      const value = numberOf(units, unit);
      if (value !== undefined) yield value;
    }
  }
  yield minimum + 0;
  yield maximum + 0;
}

/** Powers of ten: one first, then its parts, then from the size of the range down. */
function gridsOf(from: Decimal, to: Decimal, notMultiples: readonly number[]): ReadonlySet<number> {
  const largest = Math.max(sizeOf(from), sizeOf(to));
  const smallest = Math.min(sizeOf(from), sizeOf(to));
  return new Set([
    0,
    -1,
    -2,
    -3,
    ...notMultiples.map((factor) => decimalOf(factor).exponent - 1),
    ...Array.from({ length: DIGITS }, (_, index) => largest - index),
    ...Array.from({ length: DIGITS }, (_, index) => smallest - index),
  ]);
}

/** The power of ten of the first digit; 0 for zero. */
function sizeOf({ digits, exponent }: Decimal): number {
  if (digits === 0n) return 0;
  return exponent + String(digits < 0n ? -digits : digits).length - 1;
}

/** The number and the unit in integers, to be divided. */
function aligned(value: Decimal, unit: number): [value: bigint, unit: bigint] {
  const common = Math.min(value.exponent, unit);
  return [unitsOf(value, common), 10n ** BigInt(unit - common)];
}
