import type { JsonValue } from "@cordon/core";
import { isList } from "../schema/json-kind.ts";

/** A text that is equal for equal JSON values, whatever the order of their keys. */
export function valueKey(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "0" : JSON.stringify(value);
  if (isList(value)) return `[${value.map(valueKey).join(",")}]`;
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${valueKey(value[key] ?? null)}`).join(",")}}`;
}
