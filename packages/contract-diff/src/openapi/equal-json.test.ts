import type { JsonObject, JsonValue } from "@cordon/core";
import { expect, test } from "vitest";
import { equalJson, equalSets } from "./equal-json.ts";

test.each<[JsonValue, JsonValue, boolean]>([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: null }, { b: null }, false],
  [{ a: null }, {}, false],
  [JSON.parse('{"__proto__":null}') as JsonObject, { a: null }, false],
  [{ constructor: 1 }, { a: 1 }, false],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [[], {}, false],
  [{ 0: 1 }, [1], false],
  [null, {}, false],
  [1, "1", false],
])("that %j and %j are the same is %s, either way round", (left, right, same) => {
  expect([equalJson(left, right), equalJson(right, left)]).toEqual([same, same]);
});

test.each<[JsonValue, JsonValue, boolean]>([
  [["a", "b"], ["b", "a"], true],
  [["a", "a"], ["a", "b"], false],
  [["a", "b"], ["a", "a"], false],
  [["a"], ["a", "b"], false],
  [[{ a: 1 }, null], [null, { a: 1 }], true],
  [[{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: 2 }], false],
  ["a", "a", true],
  ["a", ["a"], false],
])("that %j and %j are the same in any order is %s, either way round", (left, right, same) => {
  expect([equalSets(left, right), equalSets(right, left)]).toEqual([same, same]);
});
