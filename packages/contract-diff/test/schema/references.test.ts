import type { JsonObject } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { documentOf, expectError, filesOf, spaceOf } from "./_space-of.ts";

/** Where the `$ref` at the root leads. */
function leadsTo(reference: string, rest: JsonObject = {}): string | undefined {
  return spaceOf({ $ref: reference, ...rest })
    .at("")
    .target("$ref")?.id;
}

const NETWORK = "which is not in the documents at hand, and nothing is fetched from the network";

describe("a reference", () => {
  const $defs: JsonObject = {
    plain: {},
    "a b/c~d%": {},
    named: { $anchor: "name" },
    dynamic: { $dynamicAnchor: "moving" },
    resource: {
      $id: "sub/item.json",
      $defs: { in: {}, up: { $ref: "other.json" } },
      $anchor: "own",
      items: { $anchor: "inner" },
    },
    other: { $id: "sub/other.json" },
    far: { $id: "https://example.com/far.json#", $defs: { near: { $ref: "./near.json#/$defs/x" } } },
    near: { $id: "https://EXAMPLE.com/near.json", $defs: { x: {} } },
    urn: { $id: "urn:example:x", $anchor: "u" },
    properties: { properties: { $id: { $anchor: "behind" } } },
  };

  test.each([
    ["#/$defs/plain", "#/$defs/plain"],
    ["#/%24defs/plain", "#/$defs/plain"],
    ["#/$defs/a%20b~1c~0d%25", "#/$defs/a b~1c~0d%"],
    ["#name", "#/$defs/named"],
    ["#moving", "#/$defs/dynamic"],
    ["#behind", "#/$defs/properties/properties/$id"],
    ["sub/item.json", "#/$defs/resource"],
    ["./sub/item.json#/$defs/in", "#/$defs/resource/$defs/in"],
    ["sub/item.json#own", "#/$defs/resource"],
    ["sub/item.json#inner", "#/$defs/resource/items"],
    ["https://example.com/far.json", "#/$defs/far"],
    ["urn:example:x", "#/$defs/urn"],
    ["urn:example:x#u", "#/$defs/urn"],
  ])("%s leads to %s", (reference, place) => {
    expect(leadsTo(reference, { $defs })).toBe(`main.json${place}`);
  });

  test.each([
    ["/$defs/resource/$defs/up", "/$defs/other"],
    ["/$defs/far/$defs/near", "/$defs/near/$defs/x"],
  ])("at %s starts from the resource that it stands in", (pointer, place) => {
    expect(spaceOf({ $defs }).at(pointer).target("$ref")?.id).toBe(`main.json#${place}`);
  });

  test("to # leads to the resource and not to the file", () => {
    const space = spaceOf({ $defs: { a: { $id: "a.json", items: { $ref: "#" } } }, items: { $ref: "#" } });
    expect(space.at("/$defs/a/items").target("$ref")).toBe(space.at("/$defs/a"));
    expect(space.at("/items").target("$ref")).toBe(space.at(""));
  });

  test("of draft-7 meets ids that are anchors, and not those beside a reference", () => {
    const space = spaceOf({
      $schema: "http://json-schema.org/draft-07/schema#",
      items: { $ref: "#named" },
      definitions: { a: { $id: "#named" }, b: { $id: "sub/", $ref: "c.json" }, c: { $id: "c.json" } },
    });
    expect(space.at("/items").target("$ref")).toBe(space.at("/definitions/a"));
    expect(space.at("/definitions/b").target("$ref")).toBe(space.at("/definitions/c"));
  });

  test("of draft-4 meets what is called id, though not a property of that name", () => {
    const space = spaceOf({
      $schema: "http://json-schema.org/draft-04/schema#",
      properties: { id: { type: "string" }, a: { $ref: "b.json" } },
      definitions: { b: { id: "b.json" } },
    });
    expect(space.at("/properties/a").target("$ref")).toBe(space.at("/definitions/b"));
  });

  test("does not meet a name in a document that only looks like a schema", () => {
    for (const keyword of ["const", "default", "examples", "enum", "example"]) {
      const act = (): unknown => leadsTo("#name", { [keyword]: [{ $anchor: "name" }] });
      expectError(act, "contract-diff/unresolved-ref", { problem: "which is not there" });
    }
  });

  test("meets names below properties that are called like keywords", () => {
    expect(leadsTo("#name", { properties: { default: { $anchor: "name" } } })).toBe("main.json#/properties/default");
  });

  test("keeps to the first of two schemas with one name", () => {
    expect(leadsTo("#name", { $defs: { a: { $anchor: "name" }, b: { $anchor: "name" } } })).toBe("main.json#/$defs/a");
    expect(leadsTo("#name", { allOf: [{ $anchor: "name" }, { $anchor: "name" }] })).toBe("main.json#/allOf/0");
  });

  test.each([
    ["#/$defs/nothing", "which is not there"],
    ["#/constructor", "which is not there"],
    ["#/__proto__", "which is not there"],
    ["#/$defs/plain/toString", "which is not there"],
    ["#nobody", "which is not there"],
    ["#/$defs/~2", "which is not there"],
    ["#/list/01", "which is not there"],
    ["#/list", "which is no schema"],
    ["#/text", "which is no schema"],
    ["#/%", "which has a broken %-escape"],
    ["https://example.com/gone.json", NETWORK],
    ["//example.com/gone.json", NETWORK],
    ["urn:nobody", NETWORK],
    ["http://[", NETWORK],
    ["gone.json", "a file that is not at hand"],
    ["%.json", "a file that is not at hand"],
  ])("to %s is refused: it leads to something %s", (target, problem) => {
    expectError(() => leadsTo(target, { $defs, list: [], text: "" }), "contract-diff/unresolved-ref", {
      file: "main.json",
      pointer: "/$ref",
      target,
      problem,
    });
  });

  test("is only followed when somebody asks", () => {
    const node = spaceOf({ properties: { a: { $ref: "#/gone" } } })
      .at("")
      .child("properties", "a");
    expect(node.keywords).toEqual({ $ref: "#/gone" });
    expectError(() => node.target("$ref"), "contract-diff/unresolved-ref", { pointer: "/properties/a/$ref" });
    expect(node.target("$dynamicRef")).toBeUndefined();
  });
});

