import { describe, expect, test } from "vitest";
import type { ContractDocument } from "../../src/document.ts";
import { createMemoryTree } from "../../src/sources/memory-tree.ts";
import { readDocument } from "../../src/sources/read-document.ts";

const never = (): AbortSignal => new AbortController().signal;
const UNREADABLE = "contract-diff/unreadable";

function read(file: string, text: string, label: string = ""): Promise<ContractDocument> {
  return readDocument(createMemoryTree({ [file]: text }, { label }), file, never());
}

async function json(text: string): Promise<unknown> {
  return (await read("x.json", text)).value;
}

describe("files", () => {
  test("a document has the label and the name of its file", async () => {
    expect((await read("a/x.json", "{}", "main")).file).toBe("main:a/x.json");
    expect((await read("a/x.json", "{}")).file).toBe("a/x.json");
  });

  test("extensions are the same in capitals", async () => {
    expect((await read("X.JSON", "[1]")).value).toEqual([1]);
    expect((await read("X.YML", "- 1")).value).toEqual([1]);
  });

  test("a file may be named in every way that leads to it, and has one name", async () => {
    const tree = createMemoryTree({ "a/x.json": "{}" });
    expect((await readDocument(tree, "./a//b/../x.json", never())).file).toBe("a/x.json");
  });

  test("no message has a line that a stranger wrote", async () => {
    const forged = "\n::error::x\u2028\r\u0085";
    const key = JSON.stringify(forged);
    const readings = [
      () => read("x.json", `{${key}: 1, ${key}: 2}`),
      () => read("x.json", `{${key}: 1e999}`),
      () => read("x.yaml", `{${key}: 1, ${key}: 2}`),
      () => read("x.yaml", `{${key}: .inf}`),
      () => readDocument(createMemoryTree({}), `x${forged}.txt`, never()),
      () => readDocument(createMemoryTree({}), `x${forged}.json`, never()),
    ];
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    for (const run of readings) await expect(run()).rejects.toThrow(/^[^\u0000-\u001f\u007f-\u009f\u2028]+$/);
  });

  test("a file of no known extension is refused, and the known ones are named", async () => {
    for (const file of ["x.txt", "json", "x.json5", ".yaml/x"])
      await expect(read(file, "{}")).rejects.toMatchObject({
        code: UNREADABLE,
        message: `${file}: a contract is a file named .json, .yaml, .yml, .wit; rename it`,
      });
  });

  test("the value of a WIT file is its text, and it has no lines", async () => {
    const document = await read("x.wit", "\u{feff}package a:b;\n");
    expect([document.value, document.linesOf(["", "/world/x"])]).toEqual(["package a:b;\n", [undefined, undefined]]);
  });
});

