import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { Change, Changes } from "../../src/finding.ts";
import { compareWit } from "../../src/wit/compare-wit.ts";
import { witRules } from "../../src/wit/wit-rules.ts";
import type { WitOwner } from "../../src/wit/wit-sides.ts";
import type { WitCase } from "./_wit-case.ts";
import { witDocument, witFixture } from "./_wit-documents.ts";
import { functionCases } from "./_wit-function-cases.ts";
import { itemCases } from "./_wit-item-cases.ts";
import { packageCases } from "./_wit-package-cases.ts";
import { typeCases } from "./_wit-type-cases.ts";
import { worldCases } from "./_wit-world-cases.ts";

const compare = (old: string, next: string, owner: WitOwner = "host"): Changes =>
  compareWit([witDocument(old)], [witDocument(next)], resolveCompareOptions(), { owner });

const changesOf = ({ old, next, owner }: WitCase): readonly Change[] => compare(old, next, owner).changes;

const shown = ({ certainty, rule, breaks, subject }: Change): string =>
  `${certainty === "unknown" ? "?" : ""}${rule} ${breaks} ${subject}`;

const inInterface = (body: string): string => `package a:b;\ninterface i {\n${body}\n}\n`;

const cases: readonly WitCase[] = [...functionCases, ...typeCases, ...itemCases, ...worldCases, ...packageCases];

describe("two versions of a WIT contract", () => {
  it.each(cases)("$name", (each) => {
    expect(
      changesOf(each)
        .map((change) => shown(change))
        .sort(),
    ).toEqual([...each.expected].sort());
  });

  it.each(cases)("backward and forward change places when the versions do: $name", (each) => {
    const back = changesOf({ ...each, old: each.next, next: each.old });
    const count = (changes: readonly Change[], breaks: string): number =>
      changes.filter((change) => change.breaks === breaks && change.certainty === "proven").length;
    expect(count(back, "forward")).toBe(count(changesOf(each), "backward"));
  });

  it.each(cases)("a version is equal to itself: $name", ({ old, owner }) => {
    expect(compare(old, old, owner).changes).toEqual([]);
  });

  it("a break backward asks for a major version, forward for a minor one", () => {
    for (const { breaks, bump } of cases.flatMap((each) => changesOf(each))) {
      if (breaks === "backward") expect(bump).toBe("major");
      if (breaks === "forward") expect(bump).toBe("minor");
    }
  });

  it("only words ask for a patch", () => {
    const patches = cases.flatMap((each) => changesOf(each)).filter(({ bump }) => bump === "patch");
    expect([...new Set(patches.map(({ rule }) => rule))].sort()).toEqual([
      "wit/deprecated",
      "wit/docs",
      "wit/since",
      "wit/version-changed",
    ]);
  });

  it("the real contract of plugins is equal to itself", () => {
    const text = readFileSync(join(import.meta.dirname, "../../../../contracts/plugin/guest.wit"), "utf8");
    const { changes, examined } = compare(text, text);
    expect(changes).toEqual([]);
    expect(examined).toBeGreaterThanOrEqual(13);
  });

  it("the real contract of plugins breaks guests when the host no longer logs", () => {
    const text = readFileSync(join(import.meta.dirname, "../../../../contracts/plugin/guest.wit"), "utf8");
    const next = text.replace("  log: func(p0: s32, p1: string);\n", "");
    const found = compare(text, next).changes.map((change) => shown(change));
    expect(found).toContain("wit/function-removed backward interface host, function log");
  });

  it("a folder with dependencies is one contract, and a new function in it is one change", () => {
    const files = ["deps/clocks.wit", "types.wit", "world.wit"];
    const { changes } = compareWit(witFixture("old", files), witFixture("next", files), resolveCompareOptions());
    expect(changes.map((change) => shown(change))).toEqual([
      "wit/version-changed none package local:files",
      "wit/version-changed none package wasi:clocks",
      "wit/function-added forward interface browse, function find",
    ]);
  });

  it("an owner that is neither is refused", () => {
    expect(() => compare("package a:b;", "package a:b;", "nobody" as WitOwner)).toThrow(RangeError);
  });

  it("each thing that is compared is counted and told", () => {
    const told: string[] = [];
    const text = witDocument(inInterface("a: func(); type t = u8;"));
    const { examined } = compareWit([text], [text], resolveCompareOptions({ onProgress: (what) => told.push(what) }));
    expect({ examined, told }).toEqual({ examined: 3, told: ["interface i"] });
  });
});

