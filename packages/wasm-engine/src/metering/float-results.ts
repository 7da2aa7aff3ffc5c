/** The type of vector or number whose NaN an instruction may make, and which must then be the one NaN. */
export type FloatResult = "f32" | "f64" | "f32x4" | "f64x2";

/**
 * The instructions that make a NaN whose bits differ between processors. What only moves bits (loads, `copysign`, `pmin`,
 * `reinterpret`) keeps a NaN as it was.
 */
export const FLOAT_RESULTS: ReadonlyMap<number, FloatResult> = new Map([
  ...range("f32", 0x8d, 0x97),
  ...range("f64", 0x9b, 0xa5),
  ...range("f32", 0xb6, 0xb6),
  ...range("f64", 0xbb, 0xbb),
]);

/** The same for instructions after the vector prefix. */
export const SIMD_FLOAT_RESULTS: ReadonlyMap<number, FloatResult> = new Map([
  ...range("f32x4", 0x5e, 0x5e),
  ...range("f64x2", 0x5f, 0x5f),
  ...range("f32x4", 0x67, 0x6a),
  ...range("f64x2", 0x74, 0x75),
  ...range("f64x2", 0x7a, 0x7a),
  ...range("f64x2", 0x94, 0x94),
  ...range("f32x4", 0xe3, 0xe9),
  ...range("f64x2", 0xef, 0xf5),
]);

function range(result: FloatResult, first: number, last: number): readonly (readonly [number, FloatResult])[] {
  return Array.from({ length: last - first + 1 }, (_, at) => [first + at, result] as const);
}
