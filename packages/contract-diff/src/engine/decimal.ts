/** A number as it is written: `digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/**
 * The shortest decimal that is read as this finite number, which is what a document has in it: 0.1 is one tenth, though the double is a
 * little more. Different numbers have different decimals, in the same order.
 */
export function decimalOf(value: number): Decimal {
  const [mantissa = "0", power = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** How many units of ten to the power of `exponent` it is. `exponent` must not be above the one of the decimal. */
export function unitsOf({ digits, exponent }: Decimal, unit: number): bigint {
  return digits * 10n ** BigInt(exponent - unit);
}

/** The number that is written as so many units. `undefined` if there is none: too large, or more digits than a double keeps. */
export function numberOf(units: bigint, unit: number): number | undefined {
  // Adding zero makes a positive zero of a negative one.
  const value = Number(`${units}e${unit}`) + 0;
  if (!Number.isFinite(value)) return undefined;
  const back = decimalOf(value);
  const common = Math.min(back.exponent, unit);
  const written = { digits: units, exponent: unit };
  return unitsOf(back, common) === unitsOf(written, common) ? value : undefined;
}

/** Whether the first is a whole number of times the second, as they are written. `false` where that means nothing: zero, infinity. */
export function isMultipleOf(value: number, of: number): boolean {
  if (!Number.isFinite(value) || !Number.isFinite(of) || of === 0) return false;
  if (Number.isSafeInteger(value) && Number.isSafeInteger(of)) return value % of === 0;
  const one = decimalOf(value);
  const other = decimalOf(of);
  const unit = Math.min(one.exponent, other.exponent);
  return unitsOf(one, unit) % unitsOf(other, unit) === 0n;
}
