import type { JsonObject, JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { createValidator, type Validation } from "../../src/schema/create-validator.ts";
import { spaceOf } from "./_space-of.ts";

const check = (
  schema: JsonValue,
  document: JsonValue,
  formats: "annotation" | "assertion" = "annotation",
): Validation => createValidator({ formats }).check(spaceOf(schema).at(""), document);
const parsed = (text: string): JsonValue => JSON.parse(text) as JsonValue;

describe("a validator", () => {
  test("says what is wrong where", () => {
    const schema = {
      properties: { pets: { items: { $ref: "#/$defs/pet" } } },
      $defs: { pet: { properties: { name: { $ref: "#/$defs/name" } } }, name: { type: "string" } },
    };
    expect(check(schema, { pets: [{ name: "Tom" }] })).toEqual({ valid: true });
    expect(check(schema, { pets: [{ name: "Tom" }, { name: 1 }] })).toEqual({
      valid: false,
      reason: "/pets/1/name must be string",
    });
  });

  test("says why no branch behind a reference was met", () => {
    const schema = { items: { anyOf: [{ $ref: "#/$defs/a" }, { type: "null" }] }, $defs: { a: { const: 1 } } };
    expect(check(schema, [2])).toEqual({
      valid: false,
      reason: "/0 must match a schema in anyOf (/0 must be equal to constant: 1)",
    });
  });

  test("tells true from false", () => {
    expect(check(true, 1)).toEqual({ valid: true });
    expect(check(false, 1)).toEqual({ valid: false, reason: "(whole document) is not allowed" });
  });

  test("follows a schema that contains itself as deep as the document goes", () => {
    const schema = { properties: { next: { $ref: "#" } }, additionalProperties: false };
    expect(check(schema, { next: { next: {} } })).toEqual({ valid: true });
    expect(check(schema, { next: { next: { x: 1 } } })).toMatchObject({
      valid: false,
      reason: expect.stringMatching(/^\/next\/next must NOT/),
    });
  });

  test.each<readonly [string, JsonObject]>([
    ["a reference", { $ref: "#/$defs/a" }],
    ["a reference behind another", { $ref: "#/$defs/chain" }],
    ["a reference in a branch", { anyOf: [{ $ref: "#/$defs/a" }] }],
    ["a reference behind a condition", { if: false, else: { $ref: "#/$defs/a" } }],
    ["a reference to a dependency", { dependentSchemas: { a: { $ref: "#/$defs/a" } } }],
  ])("sees through %s to the properties that were looked at", (_, schema) => {
    const whole = {
      ...schema,
      unevaluatedProperties: false,
      $defs: {
        a: { properties: { a: { $ref: "#/$defs/n" } } },
        chain: { allOf: [{ $ref: "#/$defs/a" }] },
        n: { type: "number" },
      },
    };
    expect(check(whole, { a: 1 })).toEqual({ valid: true });
    expect(check(whole, { a: 1, b: 1 })).toEqual({
      valid: false,
      reason: '(whole document) must NOT have unevaluated properties: "b"',
    });
    expect(check(whole, { a: "1" })).toEqual({ valid: false, reason: expect.stringContaining("/a must be number") });
  });

  test("closes a schema that refers to itself from a property", () => {
    const schema = {
      $defs: {
        tree: { properties: { left: { $ref: "#/$defs/closed" } } },
        closed: { $ref: "#/$defs/tree", unevaluatedProperties: false },
      },
      $ref: "#/$defs/closed",
    };
    expect(check(schema, { left: { left: {} } })).toEqual({ valid: true });
    expect(check(schema, { left: { left: { right: {} } } })).toMatchObject({
      valid: false,
      reason: expect.stringMatching(/^\/left\/left must NOT/),
    });
  });

  test("checks each of many properties, and those beside them", () => {
    const properties = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`p${at}`, { type: "null" }]));
    const node = spaceOf({ properties, allOf: [{ required: ["p1"] }], additionalProperties: false }).at("");
    const validator = createValidator({ formats: "annotation" });
    expect(validator.check(node, { p1: null, p4999: null })).toEqual({ valid: true });
    expect(validator.check(node, { p1: null, p4999: 1 })).toEqual({ valid: false, reason: "/p4999 must be null" });
    expect(validator.check(node, { p4999: null })).toMatchObject({ valid: false });
    expect(validator.check(node, { p1: null, q: null })).toMatchObject({ valid: false });
  });

  test("holds formats only if it is told to", () => {
    expect(check({ format: "date" }, "yesterday")).toEqual({ valid: true });
    expect(check({ format: "date" }, "yesterday", "assertion")).toEqual({
      valid: false,
      reason: '(whole document) must match format "date"',
    });
  });

  test.each(["hasOwnProperty", "__proto__", "toString", "never-heard-of"])(
    "does not hold the format %s, which is none",
    (format) => {
      expect(check({ format }, "x", "assertion")).toEqual({ valid: true });
    },
  );

  test("takes decimal fractions for what they were written as", () => {
    expect(check({ multipleOf: 0.1 }, 0.3)).toEqual({ valid: true });
    expect(check({ multipleOf: 0.01 }, 19.99)).toEqual({ valid: true });
    expect(check({ multipleOf: 0.01 }, 19.995)).toMatchObject({ valid: false });
  });

  test("reads patterns as the rest of the package does", () => {
    expect(check({ pattern: String.raw`^\-$` }, "-")).toEqual({ valid: true });
    expect(check({ pattern: "^.$" }, "💚")).toEqual({ valid: true });
    expect(check({ patternProperties: { "^.$": false } }, { "💚": 1 })).toMatchObject({ valid: false });
  });

  test("takes nothing from the prototype of objects for a property", () => {
    expect(check({ required: ["constructor"] }, {})).toMatchObject({ valid: false });
    expect(check({ properties: { toString: false } }, {})).toEqual({ valid: true });
    expect(check({ dependentRequired: { valueOf: ["a"] } }, {})).toEqual({ valid: true });
  });

  test("refuses everything for a choice of nothing", () => {
    expect(check({ enum: [] }, 1)).toMatchObject({ valid: false });
  });

  test("keeps what it compiled, and compiles what the document comes to", () => {
    const validator = createValidator({ formats: "annotation" });
    let reads = 0;
    const node = spaceOf({ properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: {} } }).at("");
    const counting = {
      id: node.id,
      place: node.place,
      child: node.child.bind(node),
      placeOf: node.placeOf.bind(node),
      target: node.target.bind(node),
      get keywords() {
        reads += 1;
        return node.keywords;
      },
    };
    validator.check(counting, {});
    const first = reads;
    validator.check(counting, {});
    expect(reads).toBe(first);
  });

  test("does not look at a schema that the document does not come to", () => {
    const schema = { properties: { a: { $ref: "#/$defs/broken" } }, $defs: { broken: { minimum: "x" } } };
    expect(check(schema, {})).toEqual({ valid: true });
    expect(check(schema, { a: 1 })).toEqual({
      valid: "unknown",
      why: "main.json: /$defs/broken/minimum: must be a finite number",
    });
  });

  test.each<readonly [string, JsonValue, JsonValue, RegExp]>([
    [
      "a reference leads nowhere",
      { $ref: "#/nowhere" },
      1,
      /the \$ref at \/\$ref leads to #\/nowhere, which is not there/,
    ],
    ["references go round", { $ref: "#" }, 1, /contains itself/],
    ["a schema contains itself in place", { allOf: [{ $ref: "#" }] }, 1, /nested too deep/],
    [
      "a schema looks through itself in place",
      { allOf: [{ $ref: "#" }], unevaluatedProperties: false },
      {},
      /nested too deep|cannot compile/,
    ],
    [
      "a reference leads to different places",
      { $dynamicRef: "#a", $defs: { a: { $dynamicAnchor: "a" }, b: { $id: "b", $dynamicAnchor: "a" } } },
      1,
      /where the \$dynamicRef at \/ leads depends/,
    ],
    [
      "ajv would be wrong about contains",
      { contains: true, unevaluatedItems: false },
      [1],
      /contains meets unevaluatedItems/,
    ],
    [
      "ajv would lose count",
      { anyOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      { constructor: 1 },
      /ajv loses count/,
    ],
    [
      "ajv would pass over a dependency",
      parsed('{"dependentRequired":{"__proto__":["a"]}}'),
      {},
      /passes over a dependency/,
    ],
  ])("does not know where %s", (_, schema, document, why) => {
    expect(check(schema, document)).toEqual({ valid: "unknown", why: expect.stringMatching(why) });
  });

  test("forgets one thing it did not know before the next", () => {
    const validator = createValidator({ formats: "annotation" });
    expect(validator.check(spaceOf({ $ref: "#/nowhere" }).at(""), 1)).toMatchObject({ valid: "unknown" });
    expect(validator.check(spaceOf({ type: "null" }).at(""), 1)).toMatchObject({ valid: false });
  });

  test.each<readonly [string, string, boolean]>([
    ['{"properties":{"__proto__":{"type":"null"}}}', '{"__proto__":1}', false],
    ['{"properties":{"__proto__":{"type":"null"}}}', '{"__proto__":null}', true],
    ['{"properties":{"__proto__":{"type":"null"}},"additionalProperties":false}', '{"__proto__":null}', true],
    ['{"additionalProperties":false}', '{"__proto__":null}', false],
    ['{"required":["__proto__"]}', "{}", false],
    ['{"required":["__proto__"]}', '{"__proto__":1}', true],
    ['{"patternProperties":{"__proto__":{"type":"null"}}}', '{"a__proto__b":1}', false],
    [
      '{"properties":{"__proto__":{"minimum":1}},"patternProperties":{"^__proto__$":{"maximum":1}}}',
      '{"__proto__":2}',
      false,
    ],
    [
      '{"properties":{"__proto__":{"minimum":1}},"patternProperties":{"^__proto__$":{"maximum":1}}}',
      '{"__proto__":0}',
      false,
    ],
    [
      '{"properties":{"__proto__":{"minimum":1}},"patternProperties":{"^__proto__$":{"maximum":1}}}',
      '{"__proto__":1}',
      true,
    ],
    ['{"const":{"__proto__":1}}', '{"__proto__":1}', true],
    ['{"const":{"__proto__":1}}', "{}", false],
  ])("%s and %s: %s", (schema, document, valid) => {
    expect(check(parsed(schema), parsed(document)).valid).toBe(valid);
  });
});
