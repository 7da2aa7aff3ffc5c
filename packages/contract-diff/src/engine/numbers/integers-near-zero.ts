/** At most so many integers from `min` to `max`, both included: those nearest to zero first, the positive of two before the negative. */
export function* integersNearZero(min: bigint, max: bigint, most: number): Generator<bigint, void, undefined> {
  if (min > max) return;
  const nearest = min > 0n ? min : max < 0n ? max : 0n;
  let above = nearest;
  let below = nearest - 1n;
  for (let given = 0; given < most && (above <= max || below >= min); given += 1) {
    if (above <= max && (below < min || above <= -below)) {
      yield above;
      above += 1n;
    } else {
      yield below;
      below -= 1n;
    }
  }
}

/** Down to the next integer, as `/` of integers does only for results above zero. */
export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** Up to the next integer. */
export function ceilDivide(value: bigint, by: bigint): bigint {
  return -floorDivide(-value, by);
}
