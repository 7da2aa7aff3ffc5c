import { coreError } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { afterEach, beforeEach, describe, vi } from "vitest";
import { createOpossumCircuitBreaker } from "../src/adapters/opossum/index.ts";
import { CIRCUIT_FIXTURE_OPTIONS, circuitBreakerCases } from "../src/conformance/index.ts";
import { createCircuitBreaker } from "../src/index.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

const ignored = coreError("core/aborted", {});

describe("circuit breaker", () => {
  runSuite(
    circuitBreakerCases,
    async () => {
      const clock = createManualClock();
      const breaker = createCircuitBreaker({ ...CIRCUIT_FIXTURE_OPTIONS, clock });
      return { breaker, ignored, pass: async (ms) => clock.advance(ms) };
    },
    { abilities: ["trials", "ignores", "epochs"] },
  );
});

describe("opossum circuit breaker", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const { failureRatio, minimumCalls, windowMs, openMs } = CIRCUIT_FIXTURE_OPTIONS;
  runSuite(
    circuitBreakerCases,
    async () => {
      const breaker = createOpossumCircuitBreaker({ failureRatio, minimumCalls, windowMs, openMs });
      return { breaker, ignored, pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)) };
    },
    { abilities: [] },
  );
});
