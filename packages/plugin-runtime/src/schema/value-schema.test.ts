import { AppError, type JsonValue } from "@cordon/core";

import { describe, expect, test } from "vitest";
import { hostileValues } from "../../test/_hostile-values.ts";
import { VALUE_SCHEMA_KEYWORDS } from "./keyword-shapes.ts";
import { compileValueSchema, readValueSchema } from "./value-schema.ts";

const issuesOf = (schema: unknown): readonly unknown[] => {
  const read = readValueSchema(schema as JsonValue);
  return read.kind === "refused" ? read.issues : [];
};
const check = (schema: JsonValue, value: unknown): readonly unknown[] =>
  compileValueSchema(schema).check(value as JsonValue);

describe("what does not fit is told by a pointer and a rule", () => {
  test.each<[JsonValue, unknown, string, string]>([
    [{ type: "string" }, 1, "", "must be a string"],
    [{ type: ["string", "null"] }, 1, "", "must be a string or null"],
    [{ type: "number" }, Number.NaN, "", "must be a number"],
    [{ type: "integer" }, 1.5, "", "must be a whole number"],
    [{ enum: ["a", 1] }, "b", "", 'must be one of "a", 1'],
    [{ const: { a: [1] } }, { a: [2] }, "", 'must be {"a":[1]}'],
    [{ enum: ["\u202e", 1] }, "b", "", "must be one of the 2 values that the schema lists"],
    [{ minimum: 2 }, 1, "", "must be at least 2"],
    [{ maximum: 2 }, 3, "", "must be at most 2"],
    [{ exclusiveMinimum: 2 }, 2, "", "must be more than 2"],
    [{ exclusiveMaximum: 2 }, 2, "", "must be less than 2"],
    [{ multipleOf: 0.1 }, 0.35, "", "must be a multiple of 0.1"],
    [{ minLength: 2 }, "😀", "", "must have at least 2 characters"],
    [{ maxLength: 1 }, "ab", "", "must have at most 1 characters"],
    [{ minItems: 1 }, [], "", "must have at least 1 items"],
    [{ maxItems: 1 }, [1, 2], "", "must have at most 1 items"],
    [{ items: { type: "string" } }, ["a", 1], "/1", "must be a string"],
    [{ prefixItems: [true, { type: "string" }], items: false }, [1, "a", 2], "/2", "is not allowed"],
    [{ properties: { "a/~": { type: "string" } } }, { "a/~": 1 }, "/a~1~0", "must be a string"],
    [{ required: ["a"] }, {}, "/a", "is required"],
    [{ required: ["toString"] }, {}, "/toString", "is required"],
    [{ additionalProperties: false }, { constructor: 1 }, "/constructor", "is not a known field"],
    [{ additionalProperties: { type: "string" } }, { x: 1 }, "/x", "must be a string"],
    [{ minProperties: 1 }, {}, "", "must have at least 1 fields"],
    [{ maxProperties: 0 }, { a: 1 }, "", "must have at most 0 fields"],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, 1, "", "fits none of the 2 schemas in anyOf"],
    [{ oneOf: [{ type: "string" }] }, 1, "", "fits none of the 1 schemas in oneOf"],
    [{ oneOf: [true, { type: "number" }] }, 1, "", "fits more than one of the schemas in oneOf"],
    [{ allOf: [{ type: "number" }, { minimum: 5 }] }, 1, "", "must be at least 5"],
    [{ $ref: "#/$defs/x", $defs: { x: { type: "null" } } }, 1, "", "must be null"],
  ])("%j and %j", (schema, value, pointer, message) => {
    expect(check(schema, value)).toEqual([{ pointer, message }]);
  });

  test("everything that is wrong is told, up to 20 issues, and no value is repeated", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "string" } },
      required: ["b"],
      additionalProperties: false,
    };
    expect(check(schema, { a: 1, c: "hunter2" })).toEqual([
      { pointer: "/a", message: "must be a string" },
      { pointer: "/c", message: "is not a known field" },
      { pointer: "/b", message: "is required" },
    ]);
    expect(
      check(
        { items: { type: "string" } },
        Array.from({ length: 1000 }, () => 7),
      ),
    ).toHaveLength(20);
    expect(JSON.stringify(check(schema, { a: "hunter2".repeat(9), c: "hunter2" }))).not.toContain("hunter2");
  });

  test("long and broken field names make short, well-formed pointers", () => {
    const issues = check({ additionalProperties: false }, { ["x".repeat(5000)]: 1, "\ud800": 1 }) as {
      pointer: string;
    }[];
    expect(issues.map(({ pointer }) => [pointer.length <= 201, pointer.isWellFormed()])).toEqual([
      [true, true],
      [true, true],
    ]);
  });
});

test("a pair of surrogates is one character, and half of one is one as well", () => {
  const two = { minLength: 2, maxLength: 2 };
  for (const text of ["ab", "😀a", "😀😀", "\ud83da", "a\ud83d", "\ude00\ud83d"]) expect(check(two, text)).toEqual([]);
  for (const text of ["a", "😀", "abc", "\ud83d", "😀😀😀"]) expect(check(two, text)).toHaveLength(1);
});

