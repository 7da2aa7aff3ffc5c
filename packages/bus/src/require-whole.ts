/** The longest time that a clock can wait for, in milliseconds. */
export const MAX_TIMER: number = 2 ** 31 - 1;

/** Throws a `RangeError` unless it is a whole number in these bounds. */
export function requireWhole(name: string, value: number, least: number, most: number): void {
  if (!(Number.isSafeInteger(value) && value >= least && value <= most))
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${String(value)}.`);
}
