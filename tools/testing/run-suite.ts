import { type Claims, type ConformanceCase, registerSuite } from "@cordon/core/conformance";
import { test } from "vitest";

/** Registers a conformance suite with Vitest. */
export function runSuite<Subject>(
  cases: readonly ConformanceCase<Subject>[],
  make: () => Promise<Subject>,
  claims: Claims = { abilities: [] },
): void {
  registerSuite({
    cases,
    make,
    claims,
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