test("annotations, and a field called __proto__ in a value, decide nothing", () => {
  const schema = {
    title: "t",
    description: "d",
    $comment: "c",
    default: 1,
    examples: [1],
    deprecated: true,
    format: "email",
  };
  expect(check({ ...schema, properties: { a: true } }, JSON.parse('{"__proto__":{"a":1}}'))).toEqual([]);
  expect(check({ required: ["a"] }, JSON.parse('{"__proto__":{"a":1}}'))).toHaveLength(1);
  expect(check({ additionalProperties: false }, JSON.parse('{"__proto__":1}'))).toHaveLength(1);
});

describe("a schema outside the subset is refused by name", () => {
  test.each([
    [{ pattern: "^(a+)+$" }, "/pattern", "a pattern can be made so that"],
    [{ properties: { a: { patternProperties: {} } } }, "/properties/a/patternProperties", "pattern"],
    [{ not: {} }, "/not", "is refused"],
    [{ if: true }, "/if", "is refused"],
    [{ unevaluatedProperties: false }, "/unevaluatedProperties", "is refused"],
    [{ uniqueItems: true }, "/uniqueItems", "is refused"],
    [{ $dynamicRef: "#a" }, "/$dynamicRef", "is refused"],
    [{ $id: "https://example.com" }, "/$id", "is refused"],
    [{ constructor: 1 }, "/constructor", "is no keyword"],
    [{ requierd: [] }, "/requierd", "is no keyword"],
    [{ $ref: "https://example.com/schema" }, "/$ref", "must be # or #/$defs/<name>"],
    [{ $ref: "#/$defs/none" }, "/$ref", "must be # or"],
    [{ $ref: "#/$defs/toString", $defs: {} }, "/$ref", "must be # or"],
    [{ items: { $defs: {} } }, "/items/$defs", "at the top"],
    [{ $defs: { "a/b": true } }, "/$defs", "must have names"],
    [{ $schema: "http://json-schema.org/draft-07/schema#" }, "/$schema", "must be https://json-schema.org"],
    [{ type: "float" }, "/type", "must be one of null, boolean"],
    [{ type: ["string", "string"] }, "/type", "each once"],
    [{ type: "constructor" }, "/type", "must be one of"],
    [{ enum: [] }, "/enum", "1 to 1000"],
    [{ enum: Array.from({ length: 1001 }, (_, at) => at) }, "/enum", "1 to 1000"],
    [{ minLength: -1 }, "/minLength", "whole number"],
    [{ maxItems: 1.5 }, "/maxItems", "whole number"],
    [{ multipleOf: 0 }, "/multipleOf", "above 0"],
    [{ minimum: "1" }, "/minimum", "a number"],
    [{ minimum: Number.NaN }, "/minimum", "finite"],
    [{ required: ["a", "a"] }, "/required", "each once"],
    [{ anyOf: [] }, "/anyOf", "one schema or more"],
    [{ anyOf: {} }, "/anyOf", "one schema or more"],
    [{ properties: [] }, "/properties", "object of schemas"],
    [{ items: [true] }, "/items", "must be a schema"],
    [{ deprecated: "yes" }, "/deprecated", "true or false"],
    [{ title: 1 }, "/title", "a string"],
    [{ title: "\ud800" }, "/title", "half of a surrogate pair"],
    ["string", "", "must be a schema"],
    [null, "", "must be a schema"],
    [JSON.parse('{"properties":{"__proto__":true}}'), "/properties/__proto__", "no field may have"],
  ])("%j", (schema, pointer, message) => {
    expect(issuesOf(schema)).toContainEqual({ pointer, message: expect.stringContaining(message) as unknown });
  });

  test("every keyword of the specification that is not taken is refused with a reason of its own", () => {
    const others =
      "pattern patternProperties not if then else dependentSchemas dependentRequired $id $anchor $dynamicAnchor";
    const more =
      "$dynamicRef $vocabulary contains minContains maxContains uniqueItems unevaluatedProperties unevaluatedItems";
    for (const keyword of `${others} ${more}`.split(" ")) {
      expect(VALUE_SCHEMA_KEYWORDS).not.toContain(keyword);
      expect(issuesOf({ [keyword]: true })).toEqual([
        { pointer: `/${keyword}`, message: expect.stringMatching(/^is refused: /) as unknown },
      ]);
    }
  });

  test("compiling throws what reading answers", () => {
    expect(() => compileValueSchema({ pattern: "a" })).toThrow(AppError);
    expect(() => compileValueSchema({ pattern: "a" })).toThrow(
      expect.objectContaining({ code: "plugin/invalid-manifest" }),
    );
  });
});

