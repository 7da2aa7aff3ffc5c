import { coreError } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createCircuitBreaker } from "../src/index.ts";
import { CircuitModel, type ModelCall, type ModelOptions, type Outcome } from "./_circuit-model.ts";

const KEYS = ["a", "b"] as const;

type Step =
  | { readonly kind: "begin"; readonly key: (typeof KEYS)[number] }
  | { readonly kind: "settle"; readonly which: number; readonly outcome: Outcome }
  | { readonly kind: "pass"; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("begin" as const), key: fc.constantFrom(...KEYS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      which: fc.nat(),
      outcome: fc.constantFrom<Outcome>("success", "failure", "failure", "ignored"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(1, 9, 10, 55, 100, 300) }),
  },
);

const options: fc.Arbitrary<ModelOptions> = fc.record({
  failureRatio: fc.constantFrom(0.1, 0.3, 0.5, 0.7, 1),
  minimumCalls: fc.integer({ min: 1, max: 6 }),
  windowMs: fc.constantFrom(100, 1000),
  openMs: fc.constantFrom(50, 100, 400),
  trials: fc.integer({ min: 1, max: 5 }),
  trialSuccessRatio: fc.constantFrom(0.2, 0.6, 0.7, 1),
});

const ERRORS = { failure: new Error("The callee failed on purpose."), ignored: coreError("core/aborted", {}) };

interface Running {
  readonly model: CircuitModel;
  readonly call: ModelCall;
  readonly settle: (outcome: Outcome) => Promise<unknown>;
}

test("the breaker decides as its model does, whatever happens in which order", async () => {
  await fc.assert(
    fc.asyncProperty(options, fc.array(step, { maxLength: 120 }), async (given, steps) => {
      const clock = createManualClock();
      const breaker = createCircuitBreaker({ ...given, clock });
      const models = new Map(KEYS.map((key) => [key, new CircuitModel(given)]));
      const running: Running[] = [];

      const begin = async (key: (typeof KEYS)[number]): Promise<void> => {
        const model = models.get(key);
        if (model === undefined) throw new TypeError(`There is no model for ${key}.`);
        const gate = Promise.withResolvers<void>();
        let hasBegun = false;
        const done = breaker.run(key, () => {
          hasBegun = true;
          return gate.promise;
        });
        const call = model.begin(clock.elapsed());
        expect(hasBegun).toBe(call !== undefined);
        if (call === undefined) return expect(done).rejects.toMatchObject({ code: "resilience/circuit-open" });
        const settle = (outcome: Outcome): Promise<unknown> => {
          if (outcome === "success") gate.resolve();
          else gate.reject(ERRORS[outcome]);
          return done.catch(() => {});
        };
        running.push({ model, call, settle });
      };

      for (const each of steps) {
        if (each.kind === "begin") await begin(each.key);
        else if (each.kind === "pass") clock.advance(each.ms);
        else if (running.length > 0) {
          const [settled] = running.splice(each.which % running.length, 1);
          await settled?.settle(each.outcome);
          settled?.model.settle(settled.call, each.outcome, clock.elapsed());
        }
        for (const [key, model] of models) expect(breaker.state(key)).toBe(model.stateAt(clock.elapsed()));
      }
      await Promise.all(running.map(({ settle }) => settle("success")));
    }),
    { numRuns: 400 },
  );
});

test("a breaker restored from its snapshot decides as one that was never stopped, for circuits that are open", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 700 }), async (before, away) => {
      const clock = createManualClock();
      const given = { clock, minimumCalls: 2, openMs: 500, trials: 2, trialSuccessRatio: 1 };
      const first = createCircuitBreaker(given);
      for (let call = 0; call < 2; call += 1)
        await first.run("a", () => Promise.reject(ERRORS.failure)).catch(() => {});
      clock.advance(before);
      const kept = first.snapshot();
      clock.advance(away);
      const second = createCircuitBreaker({ ...given, restored: kept });
      expect(second.state("a")).toBe(first.state("a"));
      expect(second.state("b")).toBe("closed");
    }),
  );
});
