import type { JsonObject, JsonValue } from "@cordon/core";
import type { Dice } from "./_dice.ts";
import { LISTS, MAPS, SINGLE } from "./_subschemas.ts";

/** Writes a schema in another way that means the same. The same dice give the same schema. */
export function refactorSchema(schema: JsonValue, dice: Dice): JsonValue {
  return dice.pick(REFACTORINGS)(schema, dice);
}

type Refactoring = (schema: JsonValue, dice: Dice) => JsonValue;

const REFACTORINGS: readonly Refactoring[] = [
  shuffleKeys,
  renameDefinitions,
  inlineReferences,
  extractProperties,
  splitIntoAllOf,
  (schema, dice) => everywhere(schema, (part) => respellEnum(part, dice)),
  (schema) => wrap(schema, (inner) => ({ allOf: [inner] })),
  (schema) => wrap(schema, (inner) => ({ not: { not: inner } })),
  (schema, dice) => everywhere(schema, (part) => respellType(part, dice)),
];

function shuffleKeys(schema: JsonValue, dice: Dice): JsonValue {
  if (Array.isArray(schema)) return schema.map((item: JsonValue) => shuffleKeys(item, dice));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    dice.shuffle(Object.entries(schema)).map(([key, value]) => [key, shuffleKeys(value, dice)]),
  );
}

function renameDefinitions(schema: JsonValue): JsonValue {
  if (!isObject(schema) || !isObject(schema["$defs"])) return schema;
  const $defs = Object.fromEntries(Object.entries(schema["$defs"]).map(([name, value]) => [`Renamed ${name}`, value]));
  const renamed = JSON.stringify({ ...schema, $defs }).replaceAll('"#/$defs/', '"#/$defs/Renamed%20');
  return JSON.parse(renamed) as JsonValue;
}

/** One level: what a definition refers to stays a reference. */
function inlineReferences(schema: JsonValue): JsonValue {
  const $defs = isObject(schema) ? schema["$defs"] : undefined;
  if (!isObject($defs)) return schema;
  return everywhere(schema, (part) => {
    const ref = isObject(part) ? part["$ref"] : undefined;
    if (!isObject(part) || typeof ref !== "string" || !ref.startsWith("#/$defs/")) return part;
    const target = $defs[decodeURIComponent(ref.slice("#/$defs/".length))];
    const { $ref: _, ...rest } = part;
    return target === undefined
      ? part
      : { ...rest, allOf: [...(Array.isArray(part["allOf"]) ? part["allOf"] : []), target] };
  });
}

function extractProperties(schema: JsonValue): JsonValue {
  if (!isObject(schema) || !isObject(schema["properties"])) return schema;
  const $defs = isObject(schema["$defs"]) ? schema["$defs"] : {};
  // Counted, so that what is extracted twice does not come to stand for itself.
  const nameOf = (name: string): string => `extracted-${name}-${Object.keys($defs).length}`;
  const names = Object.keys(schema["properties"]);
  const extracted = Object.fromEntries(names.map((name) => [nameOf(name), asObject(schema["properties"], name)]));
  const properties = Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${nameOf(name)}` }]));
  return { ...schema, properties, $defs: { ...$defs, ...extracted } };
}

const asObject = (properties: JsonValue | undefined, name: string): JsonValue =>
  isObject(properties) ? (properties[name] ?? true) : true;

// Keywords that look at nothing beside them, so each can stand in a branch of its own.
const ALONE: ReadonlySet<string> = new Set([
  "type",
  "enum",
  "const",
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "required",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "propertyNames",
  "not",
  "dependentRequired",
]);

function splitIntoAllOf(schema: JsonValue): JsonValue {
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema);
  const moved = entries.filter(([key]) => ALONE.has(key)).map(([key, value]) => ({ [key]: value }));
  const kept = Object.fromEntries(entries.filter(([key]) => !ALONE.has(key)));
  return { ...kept, allOf: [...(Array.isArray(kept["allOf"]) ? kept["allOf"] : []), ...moved, true] };
}

function respellEnum(part: JsonValue, dice: Dice): JsonValue {
  if (!isObject(part)) return part;
  if (Object.hasOwn(part, "const")) {
    const { const: value, ...others } = part;
    return Object.hasOwn(part, "enum") ? part : { ...others, enum: [value ?? null] };
  }
  const { enum: values, ...rest } = part;
  const keyword = dice.pick(["anyOf", "oneOf"]);
  if (!Array.isArray(values) || Object.hasOwn(part, keyword)) return part;
  return { ...rest, [keyword]: values.map((value: JsonValue) => ({ const: value })) };
}

function respellType(part: JsonValue, dice: Dice): JsonValue {
  if (!isObject(part) || Object.hasOwn(part, "anyOf")) return part;
  const { type, ...rest } = part;
  if (Array.isArray(type)) return { ...rest, anyOf: dice.shuffle(type).map((one: JsonValue) => ({ type: one })) };
  if (type === "integer" && !Object.hasOwn(part, "multipleOf")) return { ...rest, type: "number", multipleOf: 1 };
  return typeof type === "string" ? { ...rest, type: [type] } : part;
}

/** Definitions stay at the root, where references look for them. */
function wrap(schema: JsonValue, around: (inner: JsonValue) => JsonObject): JsonValue {
  if (!isObject(schema) || !Object.hasOwn(schema, "$defs")) return around(schema);
  const { $defs, ...inner } = schema;
  return { $defs: $defs ?? {}, ...around(inner) };
}

/** Changes every schema within a schema, the innermost first. Values of `const` and `enum` are no schemas. */
function everywhere(schema: JsonValue, change: (part: JsonValue) => JsonValue): JsonValue {
  if (!isObject(schema)) return change(schema);
  const below = Object.entries(schema).map(([key, value]): readonly [string, JsonValue] => {
    if (SINGLE.has(key)) return [key, everywhere(value, change)];
    if (LISTS.has(key) && Array.isArray(value)) return [key, value.map((item: JsonValue) => everywhere(item, change))];
    if (!MAPS.has(key) || !isObject(value)) return [key, value];
    return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, everywhere(inner, change)]))];
  });
  return change(Object.fromEntries(below));
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
