import { registerSuite } from "@cordon/core/conformance";
import { describe, test } from "vitest";
import { createHttpTransport } from "../src/adapters/http/index.ts";
import { transportCases, type TransportFixture } from "../src/conformance/index.ts";
import { createMemoryTransport } from "../src/index.ts";

const limits = { maxPayloadBytes: 100_000, drainTimeoutMs: 200 };

const FIXTURES: Readonly<Record<string, () => TransportFixture>> = {
  memory: () => ({ transport: createMemoryTransport(limits), nowhere: "memory:0" }),
  http: () => ({ transport: createHttpTransport(limits), nowhere: "http://127.0.0.1:1" }),
};

describe.each(Object.entries(FIXTURES))("%s", (_name, make) => {
  registerSuite({
    cases: transportCases,
    make: async () => make(),
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
