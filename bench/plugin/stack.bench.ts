import { createNoopTelemetry, decorate } from "@cordon/core";
import { createSystemClock, createSystemRandom } from "@cordon/core/system";
import { createMemoryAuditTrail, createInvokeGrants, type Invocation, secureStack } from "@cordon/plugin-runtime";
import { createBulkhead, createCircuitBreaker } from "@cordon/resilience";
import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from "cockatiel";
import OpossumBreaker from "opossum";
import { type BenchResult, figureResult, interleave, quantile } from "../interleave.ts";

const NEVER = new AbortController().signal;
const RESULT = {
  output: { kind: "value", value: 1 },
  usage: { fuelUsed: 0, peakMemoryBytes: 0, wallMs: 0 },
  version: "1.0.0",
} as const;
const ITERATIONS = 10_000;

/** The five layers of the secure stack around nothing, and an open circuit, against what others wrap around nothing. */
export async function run(): Promise<readonly BenchResult[]> {
  const ours = stackAroundNothing();
  const theirs = cockatielAroundNothing();
  const stack = await interleave({ ours, peer: theirs, rounds: 31, iterationsPerRound: ITERATIONS });
  const us = await microseconds(ours);
  const open = await openCircuits();
  const refusal = await interleave({ ...open, rounds: 31, iterationsPerRound: ITERATIONS });
  return [
    figureResult("the secure stack around nothing", `${us.toFixed(2)} µs`, "at most 2 µs", us <= 2),
    atMost("the secure stack around nothing, against four policies of cockatiel 4", stack, 0.2),
    atMost("failing fast in an open circuit, against opossum 10", refusal, 0.1),
  ];
}

function stackAroundNothing(): () => Promise<unknown> {
  const clock = createSystemClock();
  const grants = createInvokeGrants();
  const stack = secureStack({
    clock,
    grants,
    telemetry: createNoopTelemetry({ random: createSystemRandom() }),
    audit: createMemoryAuditTrail(),
    breaker: createCircuitBreaker({ clock }),
    bulkhead: createBulkhead({ maxRunning: 32 }),
    circuitOf: () => "p1/acme.nothing@1.0.0/nothing",
    compartmentOf: () => "p1/acme.nothing",
    timeoutOf: () => 1000,
  });
  const invoke = decorate(async () => RESULT, stack);
  const grant = grants.create({ scope: "p1", principalId: "ada" });
  const invocation: Invocation = { grant, callId: "1", pluginId: "acme.nothing", operation: "nothing", input: null };
  return () => invoke(invocation, NEVER);
}

function cockatielAroundNothing(): () => Promise<unknown> {
  const policy = wrap(
    retry(handleAll, { maxAttempts: 2 }),
    circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) }),
    timeout(1000, TimeoutStrategy.Aggressive),
    bulkhead(32, 0),
  );
  return () => policy.execute(async () => RESULT, NEVER);
}

async function openCircuits(): Promise<{
  readonly ours: () => Promise<unknown>;
  readonly peer: () => Promise<unknown>;
}> {
  const breaker = createCircuitBreaker({ clock: createSystemClock(), minimumCalls: 1, openMs: 600_000 });
  const opossum = new OpossumBreaker(fail, { timeout: false, volumeThreshold: 1, resetTimeout: 600_000 });
  for (let call = 0; call < 3; call += 1) {
    await breaker.run("callee", fail).catch(() => {});
    await opossum.fire().catch(() => {});
  }
  if (breaker.state("callee") !== "open" || !opossum.opened) throw new Error("A circuit is not open.");
  return { ours: () => refused(breaker.run("callee", fail)), peer: () => refused(opossum.fire()) };
}

function fail(): Promise<never> {
  return Promise.reject(new Error("The callee fails on purpose."));
}

async function refused(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch {
    return;
  }
  throw new Error("An open circuit let a call through.");
}

async function microseconds(call: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 31; round += 1) {
    const begun = performance.now();
    for (let each = 0; each < ITERATIONS; each += 1) await call();
    rounds.push(((performance.now() - begun) * 1000) / ITERATIONS);
  }
  return quantile(rounds, 0.5);
}

function atMost(name: string, timing: Awaited<ReturnType<typeof interleave>>, most: number): BenchResult {
  return { name, ...timing, target: `at most ${most.toFixed(2)} of its time`, met: timing.ratioMedian <= most };
}
