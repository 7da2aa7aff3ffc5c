import { type Claims, registerSuite, storageCases } from "@cordon/core/conformance";
import type { Storage } from "@cordon/core";
import { test } from "vitest";

/** Registers core's Storage suite with Vitest. */
export function runStorageSuite(make: () => Promise<Storage>, claims: Claims = { abilities: [] }): void {
  registerSuite({
    cases: storageCases,
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
