import type { JsonValue } from "@cordon/core";

const PROJECT: JsonValue = {
  id: "prj_01j0000000000000000000000",
  title: "Ünïcode 名前 🚀",
  labels: { team: "payments", "a/b": "" },
  archivedAt: null,
  revision: 3,
};

/** Values that every serializer carries unchanged, and that show where formats usually part. */
export const SURVIVING_VALUES: Readonly<Record<string, JsonValue>> = {
  null: null,
  booleans: [true, false],
  integers: [
    0,
    1,
    -1,
    23,
    24,
    31,
    32,
    -32,
    -33,
    127,
    128,
    255,
    256,
    65_535,
    65_536,
    2 ** 31,
    -(2 ** 31),
    2 ** 32 - 1,
    2 ** 32,
  ],
  "largest integers": [2 ** 53 - 1, -(2 ** 53) + 1],
  fractions: [0.1, -0.5, 1.5, 5e-324, 1 / 3, 4_503_599_627_370_495.5],
  texts: [
    "",
    "a",
    "\u0000",
    "\ufffd",
    "\u2028",
    "🚀",
    "x".repeat(31),
    "x".repeat(32),
    "x".repeat(255),
    "é".repeat(40_000),
  ],
  lists: [[], [[]], Array.from({ length: 20 }, (_, at) => at), Array.from({ length: 70_000 }, () => 0)],
  objects: { "": 1, a: {}, ключ: [], constructor: 1, toString: null, hasOwnProperty: "x" },
  "wide object": Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`key${at}`, at])),
  project: PROJECT,
  page: { items: Array.from({ length: 50 }, () => PROJECT), next: null },
};

class Point {
  readonly x = 1;
}

/** Values that some format would change in silence, each with the pointer at which every serializer must refuse it. */
export const REFUSED_VALUES: Readonly<Record<string, readonly [value: unknown, pointer: string]>> = {
  undefined: [undefined, ""],
  "an undefined property": [{ a: { "b/c": undefined } }, "/a/b~1c"],
  "a hole in a list": [Object.assign(Array.from({ length: 0 }), { length: 2, 0: 1 }), "/1"],
  "an integer past 2^53 - 1": [[2 ** 53], "/0"],
  "a huge number": [1e300, ""],
  NaN: [{ n: Number.NaN }, "/n"],
  infinity: [[Number.NEGATIVE_INFINITY], "/0"],
  "a bigint": [{ big: 1n }, "/big"],
  bytes: [{ bytes: new Uint8Array(2) }, "/bytes"],
  "a date": [[new Date(0)], "/0"],
  "a map": [new Map(), ""],
  "a class's instance": [{ point: new Point() }, "/point"],
  "a function": [{ run: () => 1 }, "/run"],
  "a symbol": [Symbol("s"), ""],
  "half a surrogate pair": [{ text: "a\ud800" }, "/text"],
  "half a surrogate pair beside a replacement character": [["\ufffd", "\udc00b"], "/1"],
  "half a surrogate pair in a key": [{ "\ud800": 1 }, "/\ufffd"],
};
