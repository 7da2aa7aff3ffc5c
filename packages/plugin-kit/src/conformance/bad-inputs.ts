import type { JsonValue } from "@cordon/core";

const DEEP = 80;

/** What callers send who know nothing of a plugin's schemas, or mean it harm. */
export const BAD_INPUTS: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  -0,
  1.5,
  1e21,
  5e-324,
  -1.7976931348623157e308,
  2 ** 53 + 2,
  "",
  "\u0000",
  "\ud800",
  '"',
  "\\u0022}",
  "\u202e\u{1f600}",
  "a".repeat(4096),
  [],
  [null],
  {},
  { "": "" },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":null,"toJSON":1}') as JsonValue,
  nested(),
];

function nested(): JsonValue {
  let value: JsonValue = [];
  for (let depth = 0; depth < DEEP; depth += 1) value = depth % 2 === 0 ? [value] : { deeper: value };
  return value;
}
