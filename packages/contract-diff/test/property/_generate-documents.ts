import type { JsonObject, JsonValue } from "@cordon/core";
import { createDice, type Dice } from "./_dice.ts";
import { type Harvest, harvest } from "./_harvest.ts";
import { sampleOf } from "./_sample-of.ts";

/**
 * Makes documents that lie close to where the schemas decide: most follow a random way through one of them, then some are changed a little,
 * and a few are plain noise. The schemas are 2020-12 with references below `#/$defs` or to `#`.
 */
export function createDocumentSource(schemas: readonly JsonValue[], seed: number): () => JsonValue {
  const dice = createDice(seed);
  const pools = harvest(schemas, seed);
  return () => {
    const root = dice.pick(schemas);
    const value = dice.chance(0.08) ? noise(pools, dice, 2) : follow([root], { root, pools, dice }, 5);
    return dice.chance(0.25) ? changed(value, pools, dice) : value;
  };
}

interface Way {
  readonly root: JsonValue;
  readonly pools: Harvest;
  readonly dice: Dice;
}

const TYPES = ["null", "boolean", "object", "array", "number", "string", "integer"];

/** A value for schemas that are to hold together. */
function follow(schemas: readonly JsonValue[], way: Way, depth: number): JsonValue {
  const { dice, pools } = way;
  if (depth <= 0 || dice.chance(0.03)) return noise(pools, dice, 0);
  const demands = schemas.flatMap((schema) => flatten(schema, way, 6));
  const constants = demands.flatMap((demand) => constantsOf(demand));
  if (constants.length > 0 && dice.chance(0.9)) return dice.pick(constants);
  const types = demands.reduce<readonly string[]>((left, { type }) => meet(left, type), TYPES);
  switch (dice.pick(types.length === 0 ? TYPES : types)) {
    case "null":
      return null;
    case "boolean":
      return dice.chance(0.5);
    case "object":
      return objectFor(demands, way, depth);
    case "array":
      return arrayFor(demands, way, depth);
    case "integer":
      return Math.round(numberFor(demands, way));
    case "number":
      return numberFor(demands, way);
    default:
      return stringFor(demands, way);
  }
}

/** The schema and what it demands through allOf, references and one branch of each choice. */
function flatten(schema: JsonValue | undefined, way: Way, depth: number): readonly JsonObject[] {
  if (!isObject(schema) || depth <= 0) return [];
  const { dice } = way;
  const through: (JsonValue | undefined)[] = [];
  const { $ref, allOf, anyOf, oneOf } = schema as Readonly<Record<string, JsonValue | undefined>>;
  if (typeof $ref === "string") through.push(resolve(way.root, $ref));
  if (Array.isArray(allOf)) through.push(...allOf);
  for (const choice of [anyOf, oneOf]) if (Array.isArray(choice) && choice.length > 0) through.push(dice.pick(choice));
  if (schema["if"] !== undefined)
    through.push(...(dice.chance(0.5) ? [schema["if"], schema["then"]] : [schema["else"]]));
  // What a double negation demands is demanded.
  const inner = isObject(schema["not"]) ? schema["not"]["not"] : undefined;
  if (inner !== undefined) through.push(inner);
  return [schema, ...through.flatMap((next) => flatten(next, way, depth - 1))];
}

function constantsOf(demand: JsonObject): readonly JsonValue[] {
  if (Object.hasOwn(demand, "const")) return [demand["const"] ?? null];
  const values = demand["enum"];
  return Array.isArray(values) ? values : [];
}

function meet(left: readonly string[], type: JsonValue | undefined): readonly string[] {
  if (type === undefined) return left;
  const wanted: readonly JsonValue[] = Array.isArray(type) ? type : [type];
  return left.filter((name) => wanted.includes(name) || (name === "integer" && wanted.includes("number")));
}

function numberFor(demands: readonly JsonObject[], { pools, dice }: Way): number {
  const multiple = listOf(demands, "multipleOf").find((value) => typeof value === "number");
  const base = dice.pick(pools.numbers);
  if (typeof multiple !== "number" || dice.chance(0.2)) return base;
  return Number((Math.round(base / multiple) * multiple).toPrecision(12));
}

function stringFor(demands: readonly JsonObject[], { pools, dice }: Way): string {
  const pattern = listOf(demands, "pattern").find((value) => typeof value === "string");
  if (typeof pattern === "string" && dice.chance(0.7)) return sampleOf(pattern, dice);
  const text = dice.pick(pools.strings);
  return dice.chance(0.6) ? text : text.padEnd(dice.pick(pools.lengths), "a").slice(0, dice.pick([1, 2, 3, 5, 8]));
}

