import { registerSuite } from "@cordon/core/conformance";
import { describe, test } from "vitest";
import { serializerCases } from "../src/conformance/index.ts";
import { SERIALIZERS } from "./_serializers.ts";

describe.each(Object.entries(SERIALIZERS))("%s", (_format, createSerializer) => {
  registerSuite({
    cases: serializerCases,
    make: async () => ({ create: (limits = {}) => createSerializer({ limits }) }),
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
});
