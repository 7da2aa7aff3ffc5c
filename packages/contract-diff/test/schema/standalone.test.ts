import type { JsonObject, JsonValue } from "@cordon/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { toStandalone } from "../../src/schema/to-standalone.ts";
import { filesOf, spaceOf } from "./_space-of.ts";

const standalone = (value: JsonValue, pointer = ""): JsonValue | undefined => toStandalone(spaceOf(value).at(pointer));

function accepts(schema: JsonValue | undefined, documents: readonly JsonValue[]): readonly boolean[] {
  const validate = new Ajv2020({ strict: false }).compile(schema as JsonObject);
  return documents.map((document) => validate(document));
}

describe("toStandalone", () => {
  test("writes one schema with what it refers to, and no words for readers", () => {
    const schema = {
      $id: "https://example.com/a",
      title: "A",
      properties: { b: { $ref: "#b", default: 1, readOnly: true } },
      $defs: { b: { $anchor: "b", type: "null", description: "none" }, unused: {} },
    };
    expect(standalone(schema)).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      properties: { b: { $ref: "#/$defs/n1" } },
      $defs: { n1: { type: "null" } },
    });
  });

  test("takes the documents that a cyclic schema takes", () => {
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: { value: { type: "integer" }, next: { $ref: "#" }, twin: { $ref: "#/$defs/twin" } },
      additionalProperties: false,
      $defs: { twin: { type: "array", items: { anyOf: [{ $ref: "#/$defs/twin" }, { $ref: "#/properties/value" }] } } },
    };
    const documents = [
      {},
      { next: { next: { value: 1 } } },
      { next: { next: { value: "1" } } },
      { twin: [1, [2, [[]]]] },
      { twin: [1, [{}]] },
      { a: 1 },
    ];
    const expected = [true, true, false, true, false, false];
    expect(accepts(schema, documents)).toEqual(expected);
    expect(accepts(standalone(schema), documents)).toEqual(expected);
  });

  test("says in new words what was said in old ones", () => {
    const schema = {
      $schema: "http://json-schema.org/draft-07/schema#",
      items: [{ type: "string" }],
      additionalItems: { $ref: "#/definitions/n", type: "null" },
      definitions: { n: { type: "number" } },
    };
    expect(accepts(standalone(schema), [["a", 1], [1], ["a", null]])).toEqual([true, false, false]);
  });

  test("refers to itself at the root", () => {
    expect(standalone({ items: { $ref: "#" } })).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      items: { $ref: "#" },
    });
  });

  test("has two references of one schema both", () => {
    const schema = standalone({
      $defs: { a: { $dynamicAnchor: "a", minimum: 1 }, b: { maximum: 2 } },
      allOf: [{ multipleOf: 1 }],
      $ref: "#/$defs/b",
      $dynamicRef: "#a",
    });
    expect(accepts(schema, [0, 1, 1.5, 3])).toEqual([false, true, false, false]);
  });

  test("is a boolean for a boolean", () => {
    expect(standalone({ items: false }, "/items")).toBe(false);
  });

  test("refuses everything for a choice of nothing", () => {
    expect(standalone({ properties: { a: { enum: [], type: "string" } } })).toMatchObject({ properties: { a: false } });
  });

  test("keeps a property that is called __proto__", () => {
    const schema = standalone(
      JSON.parse('{"properties":{"__proto__":{"type":"null"}},"required":["__proto__"]}') as JsonValue,
    );
    expect(JSON.stringify(schema)).toContain('"properties":{"__proto__":{"type":"null"}}');
  });

  test("brings other files along", () => {
    const { load } = filesOf({ "b.json": { items: { $ref: "main.json" } } });
    const schema = toStandalone(spaceOf({ type: ["array", "null"], $ref: "b.json" }, { load }).at(""));
    expect(accepts(schema, [null, [[null]], [[1]]])).toEqual([true, true, false]);
  });

  test("is not there where a reference leads to different places", () => {
    const $defs = { a: { $dynamicAnchor: "x" }, b: { $id: "b", $dynamicAnchor: "x" } };
    expect(standalone({ items: { $dynamicRef: "#x" }, $defs })).toBeUndefined();
  });

  test("is not there for more schemas than it may have", () => {
    const node = spaceOf({ items: { $ref: "#/$defs/a" }, $defs: { a: { items: {} } } }).at("");
    expect(toStandalone(node, 4)).toBeDefined();
    expect(toStandalone(node, 3)).toBeUndefined();
  });
});
