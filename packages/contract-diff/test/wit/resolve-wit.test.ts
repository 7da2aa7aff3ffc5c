import { describe, expect, it } from "vitest";
import { parseWit } from "../../src/wit/parse-wit.ts";
import { invalid, parse, parseInterface, parseWorld, refused, refusedText } from "./_parse.ts";
import { witDocument, witFixture } from "./_wit-documents.ts";

describe("a world", () => {
  it("imports and exports functions, interfaces and what is written in it", () => {
    const { imports, exports } = parseWorld(
      "interface api {} world w { import api; import c:d/e@0.2.0; import f: async func(); export l: api; export m: c:d/e; export n: interface { g: func(); } }",
    );
    expect([...imports.keys()]).toEqual(["a:b/api", "c:d@0.2.0/e", "f"]);
    expect([...exports].map(([key, { what }]) => `${key} ${what.kind}`)).toEqual([
      "l interface",
      "m interface",
      "n inline",
    ]);
  });

  it("names an import with a space after the colon, and a package without one", () => {
    expect(refusedText("package a:b; interface d {} world w { import c:d; }").message).toContain('expected "/"');
    expect([...parseWorld("interface d {} world w { import c: d; }").imports.keys()]).toEqual(["c"]);
  });

  it("has one import for an interface that two included worlds import", () => {
    const { imports } = parseWorld(
      "interface api {} world u { import api; } world v { import api; } world w { include u; include v; }",
    );
    expect([...imports.keys()]).toEqual(["a:b/api"]);
  });

  it("refuses one label of two included worlds", () => {
    const text =
      "package a:b; world u { import f: func(); }\nworld v { import f: func(); }\nworld w { include u;\n include v; }";
    expect(refusedText(text)).toEqual(
      invalid("x.wit:4", "the name f is declared twice; rename one with include … with { f as … }"),
    );
  });

  it("takes one label of two included worlds if one is renamed", () => {
    const { imports } = parseWorld(
      "world u { import f: func(); } world v { import f: func(); } world w { include u; include v with { f as g } }",
    );
    expect([...imports.keys()]).toEqual(["f", "g"]);
  });

  it("refuses to rename what is not there", () => {
    expect(refusedText("package a:b; world u {} world w { include u with { f as g } }").message).toContain(
      "the included world has no import or export f to rename",
    );
  });

  it("includes itself never", () => {
    expect(refusedText("package a:b; world u { include w; }\nworld w { include u; }").message).toContain(
      "includes itself",
    );
  });

  it("sees its own types in its functions, and an interface written in it does not", () => {
    expect(
      refusedText(
        "package a:b; world w { type t = u8; import f: func(x: t);\n import g: interface { h: func(x: t); } }",
      ),
    ).toEqual(invalid("x.wit:2", "there is no type t; declare it, or bring it in with use"));
  });

  it("imports what its exports use, unless it exports that too", () => {
    const text = (more: string): string =>
      `interface t { resource r; } interface i { use t.{r}; f: func() -> r; } world w { export i; ${more} }`;
    expect([...parseWorld(text("")).imports.keys()]).toEqual(["a:b/t"]);
    expect([...parseWorld(text("export t;")).imports.keys()]).toEqual([]);
  });
});

describe("a package", () => {
  it("may be spread over files, of which one says its name, and have others in braces and in folders", () => {
    const contract = parseWit(witFixture("old", ["deps/clocks.wit", "types.wit", "world.wit"]));
    expect([...contract.packages.keys()]).toEqual(["local:files@1.2.0", "wasi:clocks@0.2.0"]);
    expect([...contract.foreign]).toEqual([]);
    expect([...contract.interfaces.keys()].sort()).toEqual([
      "local:files@1.2.0/browse",
      "local:files@1.2.0/types",
      "wasi:clocks@0.2.0/wall-clock",
    ]);
  });

  it("may be in braces as the first thing of a file", () => {
    expect([...parse("package a:b { interface i {} } package c:d@1.0.0 {}").packages.keys()]).toEqual([
      "a:b",
      "c:d@1.0.0",
    ]);
  });

  it("has a name with nested namespaces", () => {
    expect([...parse("package a:b:c/d@1.0.0-rc.1+x; interface i {}").interfaces.keys()]).toEqual([
      "a:b:c/d@1.0.0-rc.1+x/i",
    ]);
  });

  it("must be known", () => {
    expect(refusedText("interface i {}").message).toContain("no file of this folder says which package it is");
  });

  it("is one for the files of a folder", () => {
    expect(refused([witDocument("package a:b;", "w/a.wit"), witDocument("\npackage a:c;", "w/b.wit")])).toMatchObject(
      invalid(
        "w/b.wit:2",
        "this file belongs to package a:c, and another of its folder to a:b; the files of a folder are one package",
      ),
    );
  });

  it("that was not given is known by its name", () => {
    expect([...parse("package a:b; use c:d/e@1.0.0; world w { import e; }").foreign]).toEqual(["c:d@1.0.0"]);
  });

  it("is meant by a path without version, if it was given in one version", () => {
    const { worlds } = parse("package a:b@1.0.0; world w { import a:b/i; } interface i {}");
    expect([...(worlds.get("a:b@1.0.0/w")?.imports.keys() ?? [])]).toEqual(["a:b@1.0.0/i"]);
  });
});

describe("names that lead nowhere", () => {
  it.each([
    [
      "a type",
      "interface i {\n f: func(x: t); }",
      "x.wit:2",
      "there is no type t; declare it, or bring it in with use",
    ],
    [
      "an interface",
      "world w {\n import i; }",
      "x.wit:2",
      "there is no interface a:b/i; declare it or correct the name",
    ],
    [
      "a world",
      "interface i {} world w {\n include i; }",
      "x.wit:2",
      "a:b/i is not a world; declare it or correct the name",
    ],
    ["a used type", "interface t {} interface i {\n use t.{x}; }", "x.wit:2", "the interface a:b/t has no type x"],
    [
      "a name that is there twice",
      "interface i {\n f: func();\n F: func(); }",
      "x.wit:3",
      "the name F is declared twice; rename one",
    ],
    [
      "a field that is there twice",
      "interface i { record p { x: u8,\n x: u8 } }",
      "x.wit:2",
      "the name x is declared twice; rename one",
    ],
    [
      "an interface that is there twice",
      "interface i {}\nworld i {}",
      "x.wit:2",
      "the name i is declared twice; rename one",
    ],
    [
      "a type that contains itself",
      "interface i {\n record p { x: list<q> }\n type q = p; }",
      "x.wit:3",
      "the type q contains itself through a:b/i#p; put a resource between",
    ],
  ])("%s", (_what, text, place, message) => {
    expect(refusedText(`package a:b; ${text}`)).toEqual(invalid(place, message));
  });

  it("a resource may take itself", () => {
    expect(() => parseInterface("resource r { m: func(x: list<r>) -> r; }")).not.toThrow();
  });
});