describe("a change of a WIT contract", () => {
  it("stands at its lines in both versions", () => {
    const [change] = compare(inInterface("record p {\n  x: u8,\n}"), inInterface("\nrecord p {\n  x: s8,\n}")).changes;
    expect(change).toMatchObject({
      path: "",
      old: { file: "contract.wit", pointer: "/interface/i/p/x", line: 4 },
      new: { file: "contract.wit", pointer: "/interface/i/p/x", line: 5 },
    });
  });

  it("has a place in the version that has it only", () => {
    const [change] = compare(inInterface("a: func();"), inInterface("")).changes;
    expect(change?.old).toMatchObject({ pointer: "/interface/i/a", line: 3 });
    expect(change).not.toHaveProperty("new");
  });

  it("has an import's place in its world", () => {
    const [change] = compare("package a:b; world w { import f: func(); }", "package a:b; world w {}").changes;
    expect(change?.old?.pointer).toBe("/world/w/import/f");
  });

  it("has its package before its place, if that is another one", () => {
    const text = (body: string): string =>
      `package a:b; interface i {} package c:d/e@1.0.0 { interface i { ${body} } }`;
    const [change] = compare(text("f: func();"), text("")).changes;
    expect(change?.old?.pointer).toBe("/package/c:d~1e@1.0.0/interface/i/f");
  });

  it("says who is let down and what to do", () => {
    const [change] = compare(inInterface("a: func();"), inInterface("")).changes;
    expect(change?.message).toBe(
      "Interface i, function a: it is gone. Guests built against the old version call it and no longer link; keep it, marked @deprecated, until the next major version.",
    );
  });

  it("speaks of hosts if the contract is a guest's", () => {
    const [change] = compare("package a:b; world w { export f: func(); }", "package a:b; world w {}", "guest").changes;
    expect(change?.message).toContain("Hosts built against the old version call it");
  });

  it("says that something became @unstable", () => {
    const [change] = compare(inInterface("a: func();"), inInterface("@unstable(feature = f) a: func();")).changes;
    expect(change?.message).toContain("it is @unstable now");
  });

  it("says which package is missing where it cannot tell", () => {
    const [change] = compare(inInterface("use c:d/t.{p}; f: func(x: p);"), inInterface("f: func(x: u8);")).changes;
    expect(change?.message).toContain("no file of package c:d was given");
  });
});

describe("the design of subtyping", () => {
  const NOTE = "The design of component subtyping would let this pass";
  const noted = (old: string, next: string): readonly string[] =>
    compare(inInterface(old), inInterface(next))
      .changes.filter(({ message }) => message.includes(NOTE))
      .map(({ breaks }) => breaks);

  it("would let a returned record have more fields", () => {
    expect(noted("record p { x: u8 } f: func() -> p;", "record p { x: u8, y: u8 } f: func() -> p;")).toEqual([
      "backward",
    ]);
  });

  it("would not let a taken record have more fields", () => {
    expect(noted("record p { x: u8 } f: func(p: p);", "record p { x: u8, y: u8 } f: func(p: p);")).toEqual(["forward"]);
  });

  it("would let a taken variant have more cases", () => {
    expect(noted("variant v { a } f: func(v: v);", "variant v { a, b } f: func(v: v);")).toEqual(["backward"]);
  });

  it("would not let a returned variant have more cases", () => {
    expect(noted("variant v { a } f: func() -> v;", "variant v { a, b } f: func() -> v;")).toEqual(["forward"]);
  });

  it("would let neither pass where the type goes both ways, also through other types", () => {
    const text = (fields: string): string => `record p { ${fields} } type q = list<p>; f: func(x: q) -> option<p>;`;
    expect(noted(text("x: u8"), text("x: u8, y: u8"))).toEqual([]);
  });

  it("would let fields stand in another order", () => {
    const text = (fields: string): string => `record p { ${fields} } f: func(x: p) -> p;`;
    expect(noted(text("x: u8, y: u8"), text("y: u8, x: u8"))).toEqual(["backward", "forward"]);
  });

  it("would let what the owner gives to an exported function have more fields", () => {
    const text = (fields: string): string =>
      `package a:b; interface i { record p { ${fields} } f: func(p: p); } world w { export i; }`;
    const { changes } = compare(text("x: u8"), text("x: u8, y: u8"));
    expect(changes.filter(({ message }) => message.includes(NOTE)).map(({ breaks }) => breaks)).toEqual(["backward"]);
  });

  it("says nothing of a type that no function takes", () => {
    const { changes } = compare(inInterface("record p { x: u8 }"), inInterface("record p { x: u8, y: u8 }"));
    expect(changes[0]?.message).toContain("No function of these files takes or gives it");
  });
});

describe("the rules of WIT", () => {
  const found = cases.flatMap((each) => [
    ...changesOf(each),
    ...changesOf({ ...each, old: each.next, next: each.old }),
  ]);

  it("are all found in some case, and no others", () => {
    expect([...new Set(found.map(({ rule }) => rule))].sort()).toEqual(Object.keys(witRules).sort());
  });

  it("say of each change whom it can break", () => {
    const wrong = found.filter(({ rule, breaks }) => !witRules[rule]?.breaks.includes(breaks));
    expect(wrong.map((change) => shown(change))).toEqual([]);
  });

  it("promise to break nobody that they do not", () => {
    const seen = new Set(found.map(({ rule, breaks }) => `${rule} ${breaks}`));
    const never = Object.entries(witRules).flatMap(([rule, { breaks }]) =>
      breaks.map((each) => `${rule} ${each}`).filter((each) => !seen.has(each)),
    );
    expect(never).toEqual([]);
  });
});
