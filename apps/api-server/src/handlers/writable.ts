import type { JsonObject, JsonValue } from "@cordon/core";

const MAX_DEPTH = 32;

/**
 * Words of strangers as every format carries them. Without it, one plugin could log something by which its whole log can be read no
 * more: half a surrogate pair, or a number past 2^53.
 */
export function writable(object: JsonObject, depth: number = MAX_DEPTH): JsonObject {
  // fromEntries defines where an assignment would set; and no format takes this name.
  return Object.fromEntries(
    Object.entries(object)
      .filter(([name]) => name !== "__proto__")
      .map(([name, value]) => [name.toWellFormed(), writableValue(value, depth)]),
  );
}

/** The same for any value, with so many levels. */
export function writableValue(value: JsonValue, depth: number = MAX_DEPTH): JsonValue {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number") return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return "[too deep]";
  if (isList(value)) return value.map((each) => writableValue(each, depth - 1));
  return writable(value, depth - 1);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
