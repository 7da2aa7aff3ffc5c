import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { ContainmentEngine } from "../../src/engine/containment-engine.ts";
import type { Validation } from "../../src/schema/create-validator.ts";
import { nodeOf } from "./_decide.ts";

const [left, right] = [nodeOf({ type: "string" }, "left.json"), nodeOf({ type: "number" }, "right.json")];

function engineWith(ofLeft: Validation, ofRight: Validation): ContainmentEngine {
  const check = (node: unknown): Validation => (node === left ? ofLeft : ofRight);
  return new ContainmentEngine(resolveCompareOptions(), { check });
}

const REFUSED = { valid: false, reason: "must be number" } as const;

test("a document is shown once the validator has taken it on one side and refused it on the other", () => {
  expect(engineWith({ valid: true }, REFUSED).within(left, right)).toEqual({
    kind: "not-contained",
    witness: "",
    reason: "must be number",
  });
});

test.each<[string, Validation, Validation]>([
  ["takes it on both sides", { valid: true }, { valid: true }],
  ["refuses it on both sides", REFUSED, REFUSED],
  ["says the reverse", REFUSED, { valid: true }],
])("nothing is said of a document of which the validator %s", (_, ofLeft, ofRight) => {
  expect(engineWith(ofLeft, ofRight).within(left, right)).toEqual({
    kind: "unknown",
    why: "the validator did not confirm the document that was found",
  });
});

test("what the validator cannot check is unknown, with its reason", () => {
  expect(engineWith({ valid: true }, { valid: "unknown", why: "it is too long" }).within(left, right)).toEqual({
    kind: "unknown",
    why: "the validator cannot check a document: it is too long",
  });
});

test("a proof that there is none needs no validator", () => {
  expect(engineWith(REFUSED, REFUSED).within(left, left)).toEqual({ kind: "contained" });
});
