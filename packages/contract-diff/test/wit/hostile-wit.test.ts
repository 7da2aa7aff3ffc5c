import { AppError } from "@cordon/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { ContractDocument } from "../../src/document.ts";
import { compareWit } from "../../src/wit/compare-wit.ts";
import { parse, refused, refusedText, unreadable } from "./_parse.ts";
import { witDocument, witFixture } from "./_wit-documents.ts";

describe("what is no WIT", () => {
  it.each([
    ["interface {", 'x.wit:1:11: expected the name of an interface, found "{"'],
    ["package a:b;\n  interfaces i {}", 'x.wit:2:3: expected use, interface, world or package, found "interfaces"'],
    ["package a:b; interface i { f: func() }", 'x.wit:1:38: expected ";", found "}"'],
    [
      "package a:b; interface list {}",
      'x.wit:1:24: expected the name of an interface; a name that is a keyword is written %list, found "list"',
    ],
    ["package a:b; interface i {", "x.wit:1:27: expected a function, a type or }, found the end of the file"],
    ["package a:b;\n/* /* */", "x.wit:2:1: a comment begins with /* here and does not end; end it with */"],
    ["package a:b;\n  #", 'x.wit:2:3: no token begins with "#"'],
    [
      "package a:b; // \u202E",
      "x.wit:1:17: the character U+202E may not stand in WIT, not even in a comment; take it out",
    ],
    ["package a:b@1.0;", 'x.wit:1:13: expected a version such as 1.2.0, found "1"'],
  ])("%s", (text, message) => {
    expect(refusedText(text)).toEqual(unreadable(message));
  });

  it.each([[null], [1], [{ package: "a:b" }], [["package a:b;"]]])("%j is no text", (value) => {
    const document = { ...witDocument("", "x.wit"), value };
    expect(refused([document]).code).toBe("contract-diff/unreadable");
  });
});

describe("hostile WIT", () => {
  const wide = (count: number, item: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => item(index)).join("\n");

  it("nests types 100,000 deep", () => {
    expect(refusedText(`package a:b; interface i { type t = ${"list<".repeat(100_000)}`).code).toBe(
      "contract-diff/too-large",
    );
  });

  it("nests types through 20,000 names", () => {
    const text = wide(20_000, (index) => `type t${index} = ${index === 0 ? "u8" : `list<t${index - 1}>`};`);
    expect(refusedText(`package a:b; interface i { ${text} }`).code).toBe("contract-diff/too-large");
  });

  it("goes in a circle through 20,000 names", () => {
    const text = wide(20_000, (index) => `type t${index} = t${(index + 1) % 20_000};`);
    expect(refusedText(`package a:b; interface i { ${text} }`).code).toBe("contract-diff/invalid-contract");
  });

  it("doubles a world again and again", () => {
    expect(refusedText(`package a:b; world w0 { import f: func(); } ${wide(16, (index) => doubled(index))}`).code).toBe(
      "contract-diff/too-large",
    );
  });

  it("includes worlds 20,000 deep", () => {
    const text = wide(20_000, (index) => `world w${index} { ${index < 19_999 ? `include w${index + 1};` : ""} }`);
    expect(refusedText(`package a:b; ${text}`).code).toBe("contract-diff/too-large");
  });

  it.each(["{", "/*", "@", "a:b ", "/// x\n", '"', "package a:b {"])("is a megabyte of %j", (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(["contract-diff/unreadable", undefined]).toContain(attempt(text));
  });

  it.each(["a", "a-", "a:", "a/", "1.1.1-a.", '"a'])("has a name that is a megabyte of %j", (piece) => {
    const text = `package ${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;
    expect(["contract-diff/unreadable", "contract-diff/too-large"]).toContain(attempt(text));
  });

  it("has a text in quotes of a megabyte", () => {
    expect(refusedText(`package a:b; interface i { @external-id("${"a".repeat(1_000_000)}") f: func(); }`).code).toBe(
      "contract-diff/too-large",
    );
  });

  it("has 20,000 worlds that each include a large one", () => {
    const large = wide(2000, (index) => `import g-${index}: func();`);
    const text = wide(20_000, (index) => `world w${index} { include large; }`);
    expect(refusedText(`package a:b; world large { ${large} } ${text}`).code).toBe("contract-diff/too-large");
  });

  it.each([
    ["packages", (index: number) => `package c:d${index} { interface i { f: func(); } }`],
    ["versions of a package", (index: number) => `package c:d@${index}.0.0 { interface i { f: func(); } }`],
    ["packages that are not there", (index: number) => `world w${index} { import c:d${index}/i; }`],
    ["types that are called otherwise", (index: number) => `interface i${index} { record p-${index} { x: u8 } }`],
  ])("has 5,000 %s, and all of them change", (_what, item) => {
    const text = (shift: number): ContractDocument =>
      witDocument(`package a:b; ${wide(5000, (index) => item(index + shift))}`);
    expect(compareWit([text(0)], [text(2500)], resolveCompareOptions()).changes.length).toBeGreaterThan(1000);
  });

  it("is a megabyte of functions", () => {
    const text = wide(30_000, (index) => `fn-${index}: func(x: list<u8>) -> p;`);
    expect(attempt(`package a:b; interface i { record p { x: u8 } ${text} }`)).toBeUndefined();
  });

  it("is any text: a tree or an AppError", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => settles(text)),
      { numRuns: 100 },
    );
  });

  it("is any tokens in any order: a tree or an AppError", () => {
    const tokens =
      "package interface world use include import export func async static constructor resource record variant enum flags type " +
      "list option result tuple future stream map borrow own u8 string a b c a:b @1.0.0 @since(version=1.0.0) @unstable(feature=f) " +
      'constructor __proto__ %type { } ( ) < > , ; : = -> . / _ @ // /* */ "x" 1 1.0.0 as with ///';
    const token = fc.constantFrom(...tokens.split(" "), "\n");
    const soup = fc.array(token, { maxLength: 60 }).map((all) => `package a:b; interface i { ${all.join(" ")} }`);
    fc.assert(
      fc.property(soup, (text) => settles(text)),
      { numRuns: 1000 },
    );
  });

  it("is a good text with one piece out of it: a tree or an AppError", () => {
    const text = witFixture("old", ["world.wit", "types.wit"])
      .map(({ value }) => (typeof value === "string" ? value : ""))
      .join("");
    const cut = fc.tuple(fc.nat(text.length), fc.nat(20));
    fc.assert(
      fc.property(cut, ([at, size]) => settles(text.slice(0, at) + text.slice(at + size))),
      { numRuns: 1000 },
    );
  });
});

/** The code of the error, or nothing where there is none. Errors of any other kind fall through. */
function attempt(text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

function settles(text: string): boolean {
  return [undefined, "contract-diff/unreadable", "contract-diff/invalid-contract", "contract-diff/too-large"].includes(
    attempt(text),
  );
}

/** The world after the one of this number: all labels of that one, twice. */
function doubled(index: number): string {
  const labels = Array.from({ length: 2 ** index }, (_, each) => label(index, each));
  const renamed = (half: number): string =>
    labels.map((name, each) => `${name} as ${label(index + 1, half * labels.length + each)}`).join(", ");
  const include = (half: number): string => `include w${index} with { ${renamed(half)} }`;
  return `world w${index + 1} { ${include(0)} ${include(1)} }`;
}

const label = (world: number, each: number): string => (world === 0 ? "f" : `f${world}-x${each}`);