describe("a reference to a file", () => {
  test.each([
    ["main.json", "common.json", "common.json"],
    ["api/main.json", "./common.json", "api/common.json"],
    ["api/main.json", "../common.json", "common.json"],
    ["main.json", "../../up.json", "../../up.json"],
    ["api/main.json", "/abs/common.json", "/abs/common.json"],
    ["origin/main:main.json", "common.json", "origin/main:common.json"],
    ["origin/main:api/v1/main.json", "../common.json", "origin/main:api/common.json"],
    ["main.json", "with%20space.json", "with space.json"],
  ])("from %s to %s asks for %s", (file, reference, expected) => {
    const { asked, load } = filesOf({ [expected]: { $defs: { a: { type: "null" } } } });
    const target = spaceOf({ $ref: `${reference}#/$defs/a` }, { file, load })
      .at("")
      .target("$ref");
    expect(target?.place).toEqual({ file: expected, pointer: "/$defs/a" });
    expect(asked).toEqual([expected]);
  });

  test("opens each file once, and has one node for each of its schemas", () => {
    const { asked, load } = filesOf({ "b.json": { items: { $ref: "b.json" } }, "c.json": true });
    const space = spaceOf(
      { anyOf: [{ $ref: "b.json" }, { $ref: "./b.json#/items" }, { $ref: "c.json" }, { $ref: "c.json" }] },
      { load },
    );
    const targets = [0, 1, 2, 3].map((index) => space.at(`/anyOf/${index}`).target("$ref"));
    expect(asked).toEqual(["b.json", "c.json"]);
    expect(targets[0]?.child("items")).toBe(targets[1]);
    expect(targets[1]?.target("$ref")).toBe(targets[0]);
    expect(targets[2]).toBe(targets[3]);
  });

  test("back to the first file is the first file", () => {
    const { asked, load } = filesOf({ "b.json": { $ref: "main.json#/items" } });
    const space = spaceOf({ items: {}, $ref: "b.json" }, { load });
    expect(space.at("").target("$ref")?.target("$ref")).toBe(space.at("/items"));
    expect(asked).toEqual(["b.json"]);
  });

  test("is one file under all the names that lead to it", () => {
    const same = documentOf({}, "real.json");
    const space = spaceOf({ anyOf: [{ $ref: "a.json" }, { $ref: "b.json" }] }, { load: () => same });
    expect(space.at("/anyOf/0").target("$ref")).toBe(space.at("/anyOf/1").target("$ref"));
  });

  test("asks once for a file that is not at hand", () => {
    const { asked, load } = filesOf({});
    const space = spaceOf({ anyOf: [{ $ref: "gone.json" }, { $ref: "gone.json" }] }, { load });
    for (const index of [0, 1])
      expect(() => space.at(`/anyOf/${index}`).target("$ref")).toThrow("a file that is not at hand");
    expect(asked).toEqual(["gone.json"]);
  });

  test("is a sibling of the file, whatever address the file gave itself", () => {
    const { load } = filesOf({ "api/b.json": { type: "null" } });
    const space = spaceOf({ $id: "https://example.com/v1/a.json", $ref: "b.json" }, { file: "api/a.json", load });
    expect(space.at("").target("$ref")?.id).toBe("api/b.json#");
  });

  test("prefers a schema that gave itself this address", () => {
    const { asked, load } = filesOf({ "b.json": {} });
    const space = spaceOf({ $ref: "b.json", $defs: { b: { $id: "b.json" } } }, { load });
    expect(space.at("").target("$ref")).toBe(space.at("/$defs/b"));
    expect(asked).toEqual([]);
  });

  test("reads it in the dialect of the first file, or in its own", () => {
    const { load } = filesOf({
      "same.yaml": { type: "string", nullable: true },
      "own.json": { $schema: "http://json-schema.org/draft-07/schema#", items: [true] },
    });
    const value = { a: { $ref: "same.yaml" }, b: { $ref: "own.json" } };
    const same = spaceOf(value, { dialect: "openapi-3.0", load });
    expect(same.at("/a").target("$ref")?.keywords).toEqual({ type: ["string", "null"] });
    expect(spaceOf(value, { load }).at("/b").target("$ref")?.keywords).toEqual({ prefixItems: [true] });
  });

  test("meets names and addresses of the other file", () => {
    const { load } = filesOf({
      "b.json": { $id: "https://example.com/b.json", items: { $anchor: "name" }, $defs: { c: { $id: "c.json" } } },
    });
    const space = spaceOf({ anyOf: [{ $ref: "b.json#name" }, { $ref: "https://example.com/c.json" }] }, { load });
    expect(space.at("/anyOf/0").target("$ref")?.id).toBe("b.json#/items");
    expect(space.at("/anyOf/1").target("$ref")?.id).toBe("b.json#/$defs/c");
  });
});

