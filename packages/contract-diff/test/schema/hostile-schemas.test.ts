import type { JsonObject, JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { createValidator } from "../../src/schema/create-validator.ts";
import type { SchemaNode } from "../../src/schema/schema-node.ts";
import { toStandalone } from "../../src/schema/to-standalone.ts";
import { spaceOf } from "./_space-of.ts";

const LEVELS = 10_000;
const nested = (levels: number, around: (inner: JsonValue) => JsonValue, innermost: JsonValue): JsonValue =>
  Array.from({ length: levels }).reduce<JsonValue>((inner) => around(inner), innermost);
const check = (node: SchemaNode, document: JsonValue): unknown =>
  createValidator({ formats: "annotation" }).check(node, document);

describe("a schema of ten thousand levels", () => {
  const deep = nested(LEVELS, (items) => ({ type: "array", items }), { type: "null" });

  test("can be walked to its end", () => {
    const space = spaceOf(deep);
    let node = space.at("");
    for (let level = 0; level < LEVELS; level += 1) node = node.child("items");
    expect(node.keywords).toEqual({ type: "null" });
    expect(node).toBe(space.at("/items".repeat(LEVELS)));
    expect(node.place.pointer).toBe("/items".repeat(LEVELS));
    expect(node.id.length).toBeLessThan(100);
  });

  test("can be written, and checked as deep as a document goes", () => {
    const node = spaceOf(deep).at("");
    expect(toStandalone(node)).toHaveProperty("$defs");
    expect(check(node, [[[1]]])).toEqual({ valid: false, reason: "/0/0/0 must be array" });
  });

  test("gives no answer about a document of three thousand, or the right one", () => {
    const document = nested(3000, (item) => [item], 1);
    expect(check(spaceOf(deep).at(""), document)).toHaveProperty("valid", expect.not.stringMatching("true"));
  });

  test("of branches gives no answer, or the right one", () => {
    const node = spaceOf(nested(LEVELS, (branch) => ({ allOf: [branch], unevaluatedProperties: false }), {})).at("");
    expect(check(node, { a: 1 })).not.toEqual({ valid: true });
  });

  test("can be searched for a name", () => {
    const schema = { ...(nested(LEVELS, (items) => ({ items }), { $anchor: "down" }) as JsonObject), $ref: "#down" };
    expect(spaceOf(schema).at("").target("$ref")?.keywords).toEqual({});
  });

  test("of references that lead to each other is followed once", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: LEVELS }, (_, at) => [`n${at}`, { $ref: `#/$defs/n${at + 1}` }]),
    );
    const space = spaceOf({ $defs: { ...$defs, [`n${LEVELS}`]: { type: "null" } } });
    let node: SchemaNode | undefined = space.at("/$defs/n0");
    for (let level = 0; level < LEVELS; level += 1) node = node?.target("$ref");
    expect(node?.keywords).toEqual({ type: "null" });
  });
});

describe("a schema of a hundred thousand properties", () => {
  const properties = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`p${at}`, { type: "null" }]));

  test("is read at once, and below only where somebody looks", () => {
    const node = spaceOf({ properties }).at("");
    expect(node.child("properties", "p99999").keywords).toEqual({ type: "null" });
  });

  test("is no schema to be written, and no document is checked against it", () => {
    const node = spaceOf({ properties }).at("");
    expect(toStandalone(node)).toBeUndefined();
    expect(check(node, { p1: 1 })).toEqual({
      valid: "unknown",
      why: expect.stringContaining("more than 20000 schemas"),
    });
  });
});

describe("a name that objects have anyway", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const written = JSON.parse(`{${names.map((name) => `"${name}":{"title":"${name}"}`).join()}}`) as JsonObject;

  test.each(names)("is a property like any other: %s", (name) => {
    const space = spaceOf({ properties: written, $defs: written, $ref: `#/$defs/${name}` });
    expect(space.at("").child("properties", name).keywords).toEqual({ title: name });
    expect(space.at(`/properties/${name}`)).toBe(space.at("").child("properties", name));
    expect(space.at("").target("$ref")).toBe(space.at(`/$defs/${name}`));
  });

  test.each(names)("is not there if nobody wrote it: %s", (name) => {
    expect(() => spaceOf({ properties: {} }).at("").child("properties", name)).toThrow(TypeError);
    expect(spaceOf({ required: [name], properties: {} }, { view: "request" }).at("").keywords).toMatchObject({
      required: [name],
    });
  });
});

describe("what nobody writes by hand", () => {
  test.each([
    ["a pointer", `#${"/a".repeat(500_000)}`],
    ["a name", `#${"a".repeat(1_000_000)}`],
    ["an address", `https://example.com/${"a/".repeat(500_000)}`],
    ["a broken escape", `#/${"%".repeat(1_000_000)}`],
  ])("a reference of a megabyte is answered: %s", (_, $ref) => {
    const act = (): unknown => spaceOf({ $ref }).at("").target("$ref");
    expect(act).toThrow(expect.objectContaining({ code: "contract-diff/unresolved-ref" }));
    expect(act).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{0,400}$/s) }));
  });

  test("a value that a YAML file has at very many places is entered once", () => {
    const bomb = nested(60, (inner) => ({ allOf: [inner, inner] }), { $anchor: "deep" });
    const space = spaceOf({ $ref: "#deep", $defs: { bomb } });
    expect(space.at("").target("$ref")?.place.pointer).toBe(`/$defs/bomb${"/allOf/0".repeat(60)}`);
    expect(toStandalone(space.at(""))).toBeDefined();
    expect(toStandalone(space.at("/$defs/bomb"))).toBeUndefined();
  });

  test("a value that contains itself is walked as far as somebody goes", () => {
    const round: { items?: unknown; $ref: string } = { $ref: "#nobody" };
    round.items = round;
    const node = spaceOf(round as JsonObject).at("");
    expect(node.child("items", "items", "items").place.pointer).toBe("/items/items/items");
    expect(() => node.target("$ref")).toThrow("which is not there");
  });

  test("a thousand schemas with faults make a message that can be read", () => {
    const properties = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`p${at}`, 1]));
    const act = (): unknown => spaceOf({ properties }).at("").keywords;
    expect(act).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ issues: expect.objectContaining({ length: 20 }) }),
      }),
    );
  });
});
