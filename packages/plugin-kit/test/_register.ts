import { type ConformanceCase, registerSuite } from "@cordon/core/conformance";
import { test } from "vitest";

/** Registers a suite with Vitest. Nothing is skipped. */
export function runSuite<Subject>(cases: readonly ConformanceCase<Subject>[], make: () => Promise<Subject>): void {
  registerSuite({
    cases,
    make,
    claims: { abilities: [] },
    registrar: {
      run(name, body) {
        test(name, body);
      },
      skip(name, reason) {
        test.skip(`${name} (${reason})`);
      },
    },
  });
}
