import { coreError, createMemoryTelemetry, decorate } from "@cordon/core";
import { createManualClock, createSeededRandom } from "@cordon/core/testing";
import { createBulkhead, createCircuitBreaker } from "@cordon/resilience";
import { expect, test } from "vitest";
import { createMemoryAuditTrail } from "../src/adapters/memory/memory-audit-trail.ts";
import { createInvokeGrants } from "../src/capabilities/invoke-grant.ts";
import { pluginError } from "../src/errors.ts";
import type { Invocation, InvocationResult, Invoke } from "../src/invocation.ts";
import { secureStack } from "../src/secure-stack.ts";

const RESULT: InvocationResult = {
  output: { kind: "value", value: 1 },
  usage: { fuelUsed: 0, peakMemoryBytes: 0, wallMs: 0 },
  version: "1.0.0",
};
const never = (): AbortSignal => new AbortController().signal;

function fixture(innermost: Invoke, { maxRunning = 8, maxWaiting = 8 } = {}) {
  const clock = createManualClock();
  const telemetry = createMemoryTelemetry({ random: createSeededRandom(1) });
  const audit = createMemoryAuditTrail();
  const grants = createInvokeGrants();
  const breaker = createCircuitBreaker({ clock, minimumCalls: 2 });
  const grant = grants.create({ scope: "p1", principalId: "ada" });
  const circuitOf = ({ pluginId, operation }: Invocation): string => `${pluginId}/${operation}`;
  const stack = secureStack({
    clock,
    telemetry,
    audit,
    grants,
    breaker,
    bulkhead: createBulkhead({ maxRunning, maxWaiting }),
    circuitOf,
    compartmentOf: (invocation) => invocation.pluginId,
    timeoutOf: () => 100,
  });
  const invoke = decorate(innermost, stack);
  const request: Invocation = { grant, callId: "c1", pluginId: "acme.a", operation: "greet", input: null };
  const call = (changes: Partial<Invocation> = {}, signal = never()): Promise<InvocationResult> =>
    invoke({ ...request, ...changes }, signal);
  return { clock, telemetry, audit, grants, grant, breaker, call, state: () => breaker.state("acme.a/greet") };
}

const hanging: Invoke = (_invocation, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(coreError("core/aborted", {}))));

test("a call goes through all layers to the guest and back", async () => {
  const { call } = fixture(async () => RESULT);
  expect(await call()).toBe(RESULT);
});

test("a denial never trips the breaker, and the guest is not reached", async () => {
  let reached = 0;
  const { call, grant, state } = fixture(async () => {
    reached += 1;
    return RESULT;
  });
  grant.revoke();
  for (let round = 0; round < 20; round += 1) await expect(call()).rejects.toMatchObject({ code: "plugin/denied" });
  expect([reached, state()]).toEqual([0, "closed"]);
});

test("who has no right is told so, and not whether a circuit is open", async () => {
  const crashed = pluginError("plugin/crashed", { pluginId: "acme.a", reason: "unreachable" });
  const { call, grant, state } = fixture(() => Promise.reject(crashed));
  for (let round = 0; round < 2; round += 1) await call().catch(() => {});
  expect(state()).toBe("open");
  grant.revoke();
  await expect(call()).rejects.toMatchObject({ code: "plugin/denied" });
});

test("a timeout trips the breaker, and then the guest is not reached for a while", async () => {
  let reached = 0;
  const { call, clock, state } = fixture((invocation, signal) => {
    reached += 1;
    return hanging(invocation, signal);
  });
  for (let round = 0; round < 2; round += 1) {
    const late = call();
    await Promise.resolve();
    await Promise.resolve();
    clock.advance(100);
    await expect(late).rejects.toMatchObject({ code: "plugin/timeout", details: { timeoutMs: 100 } });
  }
  expect(state()).toBe("open");
  await expect(call()).rejects.toMatchObject({ code: "resilience/circuit-open" });
  expect(reached).toBe(2);
});

