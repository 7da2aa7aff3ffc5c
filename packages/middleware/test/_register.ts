import { type CaseRegistrar, type Claims, type ConformanceCase, registerSuite } from "@cordon/core/conformance";
import * as vitest from "vitest";

const registrar: CaseRegistrar = {
  run: (name, body) => vitest.test(name, body),
  skip: (name, reason) => vitest.test(`${name} (${reason})`, { skip: true }, () => undefined),
};

/** Registers a suite of core with Vitest. */
export function runSuite<Subject>(
  cases: readonly ConformanceCase<Subject>[],
  make: () => Promise<Subject>,
  claims: Claims = { abilities: [] },
): void {
  registerSuite({ cases, make, claims, registrar });
}
