import process from "node:process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { decideContainment } from "../../src/engine/decide-containment.ts";
import { createDocumentSource } from "./_generate-documents.ts";
import { compileWithAjv, nodeOf } from "./_judge.ts";
import { isReadOtherwiseByAjv } from "./_random-pair.ts";
import { randomDocument } from "./_random-schema.ts";

const RUNS = { numRuns: Number(process.env["CONTRACT_DIFF_PAIRS"] ?? 300), seed: 20_260_105 };
const options = resolveCompareOptions({ content: "open" });

test(
  "the schema of one document is within another if and only if ajv takes the document",
  { timeout: 3_600_000 },
  () => {
    let undecided = 0;
    fc.assert(
      fc.property(
        randomDocument.filter((schema) => !isReadOtherwiseByAjv(schema)),
        fc.integer(),
        (schema, seed) => {
          const takes = compileWithAjv(schema);
          const next = createDocumentSource([schema], seed);
          const right = nodeOf("right.json", schema);
          for (let made = 0; made < 20; made += 1) {
            const document = next();
            const { kind } = decideContainment(nodeOf("left.json", { const: document }), right, options);
            if (kind === "unknown") undecided += 1;
            // That ajv cannot be asked about a few schemas is no reason to say that they hold something.
            const allowed = takes(document) ? ["contained"] : ["not-contained", "unknown"];
            expect(allowed.map((one) => [document, one])).toContainEqual([document, kind]);
          }
        },
      ),
      RUNS,
    );
    expect(undecided / (20 * RUNS.numRuns)).toBeLessThan(0.01);
  },
);
