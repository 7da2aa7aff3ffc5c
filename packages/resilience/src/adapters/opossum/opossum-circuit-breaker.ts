import OpossumBreaker from "opossum";
import { CIRCUIT_BREAKER_DEFAULTS, type CircuitBreakerOptions } from "../../circuit-breaker-options.ts";
import { resilienceError } from "../../errors.ts";
import type { CircuitBreaker } from "../../ports/circuit-breaker.ts";
import { requireRatio, requireWhole } from "../../require-number.ts";

/** The part of our own breaker's options that opossum knows, too. */
export type OpossumCircuitBreakerOptions = Pick<
  CircuitBreakerOptions,
  "failureRatio" | "minimumCalls" | "windowMs" | "openMs" | "maxKeys" | "meaningOf"
>;

/** Circuits of opossum. They hold timers until they are disposed. */
export interface OpossumCircuitBreaker extends CircuitBreaker, Disposable {}

type Task = () => Promise<unknown>;
type Circuit = OpossumBreaker<[Task]>;

/** The defaults of `OpossumCircuitBreakerOptions`. */
export const OPOSSUM_DEFAULTS: Required<OpossumCircuitBreakerOptions> = {
  failureRatio: CIRCUIT_BREAKER_DEFAULTS.failureRatio,
  minimumCalls: CIRCUIT_BREAKER_DEFAULTS.minimumCalls,
  windowMs: CIRCUIT_BREAKER_DEFAULTS.windowMs,
  openMs: CIRCUIT_BREAKER_DEFAULTS.openMs,
  maxKeys: 100,
  meaningOf: CIRCUIT_BREAKER_DEFAULTS.meaningOf,
};

/**
 * The port on `opossum`, for those who have it in use. It reads the machine's own clock, tries a half-open circuit out with one call,
 * and takes a failure that says nothing for a success. Beyond `maxKeys`, the circuit that was made first is forgotten.
 */
export function createOpossumCircuitBreaker(options: OpossumCircuitBreakerOptions = {}): OpossumCircuitBreaker {
  const { failureRatio, minimumCalls, windowMs, openMs, maxKeys, meaningOf } = { ...OPOSSUM_DEFAULTS, ...options };
  requireRatio("failureRatio", failureRatio);
  requireWhole("minimumCalls", minimumCalls, 1, 1_000_000);
  requireWhole("windowMs", windowMs, 10, 3_600_000);
  requireWhole("openMs", openMs, 1, 2_147_483_647);
  requireWhole("maxKeys", maxKeys, 1, 100_000);
  const circuits = new Map<string, Circuit>();

  const add = (key: string): Circuit => {
    const [oldest] = circuits;
    if (oldest !== undefined && circuits.size >= maxKeys) {
      circuits.delete(oldest[0]);
      oldest[1].shutdown();
    }
    const circuit: Circuit = new OpossumBreaker<[Task]>((task) => task(), {
      timeout: false,
      // Percent, and opossum opens above it, not at it.
      errorThresholdPercentage: failureRatio * 100 - 1e-6,
      volumeThreshold: minimumCalls,
      rollingCountTimeout: windowMs,
      rollingCountBuckets: 10,
      rollingPercentilesEnabled: false,
      resetTimeout: openMs,
      errorFilter: (error: unknown) => meaningOf(error) === "ignored",
    });
    circuits.set(key, circuit);
    return circuit;
  };

  return {
    async run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
      const circuit = circuits.get(key) ?? add(key);
      let begun = false;
      const noticed = (): Promise<Result> => {
        begun = true;
        return task();
      };
      try {
        return (await circuit.fire(noticed)) as Result;
      } catch (cause) {
        if (begun) throw cause;
        throw resilienceError("resilience/circuit-open", { key, openMs, reopensAt: Date.now() + openMs }, { cause });
      }
    },
    state(key) {
      const circuit = circuits.get(key);
      if (circuit?.opened === true) return "open";
      return circuit?.halfOpen === true || circuit?.pendingClose === true ? "half-open" : "closed";
    },
    [Symbol.dispose]() {
      for (const circuit of circuits.values()) circuit.shutdown();
      circuits.clear();
    },
  };
}