describe("JSON", () => {
  test("is parsed as JSON.parse does it, with a byte order mark or without", async () => {
    const text = ' {"a": [1, -0.5e-3, null, true, "\\u00e4\\n\\ud800"], "": {}}\n';
    expect(await json(text)).toEqual(JSON.parse(text));
    expect(await json(`\u{feff}\u{feff}${text}`)).toEqual(JSON.parse(text));
  });

  test.each([
    ['{"a": 1,}', "1:9", "expected a property name in double quotes; after the last property there is no comma"],
    ['{\n  "a" 1}', "2:7", "expected : after the property name"],
    ['{"a": 1 "b": 2}', "1:9", "expected a comma before this"],
    ["[1, 2,]", "1:7", "expected a value; after the last item there is no comma"],
    ["[1\r\n, x]", "2:3", "expected a text in double quotes, a number, true, false, null, { or ["],
    ['{"a": 1', "1:8", "expected } as the end of the object"],
    ["[1", "1:3", "expected ] as the end of the list"],
    ["{} {}", "1:4", "expected the end of the file, because its value is complete"],
    ["", "1:1", "expected a value; after the last item there is no comma"],
    ["{} // x", "1:4", "expected no comment, because JSON has none"],
    ['["a\n"]', "1:2", 'expected " as the end of the text, on the same line'],
    ["[1.]", "1:2", "expected a digit"],
    ['["\\u12g4"]', "1:2", "expected four hexadecimal digits after \\u"],
    ['["\\x"]', "1:2", 'expected one of " \\ / b f n r t u after the backslash'],
    ['["\t"]', "1:2", "expected a control character to be written as \\u and four digits"],
  ])("%j is refused with the place and what was expected", async (text, place, problem) => {
    await expect(read("a/x.json", text, "old")).rejects.toMatchObject({
      code: UNREADABLE,
      message: `old:a/x.json:${place}: ${problem}`,
    });
  });

  test("all that JSON.parse refuses is refused", async () => {
    for (const text of [
      "NaN",
      "01",
      "+1",
      ".5",
      "'a'",
      "{a: 1}",
      "[1 2]",
      "\u00a0{}",
      "tru",
      "]",
      '{"a"}',
      "1e",
      "--1",
      "\0",
    ])
      await expect(json(text)).rejects.toMatchObject({ code: UNREADABLE });
  });

  test("a key that comes twice is refused, with its line and its path", async () => {
    await expect(json('{"a": [{}, {"x/y": 1,\n "b": 2, "x\\u002fy": 3}]}')).rejects.toMatchObject({
      code: UNREADABLE,
      message: "x.json:2:10: this key is there twice in its object (/a/1/x~1y)",
    });
    await expect(json('{"__proto__": 1, "__proto__": 2}')).rejects.toThrow("/__proto__");
    await expect(json('{"a": {"b": {"c": 1, "c": 2}}, "a": 3}')).rejects.toThrow("/a/b/c");
  });

  test("the same key in different objects, and colons in texts, are no repetition", async () => {
    const value = { a: { a: ":" }, b: [{ a: '":{' }, { a: "\\" }], ["__proto__"]: 1, constructor: 2, ':"': '\\":' };
    expect(await json(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });

  test.each(['{"a": "\\":"}', '{"a": "\\\\", "b": 1}', '{"\\":": ["\\\\\\":"]}'])(
    "%s has as many keys as colons",
    async (text) => {
      expect(await json(text)).toEqual(JSON.parse(text));
    },
  );

  test("a key that is named __proto__ is kept, and changes no prototype", async () => {
    const value = await json('{"__proto__": {"polluted": true}}');
    expect(Object.hasOwn(value as object, "__proto__")).toBe(true);
    expect(value).not.toHaveProperty("polluted");
  });

  test("a number that is too large to be finite is refused, with its path", async () => {
    await expect(json('{"a": [0,\n -1e400]}')).rejects.toMatchObject({
      code: UNREADABLE,
      message: "x.json:2:2: this number is too large for any parser (/a/1)",
    });
    await expect(json("1e400")).rejects.toThrow("(the whole value)");
    expect(await json("[1e308, 1e-400]")).toEqual([1e308, 0]);
  });

  test("a thousand levels are read, and one more is refused", async () => {
    const nested = (depth: number): string => `${'{"a":['.repeat(depth / 2)}${"]}".repeat(depth / 2)}`;
    const document = await read("x.json", nested(1000));
    expect(document.linesOf(["/a/0/a"])).toEqual([1]);
    await expect(json(nested(1002))).rejects.toMatchObject({
      code: "contract-diff/too-large",
      message: "x.json: the document is nested too deep; the limit is 1000.",
    });
  });

  test("a hostile number of brackets is refused before it is parsed, valid or not", async () => {
    for (const text of ["[".repeat(5_000_000), '"\n' + "[".repeat(5_000_000), "{}".repeat(100_000), '"'.repeat(99_999)])
      await expect(json(text)).rejects.toMatchObject({ kind: expect.stringMatching(/too-large|malformed/) });
  });

  test("a text as long as the file is no hindrance to finding a repeated key", async () => {
    await expect(json(`{"a": "${"x".repeat(20_000_000)}", "a": 1}`)).rejects.toThrow("/a)");
  });
});

describe("lines", () => {
  const JSON_TEXT =
    '\n{\n  "a": {\n    "b/c": [\n      1,\n      {\n        "~": {}\n      },\n []]},\n  "d":\n    "x"\n}\n';

  test("a property of JSON has the line of its key, an item its own", async () => {
    const document = await read("x.json", JSON_TEXT);
    const pointers = ["", "/a", "/a/b~1c", "/a/b~1c/0", "/a/b~1c/1", "/a/b~1c/1/~0", "/a/b~1c/2", "/d"];
    expect(document.linesOf(pointers)).toEqual([2, 3, 4, 5, 6, 7, 9, 10]);
    expect(document.linesOf(pointers.toReversed())).toEqual([10, 9, 7, 6, 5, 4, 3, 2]);
  });

  test("what names nothing has the line of the nearest thing above", async () => {
    const document = await read("x.json", JSON_TEXT);
    expect(
      document.linesOf(["/a/x/y", "/a/b~1c/7", "/d/0", "/__proto__", "/a/b~1c/1/constructor", "nonsense"]),
    ).toEqual([3, 4, 10, 2, 6, 2]);
    expect(document.linesOf([])).toEqual([]);
  });

  test("the same pointer may be asked for twice", async () => {
    const document = await read("x.json", '{"a":\n1}');
    expect(document.linesOf(["/a", "/a", ""])).toEqual([1, 1, 1]);
  });

  test("a key of YAML has its own line, though its value begins on the next", async () => {
    const document = await read("x.yml", "# c\na:\n  b:\n    - x\n    -\n      c: 1\n200: y\nd: {e: [1,\n 2]}\n");
    expect(
      document.linesOf(["/a", "/a/b", "/a/b/0", "/a/b/1", "/a/b/1/c", "/200", "/d/e/1", "", "/a/b/9", "/200/x"]),
    ).toEqual([2, 3, 4, 6, 6, 7, 9, 2, 3, 7]);
  });

  test("what comes of an alias or a merge has the line where that is written", async () => {
    const document = await read("x.yaml", "a: &x\n  p: 1\nb: *x\nc:\n  <<: *x\n  q: 2\n");
    expect(document.linesOf(["/a/p", "/b/p", "/c/p", "/c/q"])).toEqual([2, 3, 4, 6]);
  });
});
