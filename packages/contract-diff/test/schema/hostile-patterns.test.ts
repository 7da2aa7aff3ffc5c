import type { JsonObject } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { decideContainment } from "../../src/engine/decide-containment.ts";
import { createSchemaComparer } from "../../src/rules/compare-schemas.ts";
import { createValidator } from "../../src/schema/create-validator.ts";
import { spaceOf } from "./_space-of.ts";

const LONG = `${"a".repeat(40)}!`;
const HOSTILE: readonly (readonly [string, string])[] = [
  ["of nested repeats", "^(a+)+$"],
  ["of alternatives that overlap", "^(a|a)*$"],
  ["with a backreference", "^(a*)*\\1$"],
  ["with a lookahead", "^(?=(a+)+$)a*$"],
];

// Run as they stand, each of these takes hours: the test would end by its time limit.
describe.each(HOSTILE)("a pattern %s", (_, pattern) => {
  test("gives no answer about a text that it would be lost in", () => {
    const check = createValidator({ formats: "annotation" }).check(spaceOf({ pattern }).at(""), LONG);
    expect(check).toEqual({ valid: "unknown", why: `the pattern ${pattern} could take too long to run` });
  });

  test("for property names gives none either", () => {
    const node = spaceOf({ patternProperties: { [pattern]: { type: "null" } } }).at("");
    expect(createValidator({ formats: "annotation" }).check(node, { [LONG]: 1 })).toHaveProperty("valid", "unknown");
  });

  test("is never said to take a constant of the other side that it refuses", () => {
    const [sends, takes] = [spaceOf({ enum: [LONG] }), spaceOf({ pattern })];
    const { kind } = decideContainment(sends.at(""), takes.at(""), resolveCompareOptions());
    expect(["not-contained", "unknown"]).toContain(kind);
  });

  test("makes a change that is told of, proven or not", () => {
    const compare = (old: JsonObject, next: JsonObject): readonly string[] =>
      createSchemaComparer(resolveCompareOptions())
        .compare(spaceOf(old).at(""), spaceOf(next).at(""), "in", "")
        .map(({ breaks }) => breaks);
    expect(compare({ enum: [LONG] }, { pattern })).toContain("backward");
  });
});

test("a validator that gave up on one document answers the next", () => {
  const validator = createValidator({ formats: "annotation" });
  const node = spaceOf({ pattern: "^(a+)+$" }).at("");
  expect(validator.check(node, LONG)).toHaveProperty("valid", "unknown");
  expect(validator.check(node, "aaaa")).toEqual({ valid: true });
  expect(validator.check(node, "b")).toEqual({ valid: false, reason: expect.stringContaining("must match pattern") });
});

test("two patterns of one schema are two, though both are run by the same hand", () => {
  const node = spaceOf({ properties: { a: { pattern: "^x" }, b: { pattern: "^y" } } }).at("");
  const validator = createValidator({ formats: "annotation" });
  expect(validator.check(node, { a: "x", b: "y" })).toEqual({ valid: true });
  expect(validator.check(node, { a: "x", b: "x" })).toHaveProperty("valid", false);
});

test("two schemas that only differ in where their references lead are two", () => {
  const side = (type: string): JsonObject => ({ properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: { type } } });
  const validator = createValidator({ formats: "annotation" });
  const [text, number] = [spaceOf(side("string")).at(""), spaceOf(side("number")).at("")];
  expect([text, number, text].map((node) => validator.check(node, { a: 1 }).valid)).toEqual([false, true, false]);
});

test("a schema within another of the same words is checked where its own references lead", () => {
  const node = spaceOf({
    properties: { next: { $ref: "#/$defs/one" }, value: { $ref: "#/$defs/text" } },
    $defs: {
      one: { properties: { next: { $ref: "#/$defs/one" }, value: { $ref: "#/$defs/number" } } },
      text: { type: "string" },
      number: { type: "number" },
    },
  }).at("");
  const validator = createValidator({ formats: "annotation" });
  // The outer value is looked at after the inner one: by then the outer references count again.
  expect(validator.check(node, { next: { value: 1 }, value: "a" })).toEqual({ valid: true });
  expect(validator.check(node, { next: { value: 1 }, value: 1 })).toHaveProperty("valid", false);
  expect(validator.check(node, { next: { value: "a" }, value: "a" })).toHaveProperty("valid", false);
});