test("an abort by the caller neither trips the breaker nor is a timeout", async () => {
  const { call, state } = fixture(hanging);
  for (let round = 0; round < 20; round += 1) {
    const caller = new AbortController();
    const gone = call({}, caller.signal);
    await Promise.resolve();
    caller.abort();
    await expect(gone).rejects.toMatchObject({ code: "core/aborted" });
  }
  expect(state()).toBe("closed");
});

test("a guest that goes wrong trips the breaker; an input that does not fit says nothing of it", async () => {
  const unfit = pluginError("plugin/invalid-input", { pluginId: "acme.a", operation: "greet", issues: [] });
  const crashed = pluginError("plugin/crashed", { pluginId: "acme.a", reason: "unreachable" });
  const thrown: unknown[] = [unfit, unfit, unfit, unfit, crashed, crashed];
  const { call, state } = fixture(() => Promise.reject(thrown.shift()));
  for (let round = 0; round < 4; round += 1) await expect(call()).rejects.toBe(unfit);
  expect(state()).toBe("closed");
  for (let round = 0; round < 2; round += 1) await expect(call()).rejects.toBe(crashed);
  expect(state()).toBe("open");
});

test("telemetry sees every call, those included that were denied, refused, aborted or too late", async () => {
  let next: Invoke = async () => RESULT;
  const { call, clock, grant, telemetry } = fixture((invocation, signal) => next(invocation, signal));
  await call({ operation: "first" });
  const narrowed = grant.narrow([]);
  await call({ grant: narrowed }).catch(() => {});
  next = hanging;
  for (let round = 0; round < 2; round += 1) {
    const late = call();
    await Promise.resolve();
    await Promise.resolve();
    clock.advance(100);
    await late.catch(() => {});
  }
  await call().catch(() => {});
  await call({ operation: "other" }, AbortSignal.abort()).catch(() => {});
  const outcomes = telemetry.measurements
    .filter(({ name }) => name === "plugin.invocations")
    .map(({ attributes }) => attributes["outcome"]);
  expect(outcomes).toEqual([
    "completed",
    "plugin/denied",
    "plugin/timeout",
    "plugin/timeout",
    "resilience/circuit-open",
    "core/aborted",
  ]);
  expect(telemetry.spans.filter(({ name }) => name === "plugin.invoke")).toHaveLength(6);
});

test("a plugin that is flooded is refused beyond its places, without tripping its breaker, and others keep theirs", async () => {
  const gate = Promise.withResolvers<InvocationResult>();
  const { call, state } = fixture(({ pluginId }) => (pluginId === "acme.a" ? gate.promise : Promise.resolve(RESULT)), {
    maxRunning: 2,
    maxWaiting: 1,
  });
  const running = [call(), call(), call()];
  await Promise.resolve();
  for (let round = 0; round < 10; round += 1)
    await expect(call()).rejects.toMatchObject({ code: "resilience/bulkhead-full" });
  expect(await call({ pluginId: "acme.b" })).toBe(RESULT);
  gate.resolve(RESULT);
  await Promise.all(running);
  expect(state()).toBe("closed");
});

test("waiting for a place counts as the call's own time", async () => {
  const { call, clock } = fixture(hanging, { maxRunning: 1, maxWaiting: 1 });
  const calls = [call(), call()];
  await Promise.resolve();
  await Promise.resolve();
  clock.advance(100);
  for (const each of calls) await expect(each).rejects.toMatchObject({ code: "plugin/timeout" });
});

test("a denial is in the audit, under who asked for what", async () => {
  const { call, audit, grant } = fixture(async () => RESULT);
  grant.revoke();
  await call().catch(() => {});
  expect(await audit.recent({ scope: "p1", limit: 10 }, never())).toMatchObject([
    { pluginId: "acme.a", actor: "ada", action: "invoke", outcome: "denied", detail: { operation: "greet" } },
  ]);
});
