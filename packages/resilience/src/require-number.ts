/** Throws a `RangeError` that names the option unless it is a whole number within the bounds. */
export function requireWhole(name: string, value: number, min: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}, and is ${String(value)}.`);
}

/** Throws a `RangeError` that names the option unless it is above 0 and at most 1. */
export function requireRatio(name: string, value: number): void {
  if (value > 0 && value <= 1) return;
  throw new RangeError(`${name} must be above 0 and at most 1, and is ${String(value)}.`);
}
