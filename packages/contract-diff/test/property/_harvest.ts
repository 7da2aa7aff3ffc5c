import type { JsonValue } from "@cordon/core";
import { createDice, type Dice } from "./_dice.ts";
import { sampleOf } from "./_sample-of.ts";

/** What documents are made of: values at and just beside everything that the schemas name. */
export interface Harvest {
  readonly values: readonly JsonValue[];
  readonly names: readonly string[];
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  readonly lengths: readonly number[];
}

const PLAIN_STRINGS = ["", "a", "b", "ab", "x", "zz", "A", "0", "12", "a b", "\n", "é", "\u{1F600}", "2020-01-01"];
const PLAIN_NUMBERS = [0, 1, -1, 2, 3, 0.5, 1.5, 10, -7, 100, 1e6];
const BOUNDS: ReadonlySet<string> = new Set(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);
const LENGTHS = /^(?:min|max)(?:Length|Items|Properties|Contains)$/;

/** Collects from whole schemas, whatever a name stands for there: too much does no harm. */
export function harvest(schemas: readonly JsonValue[], seed: number): Harvest {
  const dice = createDice(seed);
  const sets = {
    values: new Map<string, JsonValue>(),
    names: new Set(["a", "b", "other"]),
    strings: new Set(PLAIN_STRINGS),
    numbers: new Set(PLAIN_NUMBERS),
    lengths: new Set([0, 1, 2, 3]),
  };
  for (const schema of schemas) walk(schema, sets, dice);
  for (const value of [null, true, false, [], {}]) keep(value, sets);
  return {
    values: [...sets.values.values()],
    names: [...sets.names],
    strings: [...sets.strings],
    numbers: [...sets.numbers].filter(Number.isFinite),
    lengths: [...sets.lengths].filter((length) => length >= 0 && length < 12),
  };
}

interface Sets {
  readonly values: Map<string, JsonValue>;
  readonly names: Set<string>;
  readonly strings: Set<string>;
  readonly numbers: Set<number>;
  readonly lengths: Set<number>;
}

function walk(schema: JsonValue, sets: Sets, dice: Dice): void {
  if (Array.isArray(schema)) return schema.forEach((item) => walk(item, sets, dice));
  if (typeof schema !== "object" || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    note(keyword, value, sets, dice);
    walk(value, sets, dice);
  }
}

function note(keyword: string, value: JsonValue, sets: Sets, dice: Dice): void {
  if (typeof value === "number") {
    if (BOUNDS.has(keyword)) for (const by of [-1, -0.5, 0, 0.5, 1]) sets.numbers.add(value + by);
    if (keyword === "multipleOf")
      for (const by of [-2, 1, 2, 3, 6]) sets.numbers.add(Number((value * by).toPrecision(12)));
    if (LENGTHS.test(keyword)) for (const by of [-1, 0, 1]) sets.lengths.add(value + by);
  }
  if (keyword === "const" || keyword === "default") keep(value, sets);
  if (keyword === "enum" && Array.isArray(value)) for (const item of value) keep(item, sets);
  if (keyword === "required" && Array.isArray(value))
    for (const item of value) if (typeof item === "string") sets.names.add(item);
  if (keyword === "pattern" && typeof value === "string")
    for (let times = 0; times < 6; times += 1) sets.strings.add(sampleOf(value, dice));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  if (keyword === "properties" || keyword.startsWith("dependent"))
    for (const name of Object.keys(value)) sets.names.add(name);
  if (keyword === "patternProperties")
    for (const pattern of Object.keys(value))
      for (let times = 0; times < 3; times += 1) sets.names.add(sampleOf(pattern, dice));
  if (keyword === "propertyNames") {
    const inner = harvest([value], dice.roll(1e9));
    for (const name of [...inner.strings.slice(0, 20), ...inner.values.filter((item) => typeof item === "string")])
      sets.names.add(name);
  }
}

function keep(value: JsonValue, sets: Sets): void {
  sets.values.set(JSON.stringify(value), value);
  if (typeof value === "string") sets.strings.add(value).add(`${value}x`);
  if (typeof value === "number") sets.numbers.add(value).add(value + 1);
  if (Array.isArray(value)) for (const item of value) keep(item, sets);
  else if (typeof value === "object" && value !== null)
    for (const [name, item] of Object.entries(value)) {
      sets.names.add(name);
      keep(item, sets);
    }
}
