import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemClock } from "@cordon/core/system";
import { afterAll, describe } from "vitest";
import { createFileModuleCache } from "../src/adapters/file/index.ts";
import { guestCases, moduleCacheCases } from "../src/conformance/index.ts";
import { createMemoryGuest, createMemoryModuleCache, createWasmEngine } from "../src/index.ts";
import { FIXTURE_GUEST, fixtureFunctions } from "./_fixture-guest.ts";
import { createLanding } from "./_landing.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

const clock = createSystemClock();

describe.each(["suspended", "worker"] as const)("guests in the lane %s", (lane) => {
  const engine = createWasmEngine({ clock, lane, limits: { timeoutMs: 20_000 } });
  afterAll(() => engine[Symbol.asyncDispose]());
  runSuite(
    guestCases,
    async () => {
      const landing = createLanding();
      return landing.fixtureOf(await engine.load(FIXTURE_GUEST, { hostFunctions: fixtureFunctions(landing.onLand) }));
    },
    { abilities: ["metered", "waits", "calls-host", "dispatches"] },
  );
});

describe("guests in the lane inline", () => {
  const engine = createWasmEngine({ clock, lane: "inline", limits: { timeoutMs: 20_000 } });
  afterAll(() => engine[Symbol.asyncDispose]());
  runSuite(
    guestCases,
    async () => {
      const landing = createLanding();
      return landing.fixtureOf(await engine.load(FIXTURE_GUEST, { hostFunctions: fixtureFunctions(landing.onLand) }));
    },
    { abilities: ["metered", "calls-host", "dispatches"] },
  );
});

describe("memory guest", () => {
  runSuite(
    guestCases,
    async () => {
      const landing = createLanding();
      const guest = createMemoryGuest<{ count: number }>({
        clock,
        initialise: () => ({ count: 0 }),
        dispatchers: { join: (input, { method }) => Uint8Array.of(...method, ...input) },
        operations: {
          echo: (input) => input,
          count: (_input, { state }) => Uint8Array.of((state.count += 1)),
          trap() {
            throw new Error("The guest goes wrong on purpose.");
          },
          async wait(input) {
            await new Promise(() => {});
            landing.onLand();
            return input;
          },
        },
      });
      return landing.fixtureOf(guest);
    },
    { abilities: ["waits", "dispatches"] },
  );
});

describe("memory module cache", () => {
  runSuite(moduleCacheCases, async () => createMemoryModuleCache(), { abilities: [] });
});

describe("file module cache", () => {
  runSuite(
    moduleCacheCases,
    async () => createFileModuleCache({ dir: join(await mkdtemp(join(tmpdir(), "cordon-wasm-")), "made") }),
    { abilities: ["keeps-files"] },
  );
});
