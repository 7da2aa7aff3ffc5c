import process from "node:process";
import type { JsonValue } from "@cordon/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { decideContainment } from "../../src/engine/decide-containment.ts";
import type { Verdict } from "../../src/engine/verdict.ts";
import { createDocumentSource } from "./_generate-documents.ts";
import { compileWithAjv, nodeOf } from "./_judge.ts";
import { type RandomPair, randomPair } from "./_random-pair.ts";

// CONTRACT_DIFF_PAIRS=20000 makes a long run, CONTRACT_DIFF_SEED another one.
const PAIRS = Number(process.env["CONTRACT_DIFF_PAIRS"] ?? 400);
const SEED = Number(process.env["CONTRACT_DIFF_SEED"] ?? 20_260_101);
const DOCUMENTS = 10_000;
const options = resolveCompareOptions({ content: "open" });

function decide({ left, right }: RandomPair): Verdict {
  return decideContainment(nodeOf("left.json", left), nodeOf("right.json", right), options);
}

/** A document that the left takes and the right refuses, if one is found. */
function counterexample({ left, right, seed }: RandomPair): JsonValue | undefined {
  const takesLeft = compileWithAjv(left);
  const takesRight = compileWithAjv(right);
  const next = createDocumentSource([left, right], seed);
  for (let made = 0; made < DOCUMENTS; made += 1) {
    const document = next();
    if (takesLeft(document) && !takesRight(document)) return document;
  }
  return undefined;
}

const counts = { contained: 0, "not-contained": 0, unknown: 0 };
const reasons = new Map<string, number>();
const share = (kind: keyof typeof counts): number => counts[kind] / PAIRS;

test(
  "no document refutes a containment, and ajv takes each witness on the left and refuses it on the right",
  { timeout: 3_600_000 },
  () => {
    fc.assert(
      fc.property(randomPair, (pair) => {
        const verdict = decide(pair);
        counts[verdict.kind] += 1;
        if (verdict.kind === "unknown") reasons.set(verdict.why, (reasons.get(verdict.why) ?? 0) + 1);
        if (verdict.kind === "contained") expect(counterexample(pair)).toBeUndefined();
        if (verdict.kind === "not-contained")
          expect([compileWithAjv(pair.left)(verdict.witness), compileWithAjv(pair.right)(verdict.witness)]).toEqual([
            true,
            false,
          ]);
      }),
      { numRuns: PAIRS, seed: SEED },
    );
  },
);

test("both answers are common, so neither is tried too little", () => {
  expect(Math.min(share("contained"), share("not-contained"))).toBeGreaterThan(0.15);
});

test("few pairs stay undecided", () => {
  expect(share("unknown") < 0.05 ? [] : [...reasons]).toEqual([]);
});