describe("references alone", () => {
  const round = {
    a: { $ref: "#/$defs/b" },
    b: { $ref: "#/$defs/a" },
    c: { $ref: "#/$defs/a" },
    self: { $ref: "#/$defs/self" },
  };

  test.each([
    ["a", "/$defs/a"],
    ["b", "/$defs/b"],
    ["c", "/$defs/a"],
    ["self", "/$defs/self"],
  ])("that go round from %s are refused", (name, pointer) => {
    const node = spaceOf({ $defs: round }).at(`/$defs/${name}`);
    for (const _ of [1, 2])
      expectError(() => node.target("$ref"), "contract-diff/cyclic-schema", { file: "main.json", pointer });
  });

  test("may lead back over a property", () => {
    const space = spaceOf({ properties: { a: { $ref: "#/$defs/b" } }, $defs: { b: { $ref: "#" } } });
    expect(space.at("/properties/a").target("$ref")?.target("$ref")).toBe(space.at(""));
  });
});

describe("a dynamic reference", () => {
  const dynamic = (value: JsonObject): string | undefined => spaceOf(value).at("").target("$dynamicRef")?.place.pointer;

  test("leads to the only anchor of its name", () => {
    expect(
      dynamic({ $dynamicRef: "#meta", $defs: { a: { $dynamicAnchor: "meta" }, b: { $dynamicAnchor: "other" } } }),
    ).toBe("/$defs/a");
  });

  test("leads to a plain anchor as a plain reference does", () => {
    const $defs = {
      a: { $anchor: "meta" },
      b: { $id: "b", $dynamicAnchor: "meta" },
      c: { $id: "c", $dynamicAnchor: "meta" },
    };
    expect(dynamic({ $dynamicRef: "#meta", $defs })).toBe("/$defs/a");
  });

  test("leads to a pointer as a plain reference does", () => {
    const $defs = { a: { $dynamicAnchor: "meta" }, b: { $id: "b", $dynamicAnchor: "meta" } };
    expect(dynamic({ $dynamicRef: "#/$defs/a", $defs })).toBe("/$defs/a");
  });

  test("that two anchors could answer leads nowhere that is known", () => {
    const $defs = { a: { $dynamicAnchor: "meta" }, b: { $id: "b", $dynamicAnchor: "meta" } };
    expect(dynamic({ $dynamicRef: "#meta", $defs })).toBeUndefined();
  });

  test("sees the anchors of all files that were opened", () => {
    const { load } = filesOf({ "tree.json": { $dynamicAnchor: "node", items: { $dynamicRef: "#node" } } });
    const alone = spaceOf({ $ref: "tree.json" }, { load }).at("").target("$ref");
    expect(alone?.child("items").target("$dynamicRef")).toBe(alone);
    const strict = spaceOf({ $dynamicAnchor: "node", $ref: "tree.json" }, { load }).at("").target("$ref");
    expect(strict?.child("items").target("$dynamicRef")).toBeUndefined();
  });

  test("to a name that nobody has is refused", () => {
    expectError(() => dynamic({ $dynamicRef: "#meta" }), "contract-diff/unresolved-ref", {
      pointer: "/$dynamicRef",
      target: "#meta",
    });
  });
});

describe("a recursive reference of 2019-09", () => {
  const $schema = "https://json-schema.org/draft/2019-09/schema";
  const recursive = (value: JsonObject, pointer: string): string | undefined =>
    spaceOf({ $schema, ...value })
      .at(pointer)
      .target("$dynamicRef")?.place.pointer;

  test.each([
    ["to a resource that no other can replace", {}, ""],
    ["to the only resource that is recursive", { $recursiveAnchor: true }, ""],
  ])("leads %s", (_, rest, place) => {
    expect(recursive({ ...rest, items: { $recursiveRef: "#" } }, "/items")).toBe(place);
  });

  test("that two resources could answer leads nowhere that is known", () => {
    const $defs = { a: { $id: "a", $recursiveAnchor: true } };
    expect(recursive({ $recursiveAnchor: true, $defs, items: { $recursiveRef: "#" } }, "/items")).toBeUndefined();
  });
});
