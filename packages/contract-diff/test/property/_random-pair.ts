import type { JsonObject, JsonValue } from "@cordon/core";
import fc from "fast-check";
import { createDice } from "./_dice.ts";
import { mutateSchema } from "./_mutate-schema.ts";
import { randomDocument } from "./_random-schema.ts";
import { refactorSchema } from "./_refactor-schema.ts";

/** Two schemas that have to do with each other, in most cases. */
export interface RandomPair {
  readonly how: "loosen" | "tighten" | "replace" | "refactor" | "unrelated";
  readonly left: JsonValue;
  readonly right: JsonValue;
  readonly seed: number;
}

/** A random schema, and another that is made of it by one to three changes; now and then one that is not made of it. */
export const randomPair: fc.Arbitrary<RandomPair> = fc
  .record({
    how: fc.oneof(
      { weight: 4, arbitrary: fc.constant("loosen" as const) },
      { weight: 6, arbitrary: fc.constant("tighten" as const) },
      { weight: 2, arbitrary: fc.constant("replace" as const) },
      { weight: 1, arbitrary: fc.constant("refactor" as const) },
      { weight: 2, arbitrary: fc.constant("unrelated" as const) },
    ),
    schema: randomDocument,
    other: randomDocument,
    times: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer(),
  })
  .map(({ how, schema, other, times, seed }) => ({
    how,
    left: schema,
    right: otherOf(how, schema, other, times, seed),
    seed,
  }))
  .filter(({ left, right }) => !isReadOtherwiseByAjv(left) && !isReadOtherwiseByAjv(right));

function otherOf(
  how: RandomPair["how"],
  schema: JsonObject,
  other: JsonObject,
  times: number,
  seed: number,
): JsonValue {
  if (how === "unrelated") return other;
  const dice = createDice(seed);
  let next: JsonValue = schema;
  for (let done = 0; done < times; done += 1)
    next = how === "refactor" ? refactorSchema(next, dice) : mutateSchema(next, how, dice);
  // A change among refactorings is where what belongs together is hardest to find.
  return dice.chance(0.3) ? refactorSchema(next, dice) : next;
}

/**
 * ajv counts every item as evaluated by `contains`, nothing as evaluated by an `if` that stands alone, and loses count where a schema of
 * `dependentSchemas` has an `unevaluatedProperties` of its own.
 */
export function isReadOtherwiseByAjv(schema: JsonValue): boolean {
  const text = JSON.stringify(schema);
  if (text.includes('"unevaluatedItems"') && text.includes('"contains"')) return true;
  if (
    /"unevaluated(?:Properties|Items)".*"unevaluated(?:Properties|Items)"/.test(text) &&
    text.includes('"dependentSchemas"')
  )
    return true;
  return /"unevaluated(?:Properties|Items)"/.test(text) && text.includes('"if"') && !text.includes('"then"');
}
