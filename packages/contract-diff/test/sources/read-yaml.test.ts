import { expect, test } from "vitest";
import type { ContractDocument } from "../../src/document.ts";
import { createMemoryTree } from "../../src/sources/memory-tree.ts";
import { readDocument } from "../../src/sources/read-document.ts";

const UNREADABLE = "contract-diff/unreadable";

function read(file: string, text: string): Promise<ContractDocument> {
  return readDocument(createMemoryTree({ [file]: text }), file, new AbortController().signal);
}

async function yaml(text: string): Promise<unknown> {
  return (await read("x.yaml", text)).value;
}

test("is read as YAML 1.2: dates, yes and 1_000 are texts", async () => {
  const text = "a: 2020-01-31\nb: yes\nc: 0o17\nd: 1_000\ne: 0x1F\nf: ~\ng: 1.5e3\nh: 12:30\ni: '1'\nj: |\n  x\n  y\n";
  const value = {
    a: "2020-01-31",
    b: "yes",
    c: 15,
    d: "1_000",
    e: 31,
    f: null,
    g: 1500,
    h: "12:30",
    i: "1",
    j: "x\ny\n",
  };
  expect(await yaml(text)).toEqual(value);
  expect(await yaml(`%YAML 1.1\n---\n${text}`)).toEqual(value);
});

test("keys are texts as they are written", async () => {
  expect(Object.keys((await yaml("'200': 1\n0200: 2\n1.0: 3\ntrue: 4\nnull: 5\n? 404\n: 6\n")) as object)).toEqual([
    "200",
    "404",
    "0200",
    "1.0",
    "true",
    "null",
  ]);
});

test("an empty file is null", async () => {
  const document = await read("x.yaml", "# nothing\n");
  expect([document.value, document.linesOf(["", "/a"])]).toEqual([null, [1, 1]]);
});

test("JSON is YAML too", async () => {
  expect(await yaml('{"a": [1, "x"], "b": {"c": null}}')).toEqual({ a: [1, "x"], b: { c: null } });
});

test("aliases are the values of their anchors, the last before them", async () => {
  expect(await yaml("a: &x {p: 1}\nb: *x\nc: &x [2]\nd: [*x, *x]\n")).toEqual({
    a: { p: 1 },
    b: { p: 1 },
    c: [2],
    d: [[2], [2]],
  });
});

test("a hundred uses of one anchor are read", async () => {
  const value = (await yaml(`a: &x {p: 1}\nb: [${"*x, ".repeat(500)}*x]\n`)) as { readonly b: readonly unknown[] };
  expect([value.b.length, value.b[500]]).toEqual([501, { p: 1 }]);
});

test("<< takes over what is not there: own keys first, then the first of a list", async () => {
  const text =
    "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\nx:\n  <<: *one\n  a: own\ny:\n  <<: [*one, *two]\nz:\n  <<: {a: inline}\n  <<: *two\n";
  expect(await yaml(text)).toMatchObject({
    x: { a: "own", b: 1 },
    y: { a: 1, b: 1, c: 2 },
    z: { a: "inline", b: 2, c: 2 },
  });
});

test("a quoted << is a key like any other", async () => {
  expect(await yaml('"<<": {a: 1}\n')).toEqual({ "<<": { a: 1 } });
});

test("a key that is named __proto__ is kept, also where it is merged", async () => {
  const value = (await yaml("a: &x\n  __proto__: {polluted: 1}\nb:\n  <<: *x\n")) as Record<"a" | "b", object>;
  for (const each of [value.a, value.b]) {
    expect(Object.hasOwn(each, "__proto__")).toBe(true);
    expect(each).not.toHaveProperty("polluted");
  }
});

test.each([
  ["a: 1\nb: 2\na: 3\n", "3:1", "this key is there twice in its object (/a)"],
  ["x: {200: a, '200': b}\n", "1:13", "this key is there twice in its object (/x/200)"],
  ["a: &x\n  b: [*x]\n", "2:7", "the alias *x leads to what it stands in, or to nothing"],
  ["a: &x\n  <<: *x\n", "2:7", "the alias *x leads to what it stands in, or to nothing"],
  ["a: &x 1\nb: &x [*x]\n", "2:8", "the alias *x leads to what it stands in, or to nothing"],
  ["a: [.inf]\n", "1:5", "the number at /a/0 is not finite, and JSON has none such"],
  ["a: .nan\n", "1:4", "the number at /a is not finite, and JSON has none such"],
  ["- 1e400\n", "1:3", "the number at /0 is not finite, and JSON has none such"],
  ["a:\n  <<: [1]\n", "2:8", "<< takes an object, or a list of objects"],
  ["a: 1\n---\nb: 2\n", "2:1", "the file has more than one document; a contract is one"],
])("%j is refused with its place", async (text, place, problem) => {
  await expect(yaml(text)).rejects.toMatchObject({ code: UNREADABLE, message: `x.yaml:${place}: ${problem}` });
});

test("text that is no YAML is refused with its place in one line", async () => {
  for (const text of ["a: [1\n", "a: 1\n b: 2\n", "\tx: 1\n", "a: *nothing\n", "? [1]\n: 2\n", '"\\x"', "a: 'b\n"])
    await expect(yaml(text)).rejects.toMatchObject({
      code: UNREADABLE,
      message: expect.stringMatching(/^x\.yaml:\d+:\d+: .+$/),
    });
});

test("tags beyond the core schema are refused, and those within are read", async () => {
  for (const tag of [
    "!!binary aGk=",
    "!!timestamp 2020-01-31",
    "!mine x",
    "!!set {a}",
    "!!js/function 'x'",
    "!!omap [a: 1]",
  ])
    await expect(yaml(`a: ${tag}\n`)).rejects.toMatchObject({
      code: UNREADABLE,
      message: expect.stringContaining("x.yaml:1:4: "),
    });
  expect(await yaml("a: !!str 1\nb: !!int '2'\nc: !!map {}\nd: ! 3\n")).toEqual({ a: "1", b: 2, c: {}, d: "3" });
});

test("aliases of aliases that stand for a world of values are refused", async () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let at = 1; at < 12; at += 1) lines.push(`a${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}*a${at - 1}]`);
  await expect(yaml(lines.join("\n"))).rejects.toMatchObject({
    code: "contract-diff/too-large",
    message: "x.yaml:7:9: the aliases stand for too many values; the limit is 2000000.",
  });
});

test("what is nested too deep is refused: as written, and by aliases", async () => {
  const tooLarge = { code: "contract-diff/too-large" };
  const nested = (depth: number, inner: string = ""): string => "[".repeat(depth) + inner + "]".repeat(depth);
  expect(await yaml(nested(250))).toEqual(JSON.parse(nested(250)));
  for (const text of [nested(251), nested(20_000), `${"- ".repeat(251)}x`, "[".repeat(20_000), "{a: ".repeat(20_000)])
    await expect(yaml(text)).rejects.toMatchObject(tooLarge);
  const chain = (length: number): string =>
    Array.from({ length }, (_, at) => `- &a${at} ${nested(100, at === 0 ? "" : `*a${at - 1}`)}\n`).join("");
  expect(await yaml(chain(9))).toHaveLength(9);
  await expect(yaml(chain(10))).rejects.toMatchObject(tooLarge);
});

test("a map of many keys is read in linear time", async () => {
  const count = 100_000;
  const value = await yaml(Array.from({ length: count }, (_, at) => `key${at}: 1`).join("\n"));
  expect(Object.keys(value as object)).toHaveLength(count);
});
