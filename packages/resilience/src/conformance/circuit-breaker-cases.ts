import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { CircuitBreaker } from "../ports/circuit-breaker.ts";

/** A breaker made with `CIRCUIT_FIXTURE_OPTIONS`, and a way to let time pass for it. */
export interface CircuitBreakerFixture {
  readonly breaker: CircuitBreaker;
  readonly pass: (ms: number) => Promise<void>;
  /** An error that says nothing of the callee, by the fixture's options. */
  readonly ignored: Error;
}

/** What every breaker of the suite opens and closes by. One that lacks the ability `trials` tries out with one call. */
export const CIRCUIT_FIXTURE_OPTIONS = {
  failureRatio: 0.5,
  minimumCalls: 4,
  windowMs: 1000,
  openMs: 500,
  trials: 3,
  trialSuccessRatio: 0.6,
} as const;

const FAILURE = new Error("The callee failed on purpose.");
const fail = (): Promise<never> => Promise.reject(FAILURE);
const failAtOnce = (): Promise<never> => {
  throw FAILURE;
};
const succeed = (): Promise<string> => Promise.resolve("done");

async function failTimes(breaker: CircuitBreaker, key: string, times: number): Promise<void> {
  for (let call = 0; call < times; call += 1) await rejects(breaker.run(key, fail), FAILURE);
}

async function openedFixture(make: () => Promise<CircuitBreakerFixture>): Promise<CircuitBreakerFixture> {
  const fixture = await make();
  await failTimes(fixture.breaker, "a", 4);
  return fixture;
}

