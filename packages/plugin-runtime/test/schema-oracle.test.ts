import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonObject, JsonValue } from "@cordon/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readValueSchema } from "../src/schema/value-schema.ts";

// Not constructor and toString: ajv compares values by what they inherit, and takes own fields of these names for it.
const key = fc.constantFrom("a", "b", "c", "isPrototypeOf", "hasOwnProperty");
const text = fc.constantFrom("", "a", "ab", "abc", "😀", "😀😀", "a😀", "\ud83d", "\ud83da", "\ude00\ud83d");
const number = fc.oneof(fc.integer({ min: -6, max: 12 }), fc.constantFrom(0.5, -0, 1.5, 2 ** 40, 1e15, -2.25));
const count = fc.integer({ min: 0, max: 4 });

const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    number,
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const wellFormed = value.filter(
  (each) => JSON.stringify(each).isWellFormed() && !JSON.stringify(each).includes("\\ud"),
);
const type = fc.constantFrom("null", "boolean", "number", "integer", "string", "array", "object");

const { schema } = fc.letrec<{ schema: JsonValue }>((tie) => ({
  schema: fc.oneof<fc.Arbitrary<JsonValue>[]>(
    { maxDepth: 4, depthSize: "small" },
    fc.boolean(),
    fc.constantFrom<JsonObject>({ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }, { $ref: "#" }),
    fc
      .record<Record<string, unknown>>(
        {
          type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 4 })),
          enum: fc.array(wellFormed, { minLength: 1, maxLength: 4 }),
          const: wellFormed,
          minimum: number,
          maximum: number,
          exclusiveMinimum: number,
          exclusiveMaximum: number,
          multipleOf: fc.integer({ min: 1, max: 5 }),
          minLength: count,
          maxLength: count,
          minItems: count,
          maxItems: count,
          minProperties: count,
          maxProperties: count,
          prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
          items: tie("schema"),
          properties: fc.dictionary(key, tie("schema"), { maxKeys: 3, noNullPrototype: true }),
          additionalProperties: tie("schema"),
          required: fc.uniqueArray(key, { maxLength: 3 }),
          allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
          anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
          oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
          format: fc.constant("email"),
        },
        { requiredKeys: [], noNullPrototype: true },
      )
      .map(few),
  ),
}));

test("values fit a random schema exactly when ajv says so", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, ownProperties: true });
  const seen = { loops: 0, fits: 0, misfits: 0 };
  fc.assert(
    fc.property(schema, schema, schema, fc.array(value, { minLength: 5, maxLength: 15 }), (root, a, b, values) => {
      const whole = { ...(typeof root === "object" ? (root as JsonObject) : { allOf: [root] }), $defs: { A: a, B: b } };
      const read = readValueSchema(whole);
      if (read.kind === "refused") {
        // A loop that ajv would follow until its stack is full.
        expect(read.issues[0]?.message).toMatch(/^refers back to itself/);
        seen.loops += 1;
        return;
      }
      const validate = ajv.removeSchema().compile(whole);
      for (const each of values) {
        const expected = validate(each);
        expect([whole, each, read.schema.check(each).length === 0]).toEqual([whole, each, expected]);
        seen[expected ? "fits" : "misfits"] += 1;
      }
    }),
    { numRuns: 3000 },
  );
  // A generator that makes nothing but one kind of answer proves nothing.
  expect(seen.fits).toBeGreaterThan(3000);
  expect(seen.misfits).toBeGreaterThan(3000);
  expect(seen.loops).toBeLessThan(2000);
});

// With all of its keywords at once a schema fits next to nothing, so each keeps three at most.
function few(keywords: Record<string, unknown>): JsonValue {
  const names = Object.keys(keywords);
  const start = names.length === 0 ? 0 : JSON.stringify(keywords).length % names.length;
  return Object.fromEntries(
    [...names.slice(start), ...names.slice(0, start)].slice(0, 3).map((name) => [name, keywords[name]]),
  ) as JsonValue;
}
