import type { JsonObject } from "@cordon/core";
import { describe, expect, test } from "vitest";
import type { WrittenDialect } from "./dialect.ts";
import { modernKeywords } from "./modern-keywords.ts";

interface Conversion {
  readonly name: string;
  readonly dialect: WrittenDialect;
  readonly written: JsonObject;
  readonly keywords: JsonObject;
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

const conversions: readonly Conversion[] = [
  {
    name: "words that say nothing about documents are left out",
    dialect: "2020-12",
    written: {
      $id: "x",
      $comment: "y",
      description: "z",
      examples: [1],
      "x-own": 1,
      nullable: true,
      title: "t",
      minimum: 1,
    },
    keywords: { title: "t", minimum: 1 },
  },
  {
    name: "a list of items is prefixItems, and additionalItems are the items behind it",
    dialect: "draft-7",
    written: { items: [{}, true], additionalItems: false },
    keywords: { prefixItems: [{}, true], items: false },
    from: { prefixItems: ["items"], items: ["additionalItems"] },
  },
  {
    name: "one schema of items stays, and additionalItems beside it means nothing",
    dialect: "draft-7",
    written: { items: { type: "string" }, additionalItems: false },
    keywords: { items: { type: "string" } },
  },
  {
    name: "dependencies are of two kinds",
    dialect: "draft-7",
    written: { dependencies: { a: ["b"], c: { minProperties: 2 } } },
    keywords: { dependentRequired: { a: ["b"] }, dependentSchemas: { c: { minProperties: 2 } } },
    from: { dependentRequired: ["dependencies"], dependentSchemas: ["dependencies"] },
  },
  {
    name: "dependencies of one kind make one keyword",
    dialect: "draft-7",
    written: { dependencies: { a: ["b"] } },
    keywords: { dependentRequired: { a: ["b"] } },
    from: { dependentRequired: ["dependencies"] },
  },
  {
    name: "definitions are $defs",
    dialect: "draft-7",
    written: { definitions: { a: true } },
    keywords: { $defs: { a: true } },
    from: { $defs: ["definitions"] },
  },
  {
    name: "what is beside $ref means nothing in draft-7",
    dialect: "draft-7",
    written: { $ref: "#/definitions/a", minimum: 3, definitions: {} },
    keywords: { $ref: "#/definitions/a" },
  },
  {
    name: "what is beside $ref counts in 2020-12",
    dialect: "2020-12",
    written: { $ref: "#/$defs/a", minimum: 3 },
    keywords: { $ref: "#/$defs/a", minimum: 3 },
  },
  {
    name: "newer keywords mean nothing in draft-7",
    dialect: "draft-7",
    written: { prefixItems: [], unevaluatedProperties: false, dependentRequired: {}, minContains: 2, contains: {} },
    keywords: { contains: {} },
  },
  {
    name: "even newer ones mean nothing in draft-4",
    dialect: "draft-4",
    written: { const: 1, if: {}, propertyNames: {}, contains: {}, enum: [1] },
    keywords: { enum: [1] },
  },
  {
    name: "old keywords mean nothing in 2020-12",
    dialect: "2020-12",
    written: { additionalItems: false, dependencies: { a: ["b"] }, definitions: { a: 1 }, discriminator: {} },
    keywords: {},
  },
  {
    name: "an exclusive bound of draft-4 takes the number of the bound",
    dialect: "draft-4",
    written: { minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
    keywords: { exclusiveMinimum: 1, maximum: 9 },
    from: { exclusiveMinimum: ["minimum"] },
  },
  {
    name: "an exclusive bound of OpenAPI 3.0 without a bound says nothing",
    dialect: "openapi-3.0",
    written: { exclusiveMaximum: true },
    keywords: {},
  },
  {
    name: "a true exclusive bound is left for whoever checks draft-7",
    dialect: "draft-7",
    written: { minimum: 1, exclusiveMinimum: true },
    keywords: { minimum: 1, exclusiveMinimum: true },
  },
  {
    name: "nullable adds null to the type",
    dialect: "openapi-3.0",
    written: { type: "string", nullable: true },
    keywords: { type: ["string", "null"] },
  },
  {
    name: "nullable does not add null to an enum",
    dialect: "openapi-3.0",
    written: { type: "string", nullable: true, enum: ["a"] },
    keywords: { type: ["string", "null"], enum: ["a"] },
  },
  {
    name: "nullable does nothing without a type beside it",
    dialect: "openapi-3.0",
    written: { nullable: true, allOf: [{ type: "string" }] },
    keywords: { allOf: [{ type: "string" }] },
  },
  {
    name: "nullable means nothing in OpenAPI 3.1",
    dialect: "openapi-3.1",
    written: { type: "string", nullable: true },
    keywords: { type: "string" },
  },
  {
    name: "words of OpenAPI about documents are left out",
    dialect: "openapi-3.0",
    written: { example: 1, xml: {}, externalDocs: {}, discriminator: { propertyName: "a" }, type: "object" },
    keywords: { type: "object" },
  },
  {
    name: "a type of file says nothing about JSON",
    dialect: "openapi-3.0",
    written: { type: "file", nullable: true, format: "binary" },
    keywords: { format: "binary" },
  },
  {
    name: "$recursiveRef is $dynamicRef, and lists of items still are in 2019-09",
    dialect: "2019-09",
    written: { $recursiveRef: "#", items: [true], prefixItems: [false], unevaluatedItems: false },
    keywords: { $dynamicRef: "#", prefixItems: [true], unevaluatedItems: false },
    from: { $dynamicRef: ["$recursiveRef"], prefixItems: ["items"] },
  },
  {
    name: "empty lists that ask for nothing are left out, and those that nothing can meet stay",
    dialect: "2020-12",
    written: { allOf: [], prefixItems: [], anyOf: [], oneOf: [], enum: [] },
    keywords: { anyOf: [], oneOf: [], enum: [] },
  },
];

describe("modernKeywords", () => {
  test.each(conversions)("$dialect: $name", ({ dialect, written, keywords, from = {} }) => {
    const modern = modernKeywords(written, dialect);
    expect(modern.keywords).toEqual(keywords);
    expect(Object.fromEntries(modern.from)).toEqual(from);
  });

  test("keeps dependencies of a property that is called __proto__", () => {
    const written = JSON.parse('{"dependencies":{"__proto__":["b"]}}') as JsonObject;
    expect(JSON.stringify(modernKeywords(written, "draft-7").keywords)).toBe(
      '{"dependentRequired":{"__proto__":["b"]}}',
    );
  });

  test("takes nothing from the prototype of objects", () => {
    expect(
      Object.keys(
        modernKeywords(JSON.parse('{"constructor":{},"__proto__":{"type":"string"}}') as JsonObject, "2020-12")
          .keywords,
      ),
    ).toEqual([]);
  });
});
