import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import type { Random } from "../ports/random.ts";
import type { ConformanceCase } from "./conformance.ts";

/** The contract of `Random`, case by case. That bytes are unforeseeable cannot be tested; that they are not constant can. */
export const randomCases: readonly ConformanceCase<Random>[] = [
  {
    name: "gives exactly as many bytes as asked for",
    needs: [],
    async run(make) {
      const random = await make();
      for (const length of [0, 1, 16, 65_537]) equal(random.bytes(length).length, length);
    },
  },
  {
    name: "gives other bytes each time, spread over the whole range",
    needs: [],
    async run(make) {
      const random = await make();
      notDeepEqual(random.bytes(16), random.bytes(16));
      ok(new Set(random.bytes(4096)).size > 200);
    },
  },
  {
    name: "gives the same bytes again for the same seed",
    needs: ["seeded"],
    async run(make) {
      const [one, two] = [await make(), await make()];
      deepEqual(one.bytes(64), two.bytes(64));
    },
  },
];