describe("schemas that could never be decided", () => {
  test.each<[string, JsonValue]>([
    ["itself", { $ref: "#" }],
    ["itself by allOf", { allOf: [{ anyOf: [{ oneOf: [{ $ref: "#" }] }] }] }],
    ["a definition", { $defs: { a: { $ref: "#/$defs/a" } } }],
    ["two definitions", { $defs: { a: { $ref: "#/$defs/b" }, b: { allOf: [true, { $ref: "#/$defs/a" }] } } }],
    [
      "a loop that something leads to",
      { $ref: "#/$defs/x", $defs: { x: { $ref: "#/$defs/a" }, a: { $ref: "#/$defs/a" } } },
    ],
  ])("%s", (_name, schema) => {
    expect(issuesOf(schema)).toEqual([
      { pointer: expect.any(String) as unknown, message: expect.stringContaining("back to itself") as unknown },
    ]);
  });

  test("a reference back from inside the value is no loop", () => {
    const tree = {
      type: "object",
      properties: { left: { $ref: "#" }, right: { $ref: "#" } },
      additionalProperties: false,
    };
    expect(check(tree, { left: { left: {}, right: { left: {} } } })).toEqual([]);
    expect(check(tree, { left: { right: { x: {} } } })).toEqual([
      { pointer: "/left/right/x", message: "is not a known field" },
    ]);
    expect(issuesOf({ $defs: { a: { items: { $ref: "#/$defs/b" } }, b: { $ref: "#/$defs/a" } } })).toEqual([]);
  });
});

describe("bounds", () => {
  const nested = (levels: number): JsonValue => {
    let schema: JsonValue = true;
    for (let level = 0; level < levels; level += 1) schema = { items: schema };
    return schema;
  };
  const doubling = (levels: number): JsonValue => {
    const $defs: Record<string, JsonValue> = { [`d${levels}`]: { type: "string" } };
    for (let at = 0; at < levels; at += 1) {
      const next = { $ref: `#/$defs/d${at + 1}` };
      $defs[`d${at}`] = { anyOf: [next, next] };
    }
    return { $ref: "#/$defs/d0", $defs };
  };

  test("a schema may be 32 schemas deep, and not 33", () => {
    expect(issuesOf(nested(31))).toEqual([]);
    expect(issuesOf(nested(33))).toHaveLength(1);
  });

  test("a schema may have 2000 schemas in it, and not 2001", () => {
    expect(issuesOf({ anyOf: Array.from({ length: 1999 }, () => true) })).toEqual([]);
    expect(issuesOf({ anyOf: Array.from({ length: 2000 }, () => true) })).toEqual([
      { pointer: "/anyOf/1999", message: "is one schema too many: 2000 are allowed" },
    ]);
  });

  test("a schema may be 64 KiB of JSON, and not a byte more", () => {
    const room = 65_536 - JSON.stringify({ title: "" }).length;
    expect(issuesOf({ title: "x".repeat(room) })).toEqual([]);
    expect(issuesOf({ title: "x".repeat(room + 1) })).toHaveLength(1);
    expect(issuesOf({ title: "ü".repeat(room - 100) })).toHaveLength(1);
  });

  test("a schema that doubles its work forty times ends as too complex, soon", () => {
    expect(check(doubling(40), 1)).toEqual([{ pointer: "", message: "is too complex to check" }]);
    expect(check(doubling(10), 1)).toEqual([{ pointer: "", message: "fits none of the 2 schemas in anyOf" }]);
  });

  test("what runs out inside oneOf is never taken for a branch that does not fit", () => {
    const schema = { ...(doubling(40) as object), oneOf: [{ $ref: "#/$defs/d0" }, true] } as JsonValue;
    expect(check(schema, 1)).toEqual([{ pointer: "", message: "is too complex to check" }]);
  });

  test("two thousand trivial branches for each of many items are work as well", () => {
    const schema = { items: { allOf: Array.from({ length: 1900 }, () => true) } };
    expect(
      check(
        schema,
        Array.from({ length: 100_000 }, () => 1),
      ),
    ).toEqual([{ pointer: "", message: "is too complex to check" }]);
  });

  test("a value that is nested without end, or in a circle, ends as too complex and fills no stack", () => {
    const list: JsonValue = { type: "array", items: { $ref: "#" } };
    let deep: JsonValue = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const circle: unknown[] = [];
    circle.push(circle);
    for (const value of [deep, circle])
      expect(check(list, value)).toEqual([{ pointer: "", message: "is too complex to check" }]);
  });

  test("comparing long texts again and again is paid for", () => {
    const long = "x".repeat(60_000);
    const $defs: Record<string, JsonValue> = { d17: { const: long } };
    for (let at = 0; at < 17; at += 1)
      $defs[`d${at}`] = { anyOf: [{ $ref: `#/$defs/d${at + 1}` }, { $ref: `#/$defs/d${at + 1}` }] };
    expect(check({ $ref: "#/$defs/d0", $defs }, `${long.slice(1)}y`)).toEqual([
      { pointer: "", message: "is too complex to check" },
    ]);
  });
});

describe("hostile values", () => {
  test("as schemas are read or refused, and nothing else is thrown", () => {
    for (const value of hostileValues()) expect(() => readValueSchema(value as JsonValue)).not.toThrow();
  });

  test("a schema that its maker changes afterwards stays as it was read", () => {
    const schema = { type: "string", enum: ["a"] };
    const compiled = compileValueSchema(schema);
    schema.type = "number";
    schema.enum.push("b");
    expect(compiled.check("b")).toHaveLength(1);
    expect(compiled.check("a")).toEqual([]);
  });
});
