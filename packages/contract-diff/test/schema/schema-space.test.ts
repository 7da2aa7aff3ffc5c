import type { JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { expectError, spaceOf } from "./_space-of.ts";

const draft7 = (schema: Record<string, JsonValue>): JsonValue => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  ...schema,
});

describe("a space", () => {
  test("gives the same object for the same place, however it is reached", () => {
    const space = spaceOf({ properties: { a: { $ref: "#/properties/a/items", items: {} } } });
    const node = space.at("/properties/a");
    expect(space.at("").child("properties", "a")).toBe(node);
    expect(node.target("$ref")).toBe(node.child("items"));
    expect(space.at("/properties/a")).toBe(node);
  });

  test("tells its nodes apart by document and pointer", () => {
    const space = spaceOf({ properties: { "a/b": true } }, { view: "request" });
    expect(space.at("").id).toBe("main.json# (request)");
    expect(space.at("/properties/a~1b").id).toBe("main.json#/properties/a~1b (request)");
  });

  test.each([
    "/nowhere",
    "/properties/constructor",
    "/properties/__proto__",
    "/required/0",
    "/required/length",
    "properties",
    "/a~2",
  ])("says that nothing is a schema at %s", (pointer) => {
    const space = spaceOf({ properties: {}, required: ["a"] });
    expectError(() => space.at(pointer), "contract-diff/invalid-contract", {
      file: "main.json",
      issues: [{ pointer, message: "must be a schema: an object, true or false" }],
    });
  });

  test("refuses to go on to a schema that a schema does not have", () => {
    expect(() => spaceOf({}).at("").child("items")).toThrow(TypeError);
    expect(() => spaceOf({ items: true }).at("/items").child("items")).toThrow(TypeError);
  });

  test("goes several steps at once", () => {
    const space = spaceOf({ properties: { a: { allOf: [{ not: { type: "null" } }] } } });
    expect(space.at("").child("properties", "a", "allOf", 0, "not").keywords).toEqual({ type: "null" });
  });
});

describe("the dialect", () => {
  test.each([
    "http://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-04/schema#",
    "https://json-schema.org/draft/2019-09/schema",
  ])("%s has lists of items", ($schema) => {
    expect(spaceOf({ $schema, items: [{ type: "null" }] }).at("").keywords).toMatchObject({
      prefixItems: [{ type: "null" }],
    });
  });

  test("is 2020-12 if nothing is said", () => {
    expectError(() => spaceOf({ items: [{}] }).at("").keywords, "contract-diff/invalid-contract", {
      issues: [{ pointer: "/items", message: "must be a schema: an object, true or false" }],
    });
  });

  test("is not guessed", () => {
    expectError(
      () => spaceOf({ $schema: "http://json-schema.org/draft-03/schema#" }),
      "contract-diff/invalid-contract",
      {
        file: "main.json",
        issues: [
          {
            pointer: "/$schema",
            message:
              "must name JSON Schema 2020-12, 2019-09, draft-07, draft-06 or draft-04, and not http://json-schema.org/draft-03/schema#",
          },
        ],
      },
    );
  });

  test("is the one that was asked for, whatever the file says", () => {
    const space = spaceOf({ $schema: "https://example.com/own", items: [{}] }, { dialect: "draft-7" });
    expect(space.at("").keywords).toEqual({ prefixItems: [{}] });
  });

  test("changes where a schema within names another", () => {
    const space = spaceOf({
      properties: {
        old: draft7({ items: [true], properties: { $schema: { type: "string" } } }),
        new: { prefixItems: [true] },
      },
    });
    expect(space.at("/properties/old").keywords).toHaveProperty("prefixItems");
    expect(space.at("/properties/old/properties/$schema").keywords).toEqual({ type: "string" });
    expect(space.at("/properties/new").keywords).toEqual({ prefixItems: [true] });
  });

  test("of OpenAPI 3.0 is not changed by a $schema that a program left behind", () => {
    const space = spaceOf(
      { components: { schemas: { a: draft7({ type: "string", nullable: true }) } } },
      { dialect: "openapi-3.0" },
    );
    expect(space.at("/components/schemas/a").keywords).toEqual({ type: ["string", "null"] });
  });
});

describe("a place", () => {
  const space = spaceOf(
    draft7({
      items: [true, { minimum: 1 }],
      additionalItems: { maximum: 2 },
      dependencies: { "a/b": { minProperties: 2 }, c: ["d"] },
      definitions: { e: {} },
    }),
  );
  const node = space.at("");

  test.each([
    [["prefixItems", 1], "/items/1"],
    [["items"], "/additionalItems"],
    [["dependentSchemas", "a/b"], "/dependencies/a~1b"],
    [["$defs", "e"], "/definitions/e"],
  ])("of the child %j is as it was written", (path, pointer) => {
    expect(node.child(...path).place).toEqual({ file: "main.json", pointer });
    expect(node.placeOf(...path)).toEqual({ file: "main.json", pointer });
  });

  test.each([
    [["dependentRequired", "c", 0], "/dependencies/c/0"],
    [["minimum"], "/minimum"],
    [[], ""],
  ])("of the words at %j is as they were written", (path, pointer) => {
    expect(node.placeOf(...path).pointer).toBe(pointer);
  });

  test("of a fault is as it was written, below the schema that has it", () => {
    const faulty = spaceOf(draft7({ properties: { "a~": { items: [1], dependencies: { b: 2 } } } }));
    expectError(() => faulty.at("/properties/a~0").keywords, "contract-diff/invalid-contract", {
      file: "main.json",
      issues: [
        { pointer: "/properties/a~0/items/0", message: "must be a schema: an object, true or false" },
        { pointer: "/properties/a~0/dependencies/b", message: "must be a schema: an object, true or false" },
      ],
    });
  });

  test("of an exclusive bound of draft-4 is where its number is", () => {
    const old = spaceOf({ $schema: "http://json-schema.org/draft-04/schema#", minimum: 1, exclusiveMinimum: true });
    expect(old.at("").placeOf("exclusiveMinimum").pointer).toBe("/minimum");
  });
});

describe("a view", () => {
  const schema = {
    components: {
      schemas: {
        Pet: {
          required: ["id", "secret", "name", "tag"],
          properties: {
            id: { readOnly: true },
            secret: { $ref: "#/components/schemas/Secret" },
            name: { readOnly: false },
          },
        },
        Secret: { writeOnly: true },
        Beside: { required: ["a"], properties: { a: { $ref: "#/components/schemas/Plain", readOnly: true } } },
        Plain: {},
      },
    },
  };

  test.each([
    ["any", ["id", "secret", "name", "tag"]],
    ["request", ["secret", "name", "tag"]],
    ["response", ["id", "name", "tag"]],
  ] as const)("of %s asks for %j", (view, required) => {
    expect(spaceOf(schema, { dialect: "openapi-3.1", view }).at("/components/schemas/Pet").keywords).toMatchObject({
      required,
    });
  });

  test("keeps the places of the names that are left", () => {
    const node = spaceOf(schema, { dialect: "openapi-3.1", view: "response" }).at("/components/schemas/Pet");
    expect(node.placeOf("required", 1).pointer).toBe("/components/schemas/Pet/required/2");
    expect(node.placeOf("required").pointer).toBe("/components/schemas/Pet/required");
  });

  test.each([
    ["openapi-3.1", []],
    ["openapi-3.0", ["a"]],
  ] as const)("in %s reads readOnly beside a reference as the dialect does", (dialect, required) => {
    expect(spaceOf(schema, { dialect, view: "request" }).at("/components/schemas/Beside").keywords).toMatchObject({
      required,
    });
  });
});
