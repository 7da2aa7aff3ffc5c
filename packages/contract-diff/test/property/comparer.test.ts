import process from "node:process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { decideContainment } from "../../src/engine/decide-containment.ts";
import type { Change, Flow } from "../../src/finding.ts";
import { createSchemaComparer } from "../../src/rules/compare-schemas.ts";
import { compileWithAjv, nodeOf } from "./_judge.ts";
import { randomPair } from "./_random-pair.ts";

const RUNS = { numRuns: Number(process.env["CONTRACT_DIFF_PAIRS"] ?? 400), seed: 20_260_103 };
const open = resolveCompareOptions({ content: "open" });
const declared = resolveCompareOptions({ content: "declared" });

function said(changes: readonly Change[], side: "backward" | "forward"): string {
  const breaking = changes.filter(({ breaks }) => breaks === side);
  if (breaking.length === 0) return "contained";
  return breaking.some(({ certainty }) => certainty === "proven") ? "not-contained" : "unknown";
}

test.each<[Flow, "backward" | "forward", "forward" | "backward"]>([
  ["in", "backward", "forward"],
  ["out", "forward", "backward"],
])(
  "what the comparer says of flow %s is what the engine says both ways",
  { timeout: 3_600_000 },
  (flow, first, second) => {
    fc.assert(
      fc.property(randomPair, ({ left, right }) => {
        const [old, next] = [nodeOf("old.json", left), nodeOf("next.json", right)];
        const changes = createSchemaComparer(open).compare(old, next, flow, "");
        for (const [side, verdict] of [
          [first, decideContainment(old, next, open)],
          [second, decideContainment(next, old, open)],
        ] as const) {
          // A part may be shown by a document that ajv can judge where that of the whole cannot be.
          const allowed = verdict.kind === "unknown" ? ["unknown", "not-contained"] : [verdict.kind];
          expect(allowed).toContain(said(changes, side));
        }
      }),
      RUNS,
    );
  },
);

test("each witness of a change is taken by the side it names and refused by the other", { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(randomPair, ({ left, right }) => {
      const takes = { old: compileWithAjv(left), new: compileWithAjv(right) };
      const changes = createSchemaComparer(open).compare(
        nodeOf("old.json", left),
        nodeOf("next.json", right),
        "in",
        "",
      );
      const wrong = changes.filter(
        ({ witness }) =>
          witness !== undefined &&
          (!takes[witness.acceptedBy](witness.document) || takes[witness.refusedBy](witness.document)),
      );
      expect(wrong).toEqual([]);
    }),
    RUNS,
  );
});

test(
  "who sends only what is declared is let down by nothing that an open reading allows",
  { timeout: 3_600_000 },
  () => {
    fc.assert(
      fc.property(randomPair, ({ left, right }) => {
        const [old, next] = [nodeOf("old.json", left), nodeOf("next.json", right)];
        const narrow = decideContainment(old, next, declared);
        if (narrow.kind === "not-contained") expect(decideContainment(old, next, open).kind).toBe("not-contained");
      }),
      RUNS,
    );
  },
);
