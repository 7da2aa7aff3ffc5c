import process from "node:process";
import type { JsonObject, JsonValue } from "@cordon/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { decideContainment } from "../../src/engine/decide-containment.ts";
import { nodeOf } from "./_judge.ts";
import { randomSchema } from "./_random-schema.ts";
import { conditional } from "./_schema-kinds.ts";

const RUNS = { numRuns: Number(process.env["CONTRACT_DIFF_PAIRS"] ?? 200), seed: 20_260_104 };
const options = resolveCompareOptions({ content: "open" });

const $defs: JsonObject = {
  one: { type: "object", properties: { a: { $ref: "#/$defs/one" }, b: { type: "integer" } } },
  two: { oneOf: [{ type: "boolean" }, { type: "array", prefixItems: [{ $ref: "#/$defs/two" }], items: false }] },
};

type Law = readonly [
  name: string,
  left: (a: JsonValue, b: JsonValue) => JsonValue,
  right: (a: JsonValue, b: JsonValue) => JsonValue,
];

// Each left is within its right whatever the schemas are.
const LAWS: readonly Law[] = [
  ["a schema is within itself", (a) => a, (a) => a],
  ["both are within one", (a, b) => ({ allOf: [a, b] }), (a) => a],
  ["one is within either", (a) => a, (a, b) => ({ anyOf: [b, a] })],
  ["exactly one is within either", (a, b) => ({ oneOf: [a, b] }), (a, b) => ({ anyOf: [a, b] })],
  ["one without the other is exactly one", (a, b) => ({ allOf: [a, { not: b }] }), (a, b) => ({ oneOf: [a, b] })],
  ["a value fulfils a schema or its negation", () => true, (a) => ({ anyOf: [a, { not: a }] })],
  ["nothing fulfils a schema and its negation", (a) => ({ allOf: [a, { not: a }] }), () => false],
  ["a condition with equal ends decides nothing", (a, b) => conditional([b, a, a]), (a) => a],
  ["neither is not both", (a, b) => ({ allOf: [{ not: a }, { not: b }] }), (a, b) => ({ not: { anyOf: [a, b] } })],
  [
    "choices distribute over demands",
    (a, b) => ({ allOf: [a, { anyOf: [b, { not: b }] }] }),
    (a, b) => ({ anyOf: [{ allOf: [a, b] }, { allOf: [a, { not: b }] }] }),
  ],
  ["lists of both are lists of one", (a, b) => ({ type: "array", items: { allOf: [a, b] } }), (a) => ({ items: a })],
  [
    "properties of one are properties of either",
    (a) => ({ properties: { x: a } }),
    (a, b) => ({ properties: { x: { anyOf: [a, b] } } }),
  ],
];

test.each(LAWS)("%s", { timeout: 3_600_000 }, (_, left, right) => {
  let undecided = 0;
  fc.assert(
    fc.property(randomSchema, randomSchema, (a, b) => {
      const verdict = decideContainment(
        nodeOf("left.json", { $defs, allOf: [left(a, b)] }),
        nodeOf("right.json", { $defs, allOf: [right(a, b)] }),
        options,
      );
      if (verdict.kind === "unknown") undecided += 1;
      else expect(verdict).toEqual({ kind: "contained" });
    }),
    RUNS,
  );
  expect(undecided / RUNS.numRuns).toBeLessThan(0.05);
});
