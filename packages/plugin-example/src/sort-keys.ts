import type { JsonValue } from "@cordon/core";

/** The same value with the keys of each object in the order of their UTF-16 units, as far as JavaScript keeps an order. */
export function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]): [string, JsonValue] => [key, sortKeys(each)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
