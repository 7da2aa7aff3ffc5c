import type { JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { CompareOptions } from "../../src/compare-options.ts";
import type { Change } from "../../src/finding.ts";
import { createSchemaComparer } from "../../src/rules/compare-schemas.ts";
import type { SchemaComparerOptions } from "../../src/rules/compare-schemas.ts";
import { nodeOf } from "../engine/_decide.ts";

function changesOf(
  old: JsonValue,
  next: JsonValue,
  options: CompareOptions = {},
  how: SchemaComparerOptions = {},
): readonly Change[] {
  const comparer = createSchemaComparer(resolveCompareOptions(options), how);
  return comparer.compare(nodeOf(old, "old.json"), nodeOf(next, "new.json"), "in", "orders");
}

const brief = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ rule, breaks, path }) => `${rule} ${breaks} ${path}`);

const pet = {
  type: "object",
  properties: { name: { type: "string" }, tag: { enum: ["a", "b", "c"] }, age: { type: "integer", minimum: 0 } },
  required: ["name"],
};

describe("where a change is", () => {
  test("each part that refuses is named by its path, and shown by a document that lacks nothing else", () => {
    const next = {
      ...pet,
      properties: { ...pet.properties, tag: { enum: ["a"] }, age: { type: "integer", minimum: 1 } },
      required: ["name", "tag"],
    };
    const changes = changesOf(pet, next).filter(({ breaks }) => breaks === "backward");
    expect(brief(changes)).toEqual([
      "schema/required backward /tag",
      "schema/enum backward /tag",
      "schema/minimum backward /age",
    ]);
    expect(changes.map(({ witness }) => witness?.reason)).toEqual([
      "(whole document) must have required property 'tag'",
      expect.stringContaining("/tag must be equal to one of"),
      "/age must be >= 1",
    ]);
  });

  test("a change inside a definition is placed in the definition", () => {
    const of = (maxLength: number): JsonValue => ({
      type: "array",
      items: { $ref: "#/$defs/tag" },
      $defs: { tag: { type: "string", maxLength } },
    });
    const [change] = changesOf(of(9), of(5));
    expect(change).toMatchObject({
      path: "/*",
      old: { pointer: "/$defs/tag/maxLength" },
      new: { pointer: "/$defs/tag/maxLength" },
    });
  });

  test("the branch of a union that changed is looked into", () => {
    const union = (limit: number): JsonValue => ({
      oneOf: [{ type: "null" }, { ...pet, properties: { name: { type: "string", maxLength: limit } } }],
    });
    expect(brief(changesOf(union(9), union(5)))).toEqual(["schema/max-length backward /name"]);
  });

  test("a schema that contains itself is named once, by the shortest way", () => {
    const tree = (value: JsonValue): JsonValue => ({
      type: "object",
      properties: { kids: { type: "array", items: { $ref: "#" } }, value },
    });
    expect(brief(changesOf(tree({ type: "string" }), tree({ type: "string", maxLength: 3 })))).toEqual([
      "schema/max-length backward /value",
    ]);
  });

  test("a union that lost a branch is named itself", () => {
    const changes = changesOf({ anyOf: [pet, { type: "array" }] }, { anyOf: [pet] });
    expect(brief(changes)).toEqual(["schema/any-of backward "]);
  });

  test("a part of a branch says that there are others", () => {
    const union = (type: string): JsonValue => ({ anyOf: [{ type: "null" }, { type }] });
    expect(changesOf(union("string"), union("number"))[0]?.message).toContain("or pass another branch of the union");
  });

  test("with definitions one by one, the witness is a document of the definition", () => {
    const of = (maxLength: number): JsonValue => ({
      type: "object",
      properties: { one: { $ref: "#/$defs/tag" }, other: { $ref: "#/$defs/tag" } },
      $defs: { tag: { type: "string", maxLength } },
    });
    const changes = changesOf(of(9), of(2), {}, { perDefinition: true });
    expect(changes.map(({ witness }) => witness?.document)).toEqual(["aaa"]);
  });
});

test("what a definition would refuse is not told where its user never sends it", () => {
  const of = (maxLength: number): JsonValue => ({
    $ref: "#/$defs/pet",
    properties: { b: { maxLength: 2 } },
    $defs: {
      pet: { type: "object", properties: { a: { type: "string", maxLength }, b: { type: "string", maxLength } } },
    },
  });
  expect(brief(changesOf(of(9), of(5), {}, { perDefinition: true }))).toEqual(["schema/max-length backward /a"]);
});

test("definitions that contain each other are each told once, with a document of their own", () => {
  const of = (limit: number): JsonValue => ({
    $ref: "#/$defs/b",
    $defs: {
      a: { type: "object", properties: { x: { type: "string", maxLength: limit }, b: { $ref: "#/$defs/b" } } },
      b: { type: "object", properties: { y: { type: "integer", maximum: limit }, a: { $ref: "#/$defs/a" } } },
    },
  });
  const changes = changesOf(of(3), of(1), {}, { perDefinition: true });
  expect(changes.map(({ path, witness }) => [path, witness?.document])).toEqual([
    ["/y", { y: 2 }],
    ["/a/x", { x: "aa" }],
  ]);
});

describe("what the reader is told", () => {
  test("a new optional property of an open object lets nobody down, and asks for a minor version", () => {
    const next = { ...pet, properties: { ...pet.properties, colour: { type: "string" } } };
    expect(changesOf(pet, next)).toMatchObject([{ rule: "schema/extended", breaks: "none", bump: "minor" }]);
  });

  test("with open content the same is a break, and the message says why", () => {
    const next = { ...pet, properties: { ...pet.properties, colour: { type: "string" } } };
    const [change] = changesOf(pet, next, { content: "open" });
    expect(change).toMatchObject({ rule: "schema/type", breaks: "backward", path: "/colour" });
    expect(change?.message).toContain("--content declared");
  });

  test("a required property with a default is a break, unless receivers fill it in", () => {
    const next = {
      ...pet,
      properties: { ...pet.properties, tag: { enum: ["a", "b", "c"], default: "a" } },
      required: ["name", "tag"],
    };
    const [change] = changesOf(pet, next);
    expect(change).toMatchObject({ rule: "schema/required", breaks: "backward" });
    expect(change?.message).toContain("--defaults filled");
    expect(brief(changesOf(pet, next, { defaults: "filled" })).filter((text) => text.includes("backward"))).toEqual([]);
  });

  test("a default that changed breaks nobody and is told all the same", () => {
    const of = (value: string): JsonValue => ({
      type: "object",
      properties: { a: { type: "string", default: value } },
    });
    expect(brief(changesOf(of("x"), of("y")))).toEqual(["schema/default none /a"]);
  });

  test("what could not be decided says why and breaks as if it were proven", () => {
    const of = (maximum: number): JsonValue => ({ type: "array", minItems: 5000, items: { type: "integer", maximum } });
    expect(changesOf(of(9), of(5))[0]).toMatchObject({
      rule: "schema/undecided",
      certainty: "unknown",
      breaks: "backward",
      message: expect.stringContaining("more than 2000 items") as string,
    });
  });
});
