/** All doubles from one to another, both included; `undefined` if they are more than `most`. */
export function doublesBetween(from: number, to: number, most: number): readonly number[] | undefined {
  const first = orderOf(from);
  const count = orderOf(to) - first + 1n;
  if (count > BigInt(most)) return undefined;
  return Array.from({ length: Math.max(0, Number(count)) }, (_, index) => doubleAt(first + BigInt(index)));
}

/** Doubles are ordered as their bits are, apart from the sign. */
function orderOf(value: number): bigint {
  const bits = new BigInt64Array(new Float64Array([Math.abs(value)]).buffer)[0] ?? 0n;
  return value < 0 ? -bits : bits;
}

function doubleAt(order: bigint): number {
  const size = new Float64Array(new BigInt64Array([order < 0n ? -order : order]).buffer)[0] ?? 0;
  return order < 0n ? -size : size;
}
