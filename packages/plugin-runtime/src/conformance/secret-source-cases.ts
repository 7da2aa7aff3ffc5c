import { equal } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { SecretSource } from "../ports/secret-source.ts";

const FIRST = `prj_${"1".repeat(26)}`;
const SECOND = `prj_${"2".repeat(26)}`;

/** The secrets that every source of the suite holds, of two projects. */
export const SECRET_FIXTURE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [FIRST]: { API_KEY: "of-the-first-project", OTHER: "other-of-the-first" },
  [SECOND]: { API_KEY: "of-the-second-project" },
};

const never = (): AbortSignal => new AbortController().signal;

/** The contract of `SecretSource`, case by case, for one that holds `SECRET_FIXTURE`. */
export const secretSourceCases: readonly ConformanceCase<SecretSource>[] = [
  {
    name: "a secret is found in its own scope and in no other",
    needs: [],
    async run(make) {
      const source = await make();
      equal(await source.find({ scope: FIRST, name: "API_KEY" }, never()), "of-the-first-project");
      equal(await source.find({ scope: SECOND, name: "API_KEY" }, never()), "of-the-second-project");
      equal(await source.find({ scope: SECOND, name: "OTHER" }, never()), undefined);
      equal(await source.find({ scope: `prj_${"3".repeat(26)}`, name: "API_KEY" }, never()), undefined);
    },
  },
  {
    name: "a name that was never given is not found, whatever objects have by nature",
    needs: [],
    async run(make) {
      const source = await make();
      for (const name of ["__proto__", "constructor", "toString", "", "API_KEY ", "api_key"]) {
        equal(await source.find({ scope: FIRST, name }, never()), undefined);
        equal(await source.find({ scope: name, name: "API_KEY" }, never()), undefined);
      }
    },
  },
];