function objectFor(demands: readonly JsonObject[], way: Way, depth: number): JsonValue {
  const { dice, pools } = way;
  const names = new Set<string>();
  for (const name of listOf(demands, "required").flat())
    if (typeof name === "string" && dice.chance(0.93)) names.add(name);
  for (const properties of listOf(demands, "properties"))
    if (isObject(properties)) for (const name of Object.keys(properties)) if (dice.chance(0.5)) names.add(name);
  for (const patterns of listOf(demands, "patternProperties"))
    if (isObject(patterns))
      for (const each of Object.keys(patterns)) if (dice.chance(0.4)) names.add(sampleOf(each, dice));
  while (dice.chance(0.3)) names.add(dice.pick(pools.names));
  const entries = dice.shuffle([...names]).map(
    (name) =>
      [
        name,
        follow(
          demands.flatMap((demand) => forProperty(demand, name)),
          way,
          depth - 1,
        ),
      ] as const,
  );
  return Object.fromEntries(entries);
}

function forProperty(demand: JsonObject, name: string): readonly JsonValue[] {
  const found: JsonValue[] = [];
  const { properties, patternProperties, additionalProperties } = demand as Readonly<
    Record<string, JsonValue | undefined>
  >;
  if (isObject(properties) && Object.hasOwn(properties, name)) found.push(properties[name] ?? true);
  if (isObject(patternProperties))
    for (const [pattern, schema] of Object.entries(patternProperties))
      if (new RegExp(pattern, "u").test(name)) found.push(schema);
  if (found.length === 0 && additionalProperties !== undefined) found.push(additionalProperties);
  return found;
}

function arrayFor(demands: readonly JsonObject[], way: Way, depth: number): JsonValue {
  const { dice, pools } = way;
  const least = Math.max(0, ...listOf(demands, "minItems").map(Number));
  const length = dice.chance(0.6) ? Math.min(least + dice.roll(3), 12) : dice.pick(pools.lengths);
  const items: JsonValue[] = Array.from({ length }, (_, at) =>
    follow(
      demands.flatMap((demand) => forItem(demand, at)),
      way,
      depth - 1,
    ),
  );
  for (const contained of listOf(demands, "contains"))
    if (dice.chance(0.5)) {
      const at = dice.roll(items.length + 1);
      items[at] = follow([contained, ...demands.flatMap((demand) => forItem(demand, at))], way, depth - 1);
    }
  return items;
}

function forItem(demand: JsonObject, at: number): readonly JsonValue[] {
  const { prefixItems, items } = demand as Readonly<Record<string, JsonValue | undefined>>;
  const own = Array.isArray(prefixItems) ? prefixItems[at] : undefined;
  if (own !== undefined) return [own];
  return items === undefined ? [] : [items];
}

function noise(pools: Harvest, dice: Dice, depth: number): JsonValue {
  const kind = dice.roll(depth > 0 ? 6 : 4);
  if (kind === 0) return dice.pick(pools.strings);
  if (kind === 1) return dice.pick(pools.numbers);
  if (kind === 2 || kind === 3) return pools.values[dice.roll(pools.values.length)] ?? null;
  const length = dice.roll(4);
  if (kind === 4) return Array.from({ length }, () => noise(pools, dice, depth - 1));
  return Object.fromEntries(
    Array.from({ length }, () => [dice.pick(pools.names), noise(pools, dice, depth - 1)] as const),
  );
}

/** The value with one small change somewhere in it. */
function changed(value: JsonValue, pools: Harvest, dice: Dice): JsonValue {
  if (Array.isArray(value)) return changedArray(value, pools, dice);
  if (!isObject(value)) return noise(pools, dice, 0);
  const entries: (readonly [string, JsonValue])[] = Object.entries(value);
  const at = dice.roll(Math.max(entries.length, 1));
  const entry = entries[at];
  if (entry === undefined || dice.chance(0.3)) entries.push([dice.pick(pools.names), noise(pools, dice, 1)]);
  else if (dice.chance(0.4)) entries.splice(at, 1);
  else entries[at] = [entry[0], dice.chance(0.5) ? changed(entry[1], pools, dice) : noise(pools, dice, 1)];
  return Object.fromEntries(entries);
}

function changedArray(value: readonly JsonValue[], pools: Harvest, dice: Dice): JsonValue {
  const items = [...value];
  const at = dice.roll(Math.max(items.length, 1));
  const item = items[at];
  const how = item === undefined ? "add" : dice.pick(["add", "remove", "repeat", "change", "change"]);
  if (item === undefined || how === "add") items.push(noise(pools, dice, 1));
  else if (how === "remove") items.splice(at, 1);
  else if (how === "repeat") items.push(item);
  else items[at] = changed(item, pools, dice);
  return items;
}

const listOf = (demands: readonly JsonObject[], keyword: string): readonly JsonValue[] =>
  demands.flatMap((demand) => (Object.hasOwn(demand, keyword) ? [demand[keyword] ?? null] : []));

function resolve(root: JsonValue, ref: string): JsonValue | undefined {
  let at: JsonValue | undefined = root;
  for (const part of decodeURIComponent(ref).replace(/^#\/?/, "").split("/").filter(Boolean))
    at = isObject(at) ? at[part] : undefined;
  return at;
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
