import type { JsonObject, JsonValue } from "@cordon/core";

// Deeper than anything that people write; what is deeper counts as different, which costs a look and no more.
const MAX_DEPTH = 500;
// A list is held against another in any order up to here by looking at all pairs.
const MAX_LOOSE_ITEMS = 200;

/** Whether two values of JSON are the same, whatever the order of the keys. */
export function equalJson(left: JsonValue, right: JsonValue, depth = 0): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return (left as readonly JsonValue[]).every((item, index) =>
      equalJson(item, (right as readonly JsonValue[])[index] ?? null, depth + 1),
    );
  }
  if (Array.isArray(right)) return false;
  return equalObjects(left as JsonObject, right as JsonObject, depth);
}

/** The same for lists whose order means nothing: `required`, `enum`, `tags`. What is no list is compared as it is. */
export function equalSets(left: JsonValue, right: JsonValue): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return equalJson(left, right);
  const [ours, theirs] = [left as readonly JsonValue[], right as readonly JsonValue[]];
  if (ours.length !== theirs.length) return false;
  if (equalJson(ours, theirs)) return true;
  const plain = ours.every((item) => typeof item !== "object") && theirs.every((item) => typeof item !== "object");
  if (plain) {
    const set = new Set(theirs);
    return set.size === new Set(ours).size && ours.every((item) => set.has(item));
  }
  if (ours.length > MAX_LOOSE_ITEMS) return false;
  const within = (some: readonly JsonValue[], all: readonly JsonValue[]): boolean =>
    some.every((item) => all.some((other) => equalJson(item, other)));
  return within(ours, theirs) && within(theirs, ours);
}

function equalObjects(left: JsonObject, right: JsonObject, depth: number): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key] ?? null, right[key] ?? null, depth + 1));
}
