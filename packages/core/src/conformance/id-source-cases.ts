import { equal, match, ok } from "node:assert/strict";
import type { IdSource } from "../ports/id-source.ts";
import type { ConformanceCase } from "./conformance.ts";

/** The contract of `IdSource`, case by case. */
export const idSourceCases: readonly ConformanceCase<IdSource>[] = [
  {
    name: "an id is 26 characters of 0-9a-z",
    needs: [],
    async run(make) {
      const ids = await make();
      for (let count = 0; count < 100; count += 1) match(ids.next(), /^[0-9a-z]{26}$/);
    },
  },
  {
    name: "each id is greater than the one before, and none comes twice",
    needs: [],
    async run(make) {
      const ids = await make();
      const seen = new Set<string>();
      let last = "";
      for (let count = 0; count < 20_000; count += 1) {
        const id = ids.next();
        ok(id > last, `${id} does not come after ${last}`);
        seen.add(id);
        last = id;
      }
      equal(seen.size, 20_000);
    },
  },
];
