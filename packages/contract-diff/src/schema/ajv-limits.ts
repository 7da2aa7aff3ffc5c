import type { JsonValue } from "@cordon/core";
import { isList, isObject } from "./json-kind.ts";

/** Says the keywords of one schema so that ajv does what they say, or why that cannot be done. */
export function adaptToAjv(words: Map<string, JsonValue>, annotating: boolean): string | undefined {
  moveProto(words);
  splitProperties(words);
  // ajv takes every item as looked at once there is a contains, and the standard only those that it found.
  if (annotating && words.has("contains"))
    return "ajv does not do what the standard says where contains meets unevaluatedItems";
  const isLost = ["dependentRequired", "dependentSchemas"].some((keyword) => hasProto(words.get(keyword)));
  return isLost ? "ajv passes over a dependency of a property named __proto__" : undefined;
}

/** True if an object of the document has a key that every JavaScript object answers to. */
export function hasPrototypeKey(document: JsonValue): boolean {
  const open: JsonValue[] = [document];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isList(value)) for (const item of value) open.push(item);
    if (!isObject(value)) continue;
    for (const [key, below] of Object.entries(value)) {
      if (key in Object.prototype) return true;
      open.push(below);
    }
  }
  return false;
}

/** ajv passes over a property or a pattern that is called `__proto__`, but not over a pattern that means it. */
function moveProto(words: Map<string, JsonValue>): void {
  const properties = words.get("properties");
  const patterns = words.get("patternProperties");
  const moved: [string, JsonValue][] = [];
  if (hasProto(properties)) moved.push(["^__proto__$", properties["__proto__"] ?? true]);
  if (hasProto(patterns)) moved.push(["(?:__proto__)", patterns["__proto__"] ?? true]);
  if (moved.length === 0) return;
  const kept = isObject(patterns) ? Object.entries(patterns).filter(([key]) => key !== "__proto__") : [];
  const all = new Map<string, JsonValue>(kept);
  for (const [pattern, schema] of moved)
    all.set(pattern, all.has(pattern) ? { allOf: [all.get(pattern) ?? true, schema] } : schema);
  words.set("patternProperties", Object.fromEntries(all));
}

/** ajv nests the code of each property in that of the one before, and a few thousand are too deep for the parser of JavaScript. */
function splitProperties(words: Map<string, JsonValue>): void {
  const properties = words.get("properties");
  const entries = isObject(properties) ? Object.entries(properties) : [];
  if (entries.length <= MAX_PROPERTIES) return;
  const allOf = words.get("allOf");
  const parts: JsonValue[] = isList(allOf) ? [...allOf] : [];
  for (let from = 0; from < entries.length; from += MAX_PROPERTIES)
    parts.push({ properties: Object.fromEntries(entries.slice(from, from + MAX_PROPERTIES)) });
  words.set("allOf", parts);
  // The names stay, for the keywords that speak of all other properties.
  words.set("properties", Object.fromEntries(entries.map(([name]) => [name, true])));
}

const MAX_PROPERTIES = 200;

function hasProto(value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> {
  return isObject(value) && Object.hasOwn(value, "__proto__");
}
