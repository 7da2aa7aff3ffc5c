import type { JsonValue } from "@cordon/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { decideContainment } from "../../src/engine/decide-containment.ts";
import { createSchemaComparer } from "../../src/rules/compare-schemas.ts";
import { createDice } from "./_dice.ts";
import { nodeOf } from "./_judge.ts";
import { randomDocument } from "./_random-schema.ts";
import { refactorSchema } from "./_refactor-schema.ts";

const options = resolveCompareOptions({ content: "open" });
const RUNS = { numRuns: 1000, seed: 20_260_102 };

const rewritten = fc
  .record({ schema: randomDocument, times: fc.integer({ min: 1, max: 4 }), seed: fc.integer() })
  .map(({ schema, times, seed }) => {
    const dice = createDice(seed);
    let next: JsonValue = schema;
    for (let done = 0; done < times; done += 1) next = refactorSchema(next, dice);
    return { schema, next };
  });

test("a schema that is only written in another way is contained both ways", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(rewritten, ({ schema, next }) => {
      for (const [left, right] of [
        [schema, next],
        [next, schema],
      ] as const) {
        const verdict = decideContainment(nodeOf("left.json", left), nodeOf("right.json", right), options);
        expect(verdict).toEqual({ kind: "contained" });
      }
    }),
    RUNS,
  );
});

test.each(["in", "out"] as const)(
  "a schema that is only written in another way has no change, flow %s",
  { timeout: 120_000 },
  (flow) => {
    fc.assert(
      fc.property(rewritten, ({ schema, next }) => {
        const changes = createSchemaComparer(options).compare(
          nodeOf("old.json", schema),
          nodeOf("next.json", next),
          flow,
          "",
        );
        expect(changes).toEqual([]);
      }),
      RUNS,
    );
  },
);
