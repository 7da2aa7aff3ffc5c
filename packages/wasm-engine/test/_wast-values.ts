/** A value as wast2json writes it. */
export interface WastValue {
  readonly type: string;
  readonly value?: string;
}

const bits = new DataView(new ArrayBuffer(8));

/** The value that a guest is called with; undefined where the platform cannot pass one. */
export function toArgument({ type, value = "0" }: WastValue): unknown {
  switch (type) {
    case "i32":
      return Number(BigInt.asIntN(32, BigInt(value)));
    case "i64":
      return BigInt.asIntN(64, BigInt(value));
    case "f32":
      bits.setUint32(0, Number(value));
      return bits.getFloat32(0);
    case "f64":
      bits.setBigUint64(0, BigInt(value));
      return bits.getFloat64(0);
    case "externref":
      return value === "null" ? null : Number(value);
    case "funcref":
      return value === "null" ? null : undefined;
    default:
      return undefined;
  }
}

/** Whether a result is the one that is expected. NaNs are all the same here: the platform does not show their bits. */
export function isExpected(result: unknown, expected: WastValue): boolean {
  const { type, value = "0" } = expected;
  if (value.startsWith("nan:")) return Number.isNaN(result);
  if (type === "funcref") return value === "null" ? result === null : typeof result === "function";
  return Object.is(result, toArgument(expected));
}

/** Whether values of these types cross to the platform at all. */
export function crosses(values: readonly WastValue[]): boolean {
  return values.every(
    ({ type, value }) => type !== "v128" && type !== "exnref" && !(type === "funcref" && value !== "null"),
  );
}
