import type { JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { keywordIssues } from "./keyword-issues.ts";

const SCHEMA = "must be a schema: an object, true or false";
const NUMBER = "must be a finite number";
const SIZE = "must be a whole number that is not negative";
const FLAG = "must be true or false";
const NAMES = "must be a list of property names";
const TYPE = "must be one of null, boolean, object, array, number, string, integer, or a list of them";
const PATTERN = "must be a regular expression of ECMA-262";
const SCHEMAS = "must be a list of at least one schema";

const wrong: readonly (readonly [keyword: string, value: JsonValue, path: string, message: string])[] = [
  ["minimum", "3", "minimum", NUMBER],
  ["maximum", Infinity, "maximum", NUMBER],
  ["exclusiveMinimum", true, "exclusiveMinimum", NUMBER],
  ["exclusiveMaximum", null, "exclusiveMaximum", NUMBER],
  ["multipleOf", 0, "multipleOf", "must be a number above 0"],
  ["multipleOf", -1, "multipleOf", "must be a number above 0"],
  ["multipleOf", "2", "multipleOf", "must be a number above 0"],
  ["minItems", -1, "minItems", SIZE],
  ["maxItems", 1.5, "maxItems", SIZE],
  ["minLength", "1", "minLength", SIZE],
  ["maxLength", null, "maxLength", SIZE],
  ["minProperties", [], "minProperties", SIZE],
  ["maxProperties", -2, "maxProperties", SIZE],
  ["minContains", -2, "minContains", SIZE],
  ["maxContains", {}, "maxContains", SIZE],
  ["required", "x", "required", NAMES],
  ["required", ["a", 1], "required", NAMES],
  ["required", true, "required", NAMES],
  ["properties", [], "properties", "must be an object of schemas"],
  ["properties", { a: 1 }, "properties/a", SCHEMA],
  ["properties", { a: null }, "properties/a", SCHEMA],
  ["patternProperties", { "[": {} }, "patternProperties/[", PATTERN],
  ["dependentSchemas", { a: "b" }, "dependentSchemas/a", SCHEMA],
  ["dependentRequired", { a: "b" }, "dependentRequired/a", NAMES],
  ["dependentRequired", 1, "dependentRequired", "must be an object of lists of property names"],
  ["$defs", "x", "$defs", "must be an object of schemas"],
  ["type", "strin", "type", TYPE],
  ["type", [], "type", TYPE],
  ["type", ["string", 1], "type", TYPE],
  ["type", null, "type", TYPE],
  ["enum", "a", "enum", "must be a list of values"],
  ["pattern", "(", "pattern", PATTERN],
  ["pattern", 1, "pattern", PATTERN],
  ["uniqueItems", "true", "uniqueItems", FLAG],
  ["readOnly", 1, "readOnly", FLAG],
  ["writeOnly", "no", "writeOnly", FLAG],
  ["deprecated", 0, "deprecated", FLAG],
  ["format", 1, "format", "must be a string"],
  ["title", [], "title", "must be a string"],
  ["$ref", {}, "$ref", "must be a string"],
  ["$dynamicRef", 1, "$dynamicRef", "must be a string"],
  ["allOf", {}, "allOf", SCHEMAS],
  ["anyOf", [], "anyOf", SCHEMAS],
  ["oneOf", [true, "x"], "oneOf/1", SCHEMA],
  ["prefixItems", [[]], "prefixItems/0", SCHEMA],
  ...[
    "items",
    "contains",
    "not",
    "if",
    "then",
    "else",
    "additionalProperties",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
  ].map((keyword) => [keyword, [true], keyword, SCHEMA] as const),
];

describe("keywordIssues", () => {
  test.each(wrong)("%s: %j is told at %s", (keyword, value, path, message) => {
    expect(keywordIssues({ [keyword]: value })).toEqual([{ path: path.split("/"), message }]);
  });

  test("tells all that is wrong with a schema at once", () => {
    expect(keywordIssues({ minimum: "1", maximum: 2, type: "x" }).map(({ path }) => path)).toEqual([
      ["minimum"],
      ["type"],
    ]);
  });

  test("finds nothing wrong with a schema that says everything", () => {
    const schema = {
      type: ["string", "null"],
      enum: [],
      const: null,
      minimum: -1.5,
      multipleOf: 0.1,
      minLength: 0,
      maxItems: 3.0,
      pattern: "^a+$",
      patternProperties: { "^x-": true },
      properties: { a: {}, b: false },
      required: [],
      dependentRequired: { a: ["b"] },
      items: false,
      allOf: [{}],
      default: [],
    };
    expect(keywordIssues(schema)).toEqual([]);
  });
});
