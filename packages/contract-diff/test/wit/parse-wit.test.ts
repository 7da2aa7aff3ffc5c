import { describe, expect, it } from "vitest";
import { showType } from "../../src/wit/show-wit-type.ts";
import { parseInterface, refusedText, unreadable } from "./_parse.ts";

describe("the types of WIT", () => {
  it.each([
    "bool",
    "char",
    "f32",
    "f64",
    "s8",
    "s16",
    "s32",
    "s64",
    "string",
    "u8",
    "u16",
    "u32",
    "u64",
    "error-context",
    "list<u8>",
    "list<u8, 4>",
    "option<list<string>>",
    "tuple<u8, s8>",
    "map<string, u8>",
    "result",
    "result<u8>",
    "result<_, u8>",
    "result<u8, string>",
    "future",
    "future<u8>",
    "stream",
    "stream<u8>",
    "r",
    "borrow<r>",
  ])("%s is read as it is written", (type) => {
    expect(showType(parseInterface(`resource r; f: func() -> ${type};`).functions.get("f")?.result)).toBe(type);
  });

  it.each([
    ["own<r>", "r"],
    ["tuple<u8,>", "tuple<u8>"],
    ["/* a /* nested */ comment */ u8 // more", "u8"],
  ])("%s is another way to write %s", (written, meant) => {
    expect(showType(parseInterface(`resource r; f: func() -> ${written}\n;`).functions.get("f")?.result)).toBe(meant);
  });

  it.each([
    "list<u8, 0>",
    "list<>",
    "tuple<>",
    "result<_>",
    "borrow<list<u8>>",
    "option",
    "map<u8>",
    "list<u8, 4294967296>",
  ])("%s is no type", (type) => {
    expect(refusedText(`package a:b; interface i { f: func() -> ${type}; }`).code).toBe("contract-diff/unreadable");
  });

  it("a record has fields with types, and may end with a comma", () => {
    expect(parseInterface("record p { x: u8, %y: string, }").types.get("p")?.body).toEqual({
      kind: "record",
      labels: [
        { name: "x", line: 3, type: { kind: "primitive", name: "u8" } },
        { name: "y", line: 3, type: { kind: "primitive", name: "string" } },
      ],
    });
  });

  it("a variant has cases with and without a type", () => {
    expect(parseInterface("variant v { a, b(u8) }").types.get("v")?.body).toMatchObject({
      kind: "variant",
      labels: [{ name: "a" }, { name: "b", type: { name: "u8" } }],
    });
  });

  it("a resource has a constructor, methods and static functions, async too", () => {
    const body = parseInterface(
      "resource r { constructor(x: u8) -> result<r>; m: async func(); s: static func(); t: static async func(); }",
    ).types.get("r")?.body;
    const functions = body?.kind === "resource" ? body.functions : [];
    expect(functions.map(({ name, role, async }) => `${role} ${name} ${String(async)}`)).toEqual([
      "constructor constructor false",
      "method m true",
      "static s false",
      "static t true",
    ]);
  });

  it("a type may be used before it is declared", () => {
    expect(parseInterface("f: func(x: later); type later = u8;").functions.get("f")?.params[0]?.type).toEqual({
      kind: "ref",
      ref: "a:b@1.0.0/i#later",
    });
  });

  it("a keyword is a name with % before it, and map and from are names as they are", () => {
    const { functions } = parseInterface("%func: func(%record: u8); map: func(from: u8);");
    expect([...functions.keys()]).toEqual(["func", "map"]);
  });

  it("names that objects have already are names as any", () => {
    const { functions, types } = parseInterface(
      "%constructor: func(to-string: u8); type has-own-property = u8; toString: func(); valueOf: func();",
    );
    expect([...functions.keys(), ...types.keys()]).toEqual(["constructor", "toString", "valueOf", "has-own-property"]);
  });
});

describe("what stands before an item", () => {
  it("is gates, an external id and comments", () => {
    const text =
      '/// One\n/// two.\n@since(version = 0.2.0-rc.1)\n/** three */ @deprecated(version = 1.0.0) @external-id("x y")\nf: func();';
    expect(parseInterface(text).functions.get("f")).toMatchObject({
      gate: { since: "0.2.0-rc.1", deprecated: "1.0.0" },
      externalId: "x y",
      docs: "One\ntwo.\nthree",
    });
  });

  it("is a feature that must be switched on", () => {
    expect(parseInterface("@unstable(feature = new-things) f: func();").functions.get("f")?.gate).toEqual({
      unstable: "new-things",
    });
  });

  it("is no comment with only two strokes", () => {
    expect(parseInterface("// no\nf: func(); /**/ g: func();").functions.get("f")?.docs).toBe("");
  });

  it("is nothing else", () => {
    expect(refusedText("package a:b; interface i { @serde(x) f: func(); }")).toEqual(
      unreadable('x.wit:1:29: expected since, unstable, deprecated or external-id after @, found "serde"'),
    );
  });
});
