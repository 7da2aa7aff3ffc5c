import { AppError } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { describe, expect, test } from "vitest";
import { type CircuitBreakerOptions, type CircuitChange, createCircuitBreaker } from "../src/index.ts";

const FAILURE = new Error("The callee failed on purpose.");
const fail = (): Promise<never> => Promise.reject(FAILURE);
const succeed = async (): Promise<string> => "done";

function fixture(options: Partial<CircuitBreakerOptions> = {}) {
  const clock = createManualClock();
  const changes: CircuitChange[] = [];
  const breaker = createCircuitBreaker({
    clock,
    minimumCalls: 2,
    openMs: 500,
    trials: 1,
    onChange: (change) => changes.push(change),
    ...options,
  });
  const open = async (key: string): Promise<void> => {
    for (let call = 0; call < 2; call += 1) await breaker.run(key, fail).catch(() => {});
  };
  return { clock, breaker, changes, open };
}

describe("what callers and listeners see", () => {
  test("the refusals of one open time are one error, which says when the circuit half-opens", async () => {
    const { breaker, clock, open } = fixture();
    await open("a");
    const first = await breaker.run("a", succeed).catch((error: unknown) => error);
    clock.advance(100);
    const second = await breaker.run("a", succeed).catch((error: unknown) => error);
    expect(second).toBe(first);
    expect(first).toMatchObject({ details: { key: "a", openMs: 500, reopensAt: clock.now() + 400 } });
  });

  test("every change is told once, with its times", async () => {
    const { breaker, clock, changes, open } = fixture();
    const began = clock.now();
    await open("a");
    clock.advance(500);
    await breaker.run("a", succeed);
    expect(changes).toEqual([
      { key: "a", from: "closed", to: "open", at: began, reopensAt: began + 500 },
      { key: "a", from: "open", to: "half-open", at: began + 500 },
      { key: "a", from: "half-open", to: "closed", at: began + 500 },
    ]);
  });

  test("a listener that throws changes nothing for the caller", async () => {
    const { breaker, open } = fixture({
      onChange() {
        throw new Error("The listener is broken.");
      },
    });
    await open("a");
    await expect(breaker.run("a", succeed)).rejects.toMatchObject({ code: "resilience/circuit-open" });
  });

  test("a refusal that nobody looks at does not end the process", async () => {
    const { breaker, open } = fixture();
    await open("a");
    void breaker.run("a", succeed).catch(() => {});
    expect(breaker.state("a")).toBe("open");
  });

  test.each(["aborted", "invalid", "forbidden", "rate-limited", "conflict", "not-found"] as const)(
    "an error of the kind %s says nothing of the callee",
    async (kind) => {
      const { breaker } = fixture();
      const error = new AppError({ code: "test/refused", kind, retryable: false, message: "", details: {} });
      for (let call = 0; call < 5; call += 1) await breaker.run("a", () => Promise.reject(error)).catch(() => {});
      expect(breaker.state("a")).toBe("closed");
    },
  );

  test.each(["timeout", "unavailable", "internal"] as const)("an error of the kind %s is a failure", async (kind) => {
    const { breaker } = fixture();
    const error = new AppError({ code: "test/failed", kind, retryable: false, message: "", details: {} });
    for (let call = 0; call < 2; call += 1) await breaker.run("a", () => Promise.reject(error)).catch(() => {});
    expect(breaker.state("a")).toBe("open");
  });
});

describe("trials that never come back", () => {
  test("half-open trials begin anew after the open time, and lost ones count no more", async () => {
    const { breaker, clock, open } = fixture();
    await open("a");
    clock.advance(500);
    const lost = Promise.withResolvers<never>();
    const hanging = breaker.run("a", () => lost.promise).catch(() => "lost");
    await expect(breaker.run("a", succeed)).rejects.toMatchObject({ code: "resilience/circuit-open" });
    clock.advance(500);
    expect(await breaker.run("a", succeed)).toBe("done");
    expect(breaker.state("a")).toBe("closed");
    lost.reject(FAILURE);
    expect(await hanging).toBe("lost");
    expect(breaker.state("a")).toBe("closed");
  });
});

describe("memory", () => {
  test("never more circuits than maxKeys, and an open one stays while others can go", async () => {
    const { breaker, clock, open } = fixture({ maxKeys: 20, windowMs: 100, openMs: 10_000 });
    await open("kept");
    for (let key = 0; key < 500; key += 1) {
      await breaker.run(`key-${key}`, succeed);
      expect(breaker.size).toBeLessThanOrEqual(20);
      if (key % 100 === 0) clock.advance(200);
    }
    expect(breaker.state("kept")).toBe("open");
  });

  test("a circuit that has nothing to remember goes before one that has", async () => {
    const { breaker, clock } = fixture({ maxKeys: 3, windowMs: 100 });
    await breaker.run("idle", succeed);
    clock.advance(200);
    const gate = Promise.withResolvers<void>();
    const running = [0, 1].map(() => breaker.run("running", () => gate.promise).catch(() => {}));
    await breaker.run("failed", fail).catch(() => {});
    await breaker.run("new", succeed);
    gate.reject(FAILURE);
    await Promise.all(running);
    await breaker.run("failed", fail).catch(() => {});
    expect([breaker.state("running"), breaker.state("failed")]).toEqual(["open", "open"]);
  });

  test("where all circuits are open, the one that has the least time left makes room", async () => {
    const { breaker, clock, open } = fixture({ maxKeys: 4 });
    for (const key of ["a", "b", "c", "d"]) {
      await open(key);
      clock.advance(10);
    }
    await breaker.run("e", succeed);
    expect(["a", "b", "c", "d"].map((key) => breaker.state(key))).toEqual(["closed", "open", "open", "open"]);
  });
});

describe("over a restart", () => {
  test("only circuits that are not closed are kept", async () => {
    const { breaker, clock, open } = fixture();
    await open("a");
    await breaker.run("b", succeed);
    expect(breaker.snapshot()).toEqual([{ key: "a", reopensAt: clock.now() + 500 }]);
  });

  test("a half-open circuit is restored as one whose open time is over", async () => {
    const { breaker, clock, open } = fixture({ trials: 2 });
    await open("a");
    clock.advance(500);
    await breaker.run("a", fail).catch(() => {});
    const next = createCircuitBreaker({ clock, restored: [{ key: "a", reopensAt: clock.now() - 1 }] });
    expect(next.state("a")).toBe("half-open");
  });

  test("a wall clock that was put back keeps no circuit open for longer than its open time", async () => {
    const clock = createManualClock();
    const breaker = createCircuitBreaker({
      clock,
      openMs: 500,
      restored: [{ key: "a", reopensAt: clock.now() + 1e9 }],
    });
    expect(breaker.state("a")).toBe("open");
    clock.advance(500);
    expect(breaker.state("a")).toBe("half-open");
  });
});

test.each([
  [{ failureRatio: 0 }, /failureRatio.*is 0/],
  [{ failureRatio: 1.1 }, /failureRatio/],
  [{ minimumCalls: 0 }, /minimumCalls/],
  [{ windowMs: 1.5 }, /windowMs/],
  [{ openMs: Number.NaN }, /openMs.*is NaN/],
  [{ trials: 1001 }, /trials/],
  [{ trialSuccessRatio: -1 }, /trialSuccessRatio/],
  [{ maxKeys: 0 }, /maxKeys/],
])("options that cannot be are refused at once, by name: %o", (options, message) => {
  expect(() => fixture(options)).toThrow(RangeError);
  expect(() => fixture(options)).toThrow(message);
});
