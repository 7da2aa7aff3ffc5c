/** Throws a `RangeError` that names the option unless it is a whole number within the bounds. */
export function requireWhole(name: string, value: number, min: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}, and is ${String(value)}.`);
}

/** Throws a `TypeError` for an option that is not known: a name that was misspelt must not mean the default. */
export function requireKnown(options: object, known: ReadonlySet<string>): void {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`The options must be an object, and are ${String(options)}.`);
  for (const name of Object.keys(options))
    if (!known.has(name)) throw new TypeError(`There is no option ${name}; there are ${[...known].join(", ")}.`);
}
