import { equal } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { SecretSource } from "../ports/secret-source.ts";

/** The secrets that every source of the suite holds. */
export const SECRET_FIXTURE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  p1: { API_KEY: "of-the-first-project", OTHER: "other-of-the-first" },
  p2: { API_KEY: "of-the-second-project" },
};

const never = (): AbortSignal => new AbortController().signal;

/** The contract of `SecretSource`, case by case, for one that holds `SECRET_FIXTURE`. */
export const secretSourceCases: readonly ConformanceCase<SecretSource>[] = [
  {
    name: "a secret is found in its own scope and in no other",
    needs: [],
    async run(make) {
      const source = await make();
      equal(await source.find({ scope: "p1", name: "API_KEY" }, never()), "of-the-first-project");
      equal(await source.find({ scope: "p2", name: "API_KEY" }, never()), "of-the-second-project");
      equal(await source.find({ scope: "p2", name: "OTHER" }, never()), undefined);
      equal(await source.find({ scope: "p3", name: "API_KEY" }, never()), undefined);
    },
  },
  {
    name: "a name that was never given is not found, whatever objects have by nature",
    needs: [],
    async run(make) {
      const source = await make();
      for (const name of ["__proto__", "constructor", "toString", "", "API_KEY ", "api_key"]) {
        equal(await source.find({ scope: "p1", name }, never()), undefined);
        equal(await source.find({ scope: name, name: "API_KEY" }, never()), undefined);
      }
    },
  },
];
