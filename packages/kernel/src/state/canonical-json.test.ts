import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, JSON_LIMITS } from "./canonical-json.ts";

const textOf = (value: unknown): string => {
  const json = canonicalJson(value);
  if (!json.ok) throw new Error(json.issue.message);
  return json.text;
};
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, field]) => [name, shuffled(field)] as const)
      .toReversed(),
  );
};

test("the example of RFC 8785 has the text that is given there", () => {
  const value = {
    numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
    literals: [null, true, false],
  };
  expect(textOf(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("names are in the order of RFC 8785, which is that of UTF-16", () => {
  const names = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
  const text = textOf(Object.fromEntries(names.map((name) => [name, 0])));
  expect(Object.keys(JSON.parse(text) as object).filter((name) => name !== "1")).toEqual([
    "\r",
    "\u0080",
    "\u00f6",
    "\u20ac",
    "\ud83d\ude00",
    "\ufb33",
  ]);
});

test("what is parsed from the text is the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const parsed: unknown = JSON.parse(textOf(value));
      expect(JSON.stringify(shuffled(parsed)).length).toBe(JSON.stringify(value).length);
      expect(textOf(parsed)).toBe(textOf(value));
      expect(parsed).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("the order of an object's fields makes no difference, and any value does", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(textOf(shuffled(one))).toBe(textOf(one));
      expect(textOf(one) === textOf(other)).toBe(isDeepStrictEqual(JSON.parse(textOf(one)), JSON.parse(textOf(other))));
    }),
  );
});

test("nothing that is handed to it makes it throw, and what it refuses has a pointer", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }), (value) => {
      const json = canonicalJson(value, JSON_LIMITS, "/it");
      if (json.ok) expect(textOf(JSON.parse(json.text))).toBe(json.text);
      else expect(json.issue.pointer).toMatch(/^\/it/);
    }),
  );
});

test("objects of another realm and without prototype are plain, and those of a class are not", () => {
  const bare = Object.assign(Object.create(null) as object, { a: 1 });
  expect(textOf(bare)).toBe('{"a":1}');
  class Thing {
    readonly a = 1;
  }
  expect(canonicalJson(new Thing())).toMatchObject({ ok: false });
});

test("each field is read once, and toJSON is not called", () => {
  let reads = 0;
  const value = {
    get field() {
      reads += 1;
      return reads;
    },
    toJSON: null,
  };
  expect(textOf(value)).toBe('{"field":1,"toJSON":null}');
});

test("a text of exactly so many bytes is taken, and of one more is not", () => {
  const limits = { maxBytes: 10, maxDepth: 2 };
  expect(canonicalJson("é12345 ".slice(0, 7), limits)).toMatchObject({ ok: true });
  expect(canonicalJson("éé12345", limits)).toMatchObject({ ok: false, issue: { message: /at most 10 bytes/ } });
  expect(canonicalJson([1, 2, 3, 4], limits)).toMatchObject({ ok: true });
  expect(canonicalJson([[1]], limits)).toMatchObject({ ok: true });
  expect(canonicalJson([[[1]]], limits)).toMatchObject({ ok: false, issue: { pointer: "/0/0" } });
});

test("long names are cut in a pointer", () => {
  const json = canonicalJson({ ["x".repeat(100)]: undefined });
  expect(json).toMatchObject({ ok: false, issue: { pointer: `/${"x".repeat(64)}…` } });
});

test("a text that is larger than what could be copied is too large, and is not copied", () => {
  const json = canonicalJson({ text: "x".repeat(2 ** 29 - 24) });
  expect(json).toMatchObject({ ok: false, issue: { message: "must take at most 65536 bytes as JSON" } });
});
