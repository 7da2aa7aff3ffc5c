import type { JsonValue } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import type { PluginHost } from "@cordon/plugin-runtime";
import { createMemoryModuleCache, createWasmEngine } from "@cordon/wasm-engine";
import { pluginOf } from "../../packages/plugin-runtime/test/_javascript-engine.ts";
import { type BenchResult, figureResult, quantile } from "../interleave.ts";
import { compileGuest } from "../wasm/compile-guest.ts";
import { memoryHost, startPlugin } from "./memory-host.ts";

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
    // Without a breaker, which would soon end what is to be measured.
    await using host = memoryHost(engine, { breaker: { run: (_key, task) => task(), state: () => "closed" } });
    const anything = { input: true, output: true };
    const good = await compileGuest("echo-plugin");
    const bad = new TextEncoder().encode(pluginOf(body));
    await startPlugin(host, { id: "acme.good", kind: "wasm", code: good, operations: { echo: anything } });
    await startPlugin(host, { id: "a", kind: "javascript", code: bad, operations: { run: anything } });
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