/** The contract of `CircuitBreaker`, case by case. */
export const circuitBreakerCases: readonly ConformanceCase<CircuitBreakerFixture>[] = [
  {
    name: "a caller gets what its task came to, unchanged",
    needs: [],
    async run(make) {
      const { breaker } = await make();
      equal(await breaker.run("a", succeed), "done");
      await rejects(breaker.run("a", fail), (error) => error === FAILURE);
    },
  },
  {
    name: "a task that throws at once counts as one that rejects",
    needs: [],
    async run(make) {
      const { breaker } = await make();
      for (let call = 0; call < 4; call += 1) await rejects(breaker.run("a", failAtOnce), (error) => error === FAILURE);
      equal(breaker.state("a"), "open");
    },
  },
  {
    name: "a key that was never used is closed",
    needs: [],
    async run(make) {
      equal((await make()).breaker.state("never"), "closed");
    },
  },
  {
    name: "fewer calls than the minimum open nothing",
    needs: [],
    async run(make) {
      const { breaker } = await make();
      await failTimes(breaker, "a", 3);
      equal(breaker.state("a"), "closed");
    },
  },
  {
    name: "enough failures open the circuit, and what it refuses was not begun",
    needs: [],
    async run(make) {
      const { breaker } = await openedFixture(make);
      equal(breaker.state("a"), "open");
      let begun = 0;
      const count = async (): Promise<void> => void (begun += 1);
      await rejects(breaker.run("a", count), { code: "resilience/circuit-open" });
      await rejects(breaker.run("a", count), { code: "resilience/circuit-open" });
      equal(begun, 0);
    },
  },
  {
    name: "fewer failures than the ratio leave the circuit closed",
    needs: [],
    async run(make) {
      const { breaker } = await make();
      for (let call = 0; call < 4; call += 1) await breaker.run("a", succeed);
      await failTimes(breaker, "a", 3);
      equal(breaker.state("a"), "closed");
      await failTimes(breaker, "a", 1);
      equal(breaker.state("a"), "open");
    },
  },
  {
    name: "failures that are too old count no more",
    needs: [],
    async run(make) {
      const { breaker, pass } = await make();
      await failTimes(breaker, "a", 3);
      await pass(1200);
      await failTimes(breaker, "a", 3);
      equal(breaker.state("a"), "closed");
    },
  },
  {
    name: "keys know nothing of each other",
    needs: [],
    async run(make) {
      const { breaker } = await openedFixture(make);
      equal(breaker.state("b"), "closed");
      equal(await breaker.run("b", succeed), "done");
      equal(breaker.state("a"), "open");
    },
  },
  {
    name: "an open circuit half-opens after its time, not before",
    needs: [],
    async run(make) {
      const { breaker, pass } = await openedFixture(make);
      await pass(400);
      await rejects(breaker.run("a", succeed), { code: "resilience/circuit-open" });
      await pass(150);
      equal(breaker.state("a"), "half-open");
      equal(await breaker.run("a", succeed), "done");
    },
  },
  {
    name: "a half-open circuit closes when its trials succeed",
    needs: [],
    async run(make) {
      const { breaker, pass } = await openedFixture(make);
      await pass(550);
      await breaker.run("a", succeed);
      await breaker.run("a", succeed);
      equal(breaker.state("a"), "closed");
    },
  },
  {
    name: "a circuit that closed begins to count anew",
    needs: ["epochs"],
    async run(make) {
      const { breaker, pass } = await openedFixture(make);
      await pass(550);
      await breaker.run("a", succeed);
      await breaker.run("a", succeed);
      await failTimes(breaker, "a", 1);
      equal(breaker.state("a"), "closed");
    },
  },
  {
    name: "a half-open circuit opens again when its trials fail",
    needs: [],
    async run(make) {
      const { breaker, pass } = await openedFixture(make);
      await pass(550);
      await Promise.allSettled([breaker.run("a", fail), breaker.run("a", fail)]);
      equal(breaker.state("a"), "open");
      await rejects(breaker.run("a", succeed), { code: "resilience/circuit-open" });
    },
  },
  {
    name: "a half-open circuit lets no more calls through at once than its trials",
    needs: ["trials"],
    async run(make) {
      const { breaker, pass } = await openedFixture(make);
      await pass(550);
      let begun = 0;
      const gate = Promise.withResolvers<void>();
      const slow = async (): Promise<void> => {
        begun += 1;
        await gate.promise;
      };
      const calls = Array.from({ length: 8 }, () => breaker.run("a", slow));
      const settled = Promise.allSettled(calls);
      gate.resolve();
      const refused = (await settled).filter(({ status }) => status === "rejected");
      deepEqual([begun, refused.length], [3, 5]);
    },
  },
  {
    name: "one failed trial within the ratio does not keep the circuit from closing",
    needs: ["trials"],
    async run(make) {
      const { breaker, pass } = await openedFixture(make);
      await pass(550);
      await failTimes(breaker, "a", 1);
      equal(breaker.state("a"), "half-open");
      await breaker.run("a", succeed);
      await breaker.run("a", succeed);
      equal(breaker.state("a"), "closed");
    },
  },
  {
    name: "an outcome that says nothing counts neither way",
    needs: ["ignores"],
    async run(make) {
      const { breaker, ignored, pass } = await make();
      const sayNothing = (): Promise<never> => Promise.reject(ignored);
      for (let call = 0; call < 20; call += 1) await rejects(breaker.run("a", sayNothing), ignored);
      equal(breaker.state("a"), "closed");
      await failTimes(breaker, "a", 4);
      equal(breaker.state("a"), "open");
      await pass(550);
      for (let call = 0; call < 9; call += 1) await rejects(breaker.run("a", sayNothing), ignored);
      equal(breaker.state("a"), "half-open");
    },
  },
  {
    name: "the outcome of a call from before the circuit opened changes nothing",
    needs: ["epochs"],
    async run(make) {
      const { breaker, pass } = await make();
      const early = Promise.withResolvers<void>();
      const late = [0, 1, 2].map(() => breaker.run("a", () => early.promise));
      await failTimes(breaker, "a", 4);
      await pass(550);
      await failTimes(breaker, "a", 1);
      early.resolve();
      await Promise.all(late);
      equal(breaker.state("a"), "half-open");
    },
  },
];
