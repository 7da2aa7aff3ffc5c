import type { JsonObject, JsonValue } from "@cordon/core";

/** True for a list. `Array.isArray` alone does not tell a read-only list from the rest of a JSON value. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** True for an object that is no list and not null. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for what may stand where a schema is asked for. */
export function isSchema(value: JsonValue | undefined): value is boolean | JsonObject {
  return typeof value === "boolean" || isObject(value);
}

/** What a key of a stranger's object or list holds. Sees only what was written: `constructor` is not there unless somebody wrote it. */
export function ownValue(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (isList(value)) return /^(?:0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The strings of a list; none if it is no list. */
export function stringsOf(value: JsonValue | undefined): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The names of an object's properties; none if it is no object. */
export function keysOf(value: JsonValue | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
