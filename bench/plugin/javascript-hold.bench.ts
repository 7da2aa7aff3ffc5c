import { createSystemClock } from "@cordon/core/system";
import { createMemoryModuleCache, createWasmEngine } from "@cordon/wasm-engine";
import { createJavaScriptSandbox, JAVASCRIPT_FUEL, PLUGIN_LIMIT_DEFAULTS, type Sandbox } from "@cordon/plugin-runtime";
import { pluginOf } from "../../packages/plugin-runtime/test/_javascript-engine.ts";
import { HOSTILE_PLUGINS } from "../../packages/plugin-runtime/test/_javascript-hostile-plugins.ts";
import { type BenchResult, figureResult, quantile } from "../interleave.ts";
import { EMPTY_CONTEXT } from "./javascript-context.ts";

const NEVER = new AbortController().signal;
const LIMITS = { ...PLUGIN_LIMIT_DEFAULTS, fuel: JAVASCRIPT_FUEL, timeoutMs: 20_000 };
const ROUNDS = 25;
const SHOWN = 5;
// As for any guest on the caller's thread.
const MOST_MS = 20;

/** How long hostile JavaScript holds the caller's thread, with the most fuel that runs there. */
export async function run(): Promise<readonly BenchResult[]> {
  await using engine = createWasmEngine({ clock: createSystemClock(), cache: createMemoryModuleCache() });
  const held: { readonly name: string; readonly median: number; readonly worst: number }[] = [];
  for (const [name, body] of HOSTILE_PLUGINS) {
    const source = new TextEncoder().encode(pluginOf(body));
    const { sandbox } = await createJavaScriptSandbox({ engine, pluginId: "bench", source, limits: LIMITS });
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await holding(sandbox));
    held.push({ name, median: quantile(times, 0.5), worst: Math.max(...times) });
    await sandbox[Symbol.asyncDispose]();
  }
  const slowest = held.toSorted((one, other) => other.median - one.median).slice(0, SHOWN);
  return slowest.map(({ name, median, worst }) => {
    const figure = `${median.toFixed(1)} ms, at most ${worst.toFixed(1)}`;
    const among = `of ${held.length} hostile plugins`;
    return figureResult(`held by JavaScript, ${among}: ${name}`, figure, `at most ${MOST_MS} ms`, median <= MOST_MS);
  });
}

// The call and all that follows it on this thread: putting the instance back, or making another.
async function holding(sandbox: Sandbox): Promise<number> {
  const request = { operation: "run", input: Buffer.from("null"), context: EMPTY_CONTEXT, limits: LIMITS };
  const begun = performance.now();
  await sandbox.run({ ...request, onUsage: () => {} }, NEVER).catch(() => undefined);
  const took = performance.now() - begun;
  await new Promise((resolve) => setImmediate(resolve));
  return took;
}
