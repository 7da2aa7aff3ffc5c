/** The types that a random module's values have. */
export type Type = "i32" | "i64" | "f32" | "f64";

export const TYPES: readonly Type[] = ["i32", "i64", "f32", "f64"];
// What costs more than one fuel, so that nothing hides behind it. What is charged by an operand may trap before it is, and is not counted.
export const COSTLY: Readonly<Record<string, number>> = {
  call: 4,
  call_indirect: 8,
  "memory.fill": 3,
  "memory.copy": 3,
  "memory.init": 3,
  "i32.trunc_sat_f64_s": 3,
  "i64.trunc_sat_f32_u": 3,
  ...Object.fromEntries(
    ["i32", "i64"].flatMap((type) => ["div_s", "div_u", "rem_s", "rem_u"].map((name) => [`${type}.${name}`, 10])),
  ),
  "f32.div": 8,
  "f64.div": 8,
  "f32.sqrt": 8,
  "f64.sqrt": 8,
};
export const LOCALS: Readonly<Record<Type, readonly string[]>> = {
  i32: ["$a", "$b", "$i"],
  i64: ["$x", "$y"],
  f32: ["$p", "$q"],
  f64: ["$s", "$t"],
};
export const UNARY: Readonly<Record<Type, readonly string[]>> = {
  i32: ["clz", "ctz", "popcnt", "eqz", "extend8_s"],
  i64: ["clz", "ctz", "popcnt", "extend32_s"],
  f32: ["abs", "neg", "ceil", "floor", "sqrt", "nearest", "trunc"],
  f64: ["abs", "neg", "ceil", "floor", "sqrt", "nearest", "trunc"],
};
export const INTEGER = [
  "add",
  "sub",
  "mul",
  "and",
  "or",
  "xor",
  "shl",
  "shr_u",
  "shr_s",
  "rotl",
  "div_s",
  "div_u",
  "rem_s",
  "rem_u",
];
export const FLOAT = ["add", "sub", "mul", "div", "min", "max"];
export const CONVERSIONS: Readonly<Record<Type, readonly (readonly [name: string, from: Type])[]>> = {
  i32: [
    ["i32.wrap_i64", "i64"],
    ["i32.trunc_sat_f64_s", "f64"],
    ["i32.trunc_f32_s", "f32"],
  ],
  i64: [
    ["i64.extend_i32_s", "i32"],
    ["i64.trunc_sat_f32_u", "f32"],
  ],
  f32: [
    ["f32.convert_i32_s", "i32"],
    ["f32.demote_f64", "f64"],
    ["f32.reinterpret_i32", "i32"],
  ],
  f64: [
    ["f64.convert_i64_u", "i64"],
    ["f64.promote_f32", "f32"],
    ["f64.reinterpret_i64", "i64"],
  ],
};
