import { createMemoryLogger, createMemoryStorage, createNoopTelemetry, type JsonValue } from "@cordon/core";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "@cordon/core/system";
import { createEgress, createMemoryHttpConnector, createMemoryResolver } from "@cordon/egress";
import {
  createMemoryArtifacts,
  createMemoryAuditTrail,
  createMemoryEventSink,
  createMemorySecretSource,
  createPluginHost,
  createTrustStore,
  digestOf,
  type PluginHost,
} from "@cordon/plugin-runtime";
import { createMemoryModuleCache, createWasmEngine } from "@cordon/wasm-engine";
import { pluginOf } from "../../packages/plugin-runtime/test/_javascript-engine.ts";
import { type BenchResult, figureResult, quantile } from "../interleave.ts";
import { compileGuest } from "../wasm/compile-guest.ts";

const NEVER = new AbortController().signal;
const CALLS = 2000;
const MOST_MS = 20;
const INPUT: JsonValue = { text: "Some text that a plugin gets.".repeat(10) };
/** What a hostile neighbour does in each of its calls, all the while. */
const NEIGHBOURS: readonly (readonly [name: string, body: string])[] = [
  ["nobody", "return value(1);"],
  ["one that computes for ever", "for (;;);"],
  ["one that takes all memory", "const all = []; for (;;) all.push(new Uint8Array(65536).fill(1));"],
  [
    "one that floods its log",
    "for (let i = 0; i < 1000; i += 1) context.log('info', 'x'.repeat(1000)); return value(1);",
  ],
];

/** How long one plugin's callers wait while another plugin of the same host does its worst. */
export async function run(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [name, body] of NEIGHBOURS) {
    await using engine = createWasmEngine({ clock: createSystemClock(), cache: createMemoryModuleCache() });
    await using host = createHost(engine);
    await start(host, "acme.good", "wasm", await compileGuest("echo-plugin"), "echo");
    await start(host, "a", "javascript", new TextEncoder().encode(pluginOf(body)), "run");
    const times = await timesBeside(host);
    const [half, most] = [quantile(times, 0.5), quantile(times, 0.99)];
    const figure = `${half.toFixed(2)} ms, p99 ${most.toFixed(2)}`;
    results.push(
      figureResult(`waiting for a plugin beside ${name}`, figure, `p99 at most ${MOST_MS} ms`, most <= MOST_MS),
    );
  }
  return results;
}

async function timesBeside(host: PluginHost): Promise<readonly number[]> {
  const grant = host.allowInvoke({ scope: "p1", principalId: "ada" });
  const progress = { isOver: false };
  const hostile = async (): Promise<void> => {
    while (!progress.isOver) {
      await host.invoke({ grant, pluginId: "a", operation: "run", input: null }, NEVER).catch(() => undefined);
      await turn();
    }
  };
  const neighbours = [hostile(), hostile()];
  const times: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const begun = performance.now();
    await turn();
    await host.invoke({ grant, pluginId: "acme.good", operation: "echo", input: INPUT }, NEVER);
    times.push(performance.now() - begun);
  }
  progress.isOver = true;
  await Promise.all(neighbours);
  return times;
}

/** A turn of the event loop, as a request that comes in over the network waits for. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

async function start(
  host: PluginHost,
  id: string,
  kind: "wasm" | "javascript",
  code: Uint8Array,
  operation: string,
): Promise<void> {
  const target = { scope: "p1", pluginId: id, principalId: "ada" };
  const manifest: JsonValue = {
    manifestVersion: 1,
    id,
    version: "1.0.0",
    apiVersion: "^1.0",
    entry: { kind, file: "plugin", digest: digestOf(code) },
    operations: { [operation]: { input: true, output: true } },
  };
  await host.install({ ...target, manifest, code }, NEVER);
  const { failure } = await host.enable(target, NEVER);
  if (failure !== undefined) throw new Error(`The plugin ${id} is not active: ${failure.message}`);
}

function createHost(engine: ReturnType<typeof createWasmEngine>): PluginHost {
  const clock = createSystemClock();
  const random = createSystemRandom();
  const storage = createMemoryStorage();
  const connector = createMemoryHttpConnector(() => ({ status: 204 }));
  return createPluginHost({
    clock,
    storage,
    engine,
    ids: createTimeOrderedIds({ clock, random }),
    logger: createMemoryLogger(),
    telemetry: createNoopTelemetry({ random }),
    artifacts: createMemoryArtifacts(),
    trust: createTrustStore({ storage, clock }),
    egress: createEgress({ clock, resolver: createMemoryResolver({}), connector }),
    secrets: createMemorySecretSource(),
    events: createMemoryEventSink(),
    audit: createMemoryAuditTrail(),
    profile: "dev",
    breaker: { run: (_key, task) => task(), state: () => "closed" },
  });
}
