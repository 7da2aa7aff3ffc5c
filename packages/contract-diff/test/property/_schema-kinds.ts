import type { JsonObject, JsonValue } from "@cordon/core";
import fc from "fast-check";
import { createDice } from "./_dice.ts";

const NAMES = ["a", "b", "c"] as const;
const name = fc.constantFrom(...NAMES);
const pattern = fc.constantFrom("^a", "b$", "^[ab]+$", "^.{1,2}$", "[0-9]", "^a*b?$", "^x|y$");
const small = fc.integer({ min: -3, max: 6 });
const size = fc.integer({ min: 0, max: 3 });
const scalar: fc.Arbitrary<JsonValue> = fc.constantFrom(null, true, false, 0, 1, 2, 2.5, "", "a", "b", "ab", "x1");
const constant: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.dictionary(name, scalar, { maxKeys: 2, noNullPrototype: true }) },
);
const type = fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object");

const part = <Fields extends Record<string, JsonValue>>(fields: {
  readonly [Key in keyof Fields]: fc.Arbitrary<Fields[Key]>;
}): fc.Arbitrary<JsonObject> =>
  fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as unknown as fc.Arbitrary<JsonObject>;

const merged = (...parts: readonly fc.Arbitrary<JsonObject>[]): fc.Arbitrary<JsonObject> =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as JsonObject);

const numbers = part({
  minimum: small,
  maximum: fc.integer({ min: 0, max: 9 }),
  exclusiveMinimum: small,
  exclusiveMaximum: fc.integer({ min: 1, max: 9 }),
  multipleOf: fc.constantFrom(0.1, 0.3, 0.5, 1, 1.5, 2, 3, 4),
});
const texts = part({ minLength: size, maxLength: fc.integer({ min: 1, max: 4 }), pattern });

/** A schema without subschemas; `one` and `two` are definitions of the document. */
export const leaf: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 3, arbitrary: type.map((one) => ({ type: one })) },
  { weight: 1, arbitrary: fc.uniqueArray(type, { minLength: 1, maxLength: 3 }).map((several) => ({ type: several })) },
  { weight: 2, arbitrary: merged(fc.constantFrom({ type: "number" }, { type: "integer" }, {}), sparse(numbers)) },
  { weight: 2, arbitrary: merged(fc.constantFrom({ type: "string" }, {}), sparse(texts)) },
  { weight: 1, arbitrary: constant.map((value) => ({ const: value })) },
  {
    weight: 2,
    arbitrary: fc
      .uniqueArray(constant, { minLength: 1, maxLength: 4, selector: (item) => JSON.stringify(item, [...NAMES]) })
      .map((values) => ({ enum: values })),
  },
  { weight: 1, arbitrary: fc.constantFrom({ $ref: "#/$defs/one" }, { $ref: "#/$defs/two" }, {}) },
);

/** At most two keywords of those that a record has: more say little, because they contradict each other. */
function sparse(arbitrary: fc.Arbitrary<JsonObject>, most = 2): fc.Arbitrary<JsonObject> {
  return fc.tuple(arbitrary, fc.integer()).map(([all, seed]) => {
    const names = createDice(seed).shuffle(Object.keys(all)).slice(0, most);
    return Object.fromEntries(names.map((key) => [key, all[key] ?? null]));
  });
}

/** A schema for objects. */
export function objectSchema(sub: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  const schemas = fc.dictionary(name, sub, { maxKeys: 3, noNullPrototype: true });
  const names = fc.uniqueArray(name, { maxLength: 2 });
  const rest = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: fc.constant({ additionalProperties: false }) },
    { weight: 1, arbitrary: sub.map((schema) => ({ additionalProperties: schema })) },
    { weight: 1, arbitrary: fc.constant({ unevaluatedProperties: false }) },
    { weight: 1, arbitrary: sub.map((schema) => ({ unevaluatedProperties: schema })) },
  );
  const others = part({
    patternProperties: fc.dictionary(pattern, sub, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
    propertyNames: fc.oneof(texts, fc.constant({ enum: [...NAMES] })),
    minProperties: size,
    maxProperties: size,
    dependentRequired: fc.dictionary(name, names, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
    dependentSchemas: fc.dictionary(name, sub, { minKeys: 1, maxKeys: 1, noNullPrototype: true }),
    allOf: fc.array(
      schemas.map((properties): JsonObject => ({ properties })),
      { minLength: 1, maxLength: 2 },
    ),
    anyOf: fc.array(
      names.map((required): JsonObject => ({ required })),
      { minLength: 1, maxLength: 2 },
    ),
  });
  const main = part({ properties: schemas, required: names });
  return merged(fc.constantFrom({ type: "object" }, { type: "object" }, {}), main, rest, sparse(others, 1));
}

/** A schema for arrays. */
export function arraySchema(sub: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  const prefixItems = fc.array(sub, { minLength: 1, maxLength: 2 });
  const counted = part({ minItems: size, maxItems: size, uniqueItems: fc.boolean() });
  const shape = fc.oneof(
    { weight: 3, arbitrary: part({ prefixItems, items: sub }) },
    {
      weight: 2,
      arbitrary: merged(
        part({ minContains: size, maxContains: size, items: sub }),
        sub.map((contains) => ({ contains })),
      ),
    },
    {
      weight: 1,
      arbitrary: merged(
        part({ prefixItems }),
        sub.map((unevaluatedItems) => ({ unevaluatedItems })),
      ),
    },
    {
      weight: 1,
      arbitrary: prefixItems.map((inner) => ({ allOf: [{ prefixItems: inner }], unevaluatedItems: false })),
    },
  );
  return merged(fc.constantFrom({ type: "array" }, { type: "array" }, {}), sparse(shape, 3), sparse(counted));
}

/** A schema that is made of others. */
export function choiceSchema(sub: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  const several = fc.array(sub, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 2, arbitrary: several.map((anyOf) => ({ anyOf })) },
    { weight: 2, arbitrary: several.map((oneOf) => ({ oneOf })) },
    { weight: 1, arbitrary: several.map((allOf) => ({ allOf })) },
    { weight: 1, arbitrary: sub.map((not) => ({ not })) },
    { weight: 1, arbitrary: fc.tuple(sub, sub, sub).map(conditional) },
  );
}

const CONDITION = ["if", "then", "else"] as const;

/** A condition. Its keywords come from a list, as an object that is written with `then` looks like a promise to a linter. */
export function conditional(parts: readonly [JsonValue, JsonValue, JsonValue]): JsonObject {
  return Object.fromEntries(CONDITION.map((keyword, index) => [keyword, parts[index] ?? true]));
}
