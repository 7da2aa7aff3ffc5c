import {
  createMemoryLogger,
  createMemoryStorage,
  createMemoryTelemetry,
  decorate,
  type Decorator,
  type JsonObject,
} from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { createEgress, createMemoryHttpConnector, createMemoryResolver } from "@cordon/egress";
import { createBulkhead, createCircuitBreaker } from "@cordon/resilience";
import { createMemoryModuleCache, createWasmEngine } from "@cordon/wasm-engine";
import { afterAll, describe } from "vitest";
import { createInvokeGrants } from "../src/capabilities/invoke-grant.ts";
import { createPluginAuthority } from "../src/capabilities/create-plugin-authority.ts";
import { invocationCases } from "../src/conformance/index.ts";
import {
  createJavaScriptSandbox,
  createMemoryAuditTrail,
  createMemoryEventSink,
  createMemorySandbox,
  createMemorySecretSource,
  createWasmSandbox,
  type PluginManifest,
  type Sandbox,
} from "../src/index.ts";
import type { Invoke } from "../src/invocation.ts";
import type { LoadedPlugin } from "../src/loaded-plugin.ts";
import { resolvePluginLimits } from "../src/manifest/plugin-limits.ts";
import { runInvocation } from "../src/run-invocation.ts";
import { compileValueSchema } from "../src/schema/value-schema.ts";
import { secureStack } from "../src/secure-stack.ts";
import { FIXTURE_SOURCE, fixtureModule, fixtureOfSuite } from "./_fixture-guests.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

const clock = createSystemClock();
const engine = createWasmEngine({ clock, cache: createMemoryModuleCache() });
afterAll(() => engine[Symbol.asyncDispose]());

const pluginId = "acme.suite";
const { operations } = fixtureOfSuite().metadata;
// So much that a guest which waits for ever is there to be aborted; that puts every call on a thread of its own.
const limits = { ...resolvePluginLimits({ limits: { timeoutMs: 20_000 } }), fuel: 1_000_000_000_000 };
const anything: JsonObject = {};
const manifest: PluginManifest = {
  manifestVersion: 1,
  id: pluginId,
  version: "1.0.0",
  apiVersion: "^1.0",
  entry: { kind: "memory", name: "suite" },
  operations: Object.fromEntries(operations.map((name) => [name, { input: anything, output: anything }])),
};

const SANDBOXES: Readonly<Record<string, () => Promise<Sandbox>>> = {
  memory: async () => createMemorySandbox(fixtureOfSuite()),
  WASM: async () =>
    createWasmSandbox({ engine, pluginId, module: await fixtureModule(), operations, asked: {}, limits }),
  JavaScript: async () => (await createJavaScriptSandbox({ engine, pluginId, source: FIXTURE_SOURCE, limits })).sandbox,
};
const LAYERS = ["telemetry", "capability", "breaker", "timeout", "limits"] as const;
const CHOICES: Readonly<Record<string, (layers: readonly Decorator<Invoke>[]) => readonly Decorator<Invoke>[]>> = {
  "no layer": () => [],
  ...Object.fromEntries(
    LAYERS.map((name, at) => [name, (layers: readonly Decorator<Invoke>[]) => layers.slice(at, at + 1)]),
  ),
  "the whole stack": (layers) => layers,
};

/** One sandbox with some of the layers around it, from the runner of invocations outwards. */
async function invocationFixture(makeSandbox: () => Promise<Sandbox>, choose: (typeof CHOICES)[string]) {
  const schema = compileValueSchema(true);
  const sandbox = await makeSandbox();
  const plugin: LoadedPlugin = {
    manifest,
    limits,
    sandbox,
    operations: new Map(operations.map((name) => [name, { input: schema, output: schema }])),
  };
  const audit = createMemoryAuditTrail();
  const telemetry = createMemoryTelemetry({ random: createSeededRandom(1) });
  const connector = createMemoryHttpConnector(() => ({ status: 204 }));
  const authority = createPluginAuthority(
    "p1",
    manifest,
    {},
    {
      storage: createMemoryStorage(),
      egress: createEgress({ clock, resolver: createMemoryResolver({}), connector }),
      secrets: createMemorySecretSource(),
      events: createMemoryEventSink(),
      audit,
      loggerOf: () => createMemoryLogger(),
    },
  );
  const grants = createInvokeGrants();
  const grant = grants.create({ scope: "p1", principalId: "ada" });
  const run = { clock, ids: createSequentialIds(), telemetry, onUsage: () => undefined };
  const innermost: Invoke = (invocation, signal) => runInvocation(invocation, plugin, () => authority, run, signal);
  const stack = secureStack({
    clock,
    telemetry,
    audit,
    grants,
    breaker: createCircuitBreaker({ clock }),
    bulkhead: createBulkhead({ maxRunning: 8, maxWaiting: 100 }),
    circuitOf: ({ operation }) => operation,
    compartmentOf: (invocation) => invocation.pluginId,
    timeoutOf: () => limits.timeoutMs,
  });
  const invoke = decorate(innermost, choose(stack));
  return {
    invoke: async (operation: string, input: Parameters<typeof runInvocation>[0]["input"], signal: AbortSignal) =>
      (await invoke({ grant, callId: "c1", pluginId, operation, input }, signal)).output,
  };
}

describe.each(Object.entries(SANDBOXES))("%s sandbox", (_sandbox, makeSandbox) => {
  describe.each(Object.entries(CHOICES))("with %s", (_layer, choose) => {
    runSuite(invocationCases, () => invocationFixture(makeSandbox, choose), { abilities: [] });
  });
});
