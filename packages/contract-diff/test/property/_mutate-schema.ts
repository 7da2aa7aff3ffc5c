import type { JsonObject, JsonValue } from "@cordon/core";
import type { Dice } from "./_dice.ts";
import { LISTS, MAPS, SINGLE } from "./_subschemas.ts";

/** Changes a schema in one place at random: `loosen` and `tighten` most often do what they say, which is good enough for a start. */
export type Mutation = "loosen" | "tighten" | "replace";

/** The schema with one change. The same dice give the same change. */
export function mutateSchema(schema: JsonValue, mutation: Mutation, dice: Dice): JsonValue {
  const places = placesOf(schema, []);
  const path = dice.pick(places);
  if (path.length > 0 || !isObject(schema)) return at(schema, path, (part) => changed(part, mutation, dice));
  // Definitions stay at the root, where references look for them.
  const { $defs, ...rest } = schema;
  const next = changed(rest, mutation, dice);
  return isObject(next) && $defs !== undefined ? { ...next, $defs } : next;
}

type Path = readonly (string | number)[];

/** Where subschemas stand, with the schema itself; a place under `not` is one as well. */
function placesOf(schema: JsonValue, path: Path): readonly Path[] {
  if (!isObject(schema)) return [path];
  const below = (keyword: string, ...rest: Path): readonly Path[] => {
    const next = rest.reduce<JsonValue | undefined>((value, key) => childOf(value, key), schema[keyword]);
    return next === undefined ? [] : placesOf(next, [...path, keyword, ...rest]);
  };
  return [
    path,
    ...[...SINGLE].flatMap((keyword) => below(keyword)),
    ...[...LISTS].flatMap((keyword) => keysOf(schema[keyword]).flatMap((key) => below(keyword, Number(key)))),
    ...[...MAPS].flatMap((keyword) => keysOf(schema[keyword]).flatMap((key) => below(keyword, key))),
  ];
}

function at(schema: JsonValue, path: Path, change: (part: JsonValue) => JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return change(schema);
  const inner = at(childOf(schema, key) ?? true, rest, change);
  if (Array.isArray(schema)) return schema.map((item: JsonValue, index) => (index === key ? inner : item));
  return { ...(schema as JsonObject), [key]: inner };
}

function changed(part: JsonValue, mutation: Mutation, dice: Dice): JsonValue {
  if (mutation === "replace")
    return dice.pick<JsonValue>([true, false, { type: "string" }, { type: "integer" }, { minimum: 2 }, { const: "a" }]);
  const schema: JsonObject = isObject(part) ? part : {};
  const keyword = Object.keys(schema).length === 0 ? undefined : dice.pick(Object.keys(schema));
  if (mutation === "loosen") return part === false ? { type: "null" } : loosened(schema, keyword, dice);
  return part === false ? false : tightened(schema, keyword, dice);
}

function loosened(schema: JsonObject, keyword: string | undefined, dice: Dice): JsonValue {
  const value = keyword === undefined ? undefined : schema[keyword];
  if (keyword === undefined || dice.chance(0.2))
    return { anyOf: [schema, { type: dice.pick(["null", "string", "number"]) }] };
  if (typeof value === "number") return { ...schema, [keyword]: stepped(keyword, value, -1) };
  if (keyword === "enum" && Array.isArray(value)) return { ...schema, enum: [...value, dice.pick(["new", 7])] };
  if (keyword === "type" && typeof value === "string")
    return { ...schema, type: value === "integer" ? "number" : [value, value === "null" ? "string" : "null"] };
  if (keyword === "required" && Array.isArray(value)) return { ...schema, required: value.slice(1) };
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
}

function tightened(schema: JsonObject, keyword: string | undefined, dice: Dice): JsonValue {
  const value = keyword === undefined ? undefined : schema[keyword];
  if (keyword !== undefined && typeof value === "number") return { ...schema, [keyword]: stepped(keyword, value, 1) };
  if (keyword === "enum" && Array.isArray(value) && value.length > 1) return { ...schema, enum: value.slice(1) };
  if (keyword === "type" && Array.isArray(value) && value.length > 1) return { ...schema, type: value.slice(1) };
  if (keyword === "type" && value === "number") return { ...schema, type: "integer" };
  if (keyword === "properties" && !Object.hasOwn(schema, "required"))
    return { ...schema, required: keysOf(value).slice(0, 1) };
  if (keyword === "properties" && !Object.hasOwn(schema, "additionalProperties"))
    return { ...schema, additionalProperties: false };
  return {
    ...schema,
    allOf: [
      ...(Array.isArray(schema["allOf"]) ? schema["allOf"] : []),
      dice.pick([{ minLength: 1 }, { maximum: 4 }, { maxProperties: 2 }, { maxItems: 2 }, { not: { const: "a" } }]),
    ],
  };
}

/** One step to where fewer (`by` 1) or more documents are. */
function stepped(keyword: string, value: number, by: 1 | -1): number {
  if (keyword === "multipleOf") return by === 1 ? value * 2 : value / 2;
  const raises = keyword.startsWith("min") || keyword === "exclusiveMinimum";
  const step = raises ? value + by : value - by;
  return /Length|Items|Properties|Contains/.test(keyword) ? Math.max(0, step) : step;
}

function childOf(value: JsonValue | undefined, key: string | number): JsonValue | undefined {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string | number, JsonValue>>)[key]
    : undefined;
}

const keysOf = (value: JsonValue | undefined): readonly string[] =>
  typeof value === "object" && value !== null ? Object.keys(value) : [];

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
