import { describe } from "vitest";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "../src/adapters/system/index.ts";
import { clockCases, idSourceCases, randomCases } from "../src/conformance/index.ts";
import { createManualClock, createSeededRandom, createSequentialIds } from "../src/testing/index.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

describe("system clock", () => {
  const clock = createSystemClock();
  const never = new AbortController().signal;
  runSuite(clockCases, async () => ({ clock, pass: (ms) => clock.sleep(ms, never) }));
});

describe("manual clock", () => {
  runSuite(clockCases, async () => {
    const clock = createManualClock();
    return { clock, pass: async (ms) => clock.advance(ms) };
  });
});

describe("system random", () => runSuite(randomCases, async () => createSystemRandom()));

describe("seeded random", () => {
  runSuite(randomCases, async () => createSeededRandom(7), { abilities: ["seeded"] });
});

describe("time-ordered ids", () => {
  runSuite(idSourceCases, async () =>
    createTimeOrderedIds({ clock: createSystemClock(), random: createSystemRandom() }),
  );
});

describe("sequential ids", () => runSuite(idSourceCases, async () => createSequentialIds()));
