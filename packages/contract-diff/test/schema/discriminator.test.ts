import type { JsonObject, JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import type { SchemaNode } from "../../src/schema/schema-node.ts";
import { expectError, filesOf, spaceOf } from "./_space-of.ts";

const CAT = "#/components/schemas/Cat";
const DOG = "#/components/schemas/Dog";

function pet(written: JsonObject, dialect: "openapi-3.0" | "openapi-3.1" | "2020-12" = "openapi-3.0"): SchemaNode {
  const schemas = { Pet: written, Cat: { items: {} }, Dog: {}, "a/b": {} };
  return spaceOf({ components: { schemas } }, { dialect }).at("/components/schemas/Pet");
}

const named = (reference: string, ...names: readonly string[]): JsonValue => ({
  allOf: [{ $ref: reference }, { properties: { kind: { enum: names } }, required: ["kind"] }],
});

describe("a discriminator", () => {
  test.each<readonly [string, JsonObject, JsonObject | undefined, JsonValue]>([
    ["the name of a component", { $ref: CAT }, undefined, named(CAT, "Cat")],
    [
      "the name of a component with a slash",
      { $ref: "#/components/schemas/a~1b" },
      undefined,
      named("#/components/schemas/a~1b", "a/b"),
    ],
    ["a name that is mapped to its reference", { $ref: CAT }, { cat: CAT }, named(CAT, "cat")],
    ["a name that is mapped to its component", { $ref: CAT }, { cat: "Cat" }, named(CAT, "cat")],
    [
      "all names that are mapped to it",
      { $ref: CAT },
      { cat: "Cat", tiger: CAT, dog: DOG },
      named(CAT, "cat", "tiger"),
    ],
    ["its own name if only others are mapped", { $ref: CAT }, { dog: DOG }, named(CAT, "Cat")],
    ["its own name if a mapping leads nowhere", { $ref: CAT }, { cat: "Lion", dog: "lion.json" }, named(CAT, "Cat")],
    ["nothing if it is written in place", { type: "object" }, { cat: CAT }, { type: "object" }],
    ["nothing if it is a whole file", { $ref: "cat.json" }, undefined, { $ref: "cat.json" }],
  ])("holds a branch to %s", (_, branch, mapping, expected) => {
    const discriminator = { propertyName: "kind", ...(mapping === undefined ? {} : { mapping }) };
    expect(pet({ oneOf: [branch], discriminator }).keywords).toEqual({ oneOf: [expected] });
    expect(pet({ anyOf: [branch], discriminator }, "openapi-3.1").keywords).toEqual({ anyOf: [expected] });
  });

  test("maps names to files too, and takes no name of a component for a file", () => {
    const { asked, load } = filesOf({ "cat.json": {} });
    const schema = {
      oneOf: [{ $ref: "cat.json" }],
      discriminator: { propertyName: "kind", mapping: { cat: "cat.json", dog: "Wolf" } },
    };
    expect(spaceOf(schema, { dialect: "openapi-3.0", load }).at("").keywords).toEqual({
      oneOf: [named("cat.json", "cat")],
    });
    expect(asked).toEqual(["cat.json"]);
  });

  test("is no keyword of JSON Schema", () => {
    expect(pet({ oneOf: [{ $ref: CAT }], discriminator: 1 }, "2020-12").keywords).toEqual({ oneOf: [{ $ref: CAT }] });
  });

  test("without branches does nothing", () => {
    expect(pet({ type: "object", discriminator: { propertyName: "kind" } }).keywords).toEqual({ type: "object" });
  });

  test("keeps the branch itself as it stands in the file", () => {
    const node = pet({ oneOf: [{ type: "null" }, { $ref: CAT }], discriminator: { propertyName: "kind" } });
    const branch = node.child("oneOf", 1);
    expect(branch.place.pointer).toBe("/components/schemas/Pet/oneOf/1");
    expect(node.child("oneOf", 1)).toBe(branch);
    expect(branch.child("allOf", 0)).toBe(node.child("oneOf", 1, "allOf", 0));
    expect(branch.child("allOf", 0).place.pointer).toBe("/components/schemas/Pet/oneOf/1");
    expect(branch.child("allOf", 0).target("$ref")?.child("items").place.pointer).toBe("/components/schemas/Cat/items");
    expect(new Set([branch.id, branch.child("allOf", 0).id, branch.child("allOf", 1).id]).size).toBe(3);
    expect(node.child("oneOf", 0).keywords).toEqual({ type: "null" });
  });

  test("makes schemas that can be walked like any other", () => {
    const names = pet({ oneOf: [{ $ref: CAT }], discriminator: { propertyName: "kind" } }).child(
      "oneOf",
      0,
      "allOf",
      1,
    );
    const kind = names.child("properties", "kind");
    expect(kind.keywords).toEqual({ enum: ["Cat"] });
    expect(names.child("properties", "kind")).toBe(kind);
    expect(kind.placeOf("enum").pointer).toBe("/components/schemas/Pet/oneOf/0");
    expect(kind.target("$ref")).toBeUndefined();
    expect(() => names.child("properties", "constructor")).toThrow(TypeError);
  });

  test("may be called __proto__", () => {
    const node = pet({ oneOf: [{ $ref: CAT }], discriminator: { propertyName: "__proto__" } });
    expect(JSON.stringify(node.child("oneOf", 0, "allOf", 1).keywords)).toBe(
      '{"properties":{"__proto__":{"enum":["Cat"]}},"required":["__proto__"]}',
    );
  });

  test.each<readonly [JsonValue, string, string]>([
    ["kind", "", "must be an object with a propertyName"],
    [{}, "/propertyName", "must be a string"],
    [{ propertyName: "a", mapping: [] }, "/mapping", "must be an object of strings"],
    [{ propertyName: "a", mapping: { b: 1 } }, "/mapping", "must be an object of strings"],
  ])("that is %j is refused", (discriminator, below, message) => {
    expectError(() => pet({ discriminator }).keywords, "contract-diff/invalid-contract", {
      issues: [{ pointer: `/components/schemas/Pet/discriminator${below}`, message }],
    });
  });

  test("beside a reference that stands alone is not looked at", () => {
    expect(pet({ $ref: CAT, discriminator: 1, nullable: 2 }).keywords).toEqual({ $ref: CAT });
  });

  test("leaves a nullable that is no flag to be refused", () => {
    expectError(() => pet({ nullable: "yes" }).keywords, "contract-diff/invalid-contract", {
      issues: [{ pointer: "/components/schemas/Pet/nullable", message: "must be true or false" }],
    });
  });
});
