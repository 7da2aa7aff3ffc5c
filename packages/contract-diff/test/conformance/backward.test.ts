import { join } from "node:path";
import type { JsonValue } from "@cordon/core";
import { expect, test } from "vitest";
import { expectedBackward, foundBackward, readPairs, type SchemaPair } from "../../src/conformance/index.ts";

const pair: SchemaPair = {
  change: "an optional property is described",
  kind: "json-schema",
  old: { type: "object", properties: { a: { type: "string" } } },
  next: { type: "object", properties: { a: { type: "string" }, b: { type: "number" } } },
  oldInNext: "not-contained",
  nextInOld: "contained",
};

test("what is found is what every pair expects", async () => {
  const pairs = await readPairs(join(import.meta.dirname, "../pairs"));
  const wrong = pairs.filter((named) => foundBackward(named.pair) !== expectedBackward(named.pair));
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test("a schema is read as that of a request", () => {
  expect([foundBackward(pair), foundBackward({ ...pair, old: pair.next, next: pair.old })]).toEqual([
    "breaks",
    "holds",
  ]);
});

test("options that are given go before those of the pair", () => {
  expect(foundBackward({ ...pair, options: { content: "open" } }, { content: "declared" })).toBe("holds");
});

test("the options of the pair go before what is usual", () => {
  expect(foundBackward({ ...pair, options: { content: "declared" } })).toBe("holds");
});

test("a file that is no pair is named", async () => {
  const files = new Map<string, JsonValue>([["bad.json", { change: "x" }]]);
  await expect(readPairs(files)).rejects.toThrow("bad.json is no pair");
});
