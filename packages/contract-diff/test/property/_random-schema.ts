import type { JsonObject, JsonValue } from "@cordon/core";
import fc from "fast-check";
import { arraySchema, choiceSchema, leaf, objectSchema } from "./_schema-kinds.ts";

/**
 * Schemas over all keywords of 2020-12 that say something about documents, with small domains, so that two of them often have to do with each
 * other. `contains` never stands beside `unevaluatedItems`, nor `if` alone beside `unevaluatedProperties`: ajv reads those in another way
 * than the specification, and it is the judge here.
 */
export const randomSchema: fc.Arbitrary<JsonObject> = fc.letrec<{ schema: JsonObject; sub: JsonValue }>((tie) => ({
  sub: fc.oneof(
    { maxDepth: 3, depthIdentifier: "sub" },
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.boolean() },
    { weight: 5, arbitrary: tie("schema") },
  ),
  schema: fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 5, arbitrary: objectSchema(tie("sub")) },
    { weight: 3, arbitrary: arraySchema(tie("sub")) },
    { weight: 3, arbitrary: choiceSchema(tie("sub")) },
  ),
})).schema;

/** A whole document: a schema with two definitions that it may refer to, some of which refer to themselves. */
export const randomDocument: fc.Arbitrary<JsonObject> = fc
  .record({
    schema: randomSchema,
    one: fc.constantFrom<JsonObject[]>(
      { type: "string", minLength: 1 },
      { type: "object", properties: { a: { $ref: "#/$defs/one" }, b: { type: "integer" } } },
      { type: "array", items: { $ref: "#/$defs/two" }, maxItems: 2 },
      { anyOf: [{ type: "null" }, { type: "object", required: ["a"], properties: { a: { $ref: "#/$defs/one" } } }] },
    ),
    two: fc.constantFrom<JsonObject[]>(
      { enum: ["a", "b", 1] },
      { type: ["integer", "null"] },
      { oneOf: [{ type: "boolean" }, { type: "array", prefixItems: [{ $ref: "#/$defs/two" }], items: false }] },
      { type: "object", additionalProperties: { $ref: "#/$defs/one" } },
    ),
  })
  .map(({ schema, one, two }) =>
    JSON.stringify(schema).includes('"$ref"') ? { ...schema, $defs: { one, two } } : schema,
  );
