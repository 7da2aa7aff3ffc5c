import type { JsonObject, JsonValue } from "@cordon/core";
import { type Check, type CheckRun, refuse, spend } from "./check-run.ts";

const MAX_SHOWN = 120;
// What can be shown in a message without turning it around or breaking its line.
const SHOWABLE = /^[\x20-\x7e]*$/;

/** What a list of types says. */
export function typeCheck({ type }: JsonObject): Check | undefined {
  if (type === undefined) return undefined;
  const types = (Array.isArray(type) ? type : [type]) as readonly string[];
  const message = `must be ${types.map((each) => TYPES[each]?.article ?? each).join(" or ")}`;
  const [first, ...more] = types.map((each) => TYPES[each]?.holds ?? never);
  if (first !== undefined && more.length === 0)
    return (value, run, place) => first(value) || refuse(run, place, message);
  return (value, run, place) =>
    first?.(value) === true || more.some((holds) => holds(value)) || refuse(run, place, message);
}

/** What `enum` and `const` say. */
export function listedCheck(schema: JsonObject): readonly Check[] {
  const checks: Check[] = [];
  if (schema["enum"] !== undefined) checks.push(oneOfValues(schema["enum"] as readonly JsonValue[]));
  if (schema["const"] !== undefined) checks.push(oneOfValues([schema["const"]]));
  return checks;
}

/** The names of types, with their article and their test. */
export const TYPES: Readonly<
  Record<string, { readonly article: string; readonly holds: (value: JsonValue) => boolean }>
> = {
  null: { article: "null", holds: (value) => value === null },
  boolean: { article: "true or false", holds: (value) => typeof value === "boolean" },
  number: { article: "a number", holds: (value) => Number.isFinite(value) },
  integer: { article: "a whole number", holds: (value) => Number.isInteger(value) },
  string: { article: "a string", holds: (value) => typeof value === "string" },
  array: { article: "a list", holds: (value) => Array.isArray(value) },
  object: { article: "an object", holds: isObject },
};

/** Narrows to an object that is no list. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const never = (): boolean => false;

function oneOfValues(allowed: readonly JsonValue[]): Check {
  const plain: ReadonlySet<JsonValue> = new Set(allowed.filter((each) => typeof each !== "object" || each === null));
  const compound = allowed.filter((each) => typeof each === "object" && each !== null);
  const message = `must be ${shown(allowed)}`;
  return (value, run, place) => {
    if (typeof value === "string") spend(run, value.length >> 6);
    if (plain.has(value)) return true;
    const isCompound = typeof value === "object" && value !== null;
    return (isCompound && compound.some((each) => isSame(each, value, run))) || refuse(run, place, message);
  };
}

function shown(allowed: readonly JsonValue[]): string {
  const texts = allowed.map((each) => JSON.stringify(each));
  const joined = texts.join(", ");
  if (joined.length > MAX_SHOWN || !SHOWABLE.test(joined))
    return `one of the ${allowed.length} values that the schema lists`;
  return texts.length === 1 ? joined : `one of ${joined}`;
}

/** Whether two values are the same JSON. The first is of a schema, so its depth is bounded. */
function isSame(one: JsonValue | undefined, other: JsonValue | undefined, run: CheckRun): boolean {
  spend(run, typeof one === "string" ? 1 + (one.length >> 6) : 1);
  if (one === other) return true;
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((each, at) => isSame(each, other[at], run));
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  spend(run, names.length);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name], run));
}
