// The names that instructions had when the copy of the core test suite that npm has was made, and what became of them.
const RENAMED: readonly (readonly [pattern: RegExp, now: string])[] = [
  [/\b(get|set|tee)_local\b/gu, "local.$1"],
  [/\b(get|set)_global\b/gu, "global.$1"],
  [/\bgrow_memory\b/gu, "memory.grow"],
  [/\bcurrent_memory\b/gu, "memory.size"],
  [/\banyfunc\b/gu, "funcref"],
  [/\bi32\.wrap\/i64\b/gu, "i32.wrap_i64"],
  [/\bi64\.extend_([su])\/i32\b/gu, "i64.extend_i32_$1"],
  [/\b(i32|i64)\.trunc_([su])\/(f32|f64)\b/gu, "$1.trunc_$3_$2"],
  [/\b(f32|f64)\.convert_([su])\/(i32|i64)\b/gu, "$1.convert_$3_$2"],
  [/\bf32\.demote\/f64\b/gu, "f32.demote_f64"],
  [/\bf64\.promote\/f32\b/gu, "f64.promote_f32"],
  [/\b(\w\d\d)\.reinterpret\/(\w\d\d)\b/gu, "$1.reinterpret_$2"],
  [/\binfinity\b/gu, "inf"],
  [/\((block|loop|if)( \$[\w-]+)? ([if]\d\d)\b(?!\.)/gu, "($1$2 (result $3)"],
  [/\(call_indirect (\$?[\w-]+)/gu, "(call_indirect (type $1)"],
  // What is expected is a NaN; that both worlds agree is asserted all the same.
  [/\bassert_return_(?:(?:canonical|arithmetic)_)?nan\b/gu, "assert_return"],
];

const NAN = /\(assert_return_(?:(?:canonical|arithmetic)_)?nan (\(invoke .*\))\)$/gmu;

/** Writes a file of the suite as of 2017 in the words of today. In a file of one type of float, its NaNs are of that type. */
export function modernWast(file: string, text: string): string {
  const type = /^f(32|64)/u.exec(file)?.[0];
  const withNans = type === undefined ? text : text.replaceAll(NAN, `(assert_return $1 (${type}.const nan:canonical))`);
  return renamed(withNans);
}

function renamed(text: string): string {
  return RENAMED.reduce((written, [pattern, now]) => written.replaceAll(pattern, now), text);
}
