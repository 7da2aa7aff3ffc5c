import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { createSystemClock } from "@cordon/core/system";
import { createMemoryModuleCache, createWasmEngine, type Lane } from "@cordon/wasm-engine";
import { getQuickJS, type QuickJSWASMModule } from "quickjs-emscripten";
import { createJavaScriptSandbox, JAVASCRIPT_FUEL, PLUGIN_LIMIT_DEFAULTS, type Sandbox } from "@cordon/plugin-runtime";
import { type BenchResult, interleave } from "../interleave.ts";
import { EMPTY_CONTEXT } from "./javascript-context.ts";

const NEVER = new AbortController().signal;
const LIMITS = { ...PLUGIN_LIMIT_DEFAULTS, fuel: JAVASCRIPT_FUEL, timeoutMs: 20_000 };
// A thread of its own, which can be killed, is more than the peer gives.
const TARGETS = { suspended: 0.5, worker: 1 };
const SMALL = stripTypeScriptTypes(readFileSync(new URL("javascript-plugin.ts", import.meta.url), "utf8"));
// What a bundler makes of a plugin with a library in it: 90 KB that declare much and run little.
const LIBRARY = readFileSync(new URL("../node_modules/cbor-x/dist/index.js", import.meta.url), "utf8");
const LARGE = `${LIBRARY}\n${SMALL}`;
const ITEMS = Array.from({ length: 5 }, (_, at) => ({
  name: `item number ${at}`,
  price: 1.25 * at,
  count: at + 1,
  note: "plain  words",
}));
const INPUT = JSON.stringify({ items: ITEMS });

/** A call of a TypeScript plugin that meets a fresh plugin, against one in `quickjs-emscripten` in a new context. */
export async function run(): Promise<readonly BenchResult[]> {
  const quickjs = await getQuickJS();
  const results: BenchResult[] = [];
  for (const [size, source, iterationsPerRound] of [
    ["small", SMALL, 40],
    ["90 KB", LARGE, 8],
  ] as const) {
    for (const lane of ["suspended", "worker"] as const) {
      await using ours = await load(source, lane);
      for (const operation of ["echo", "sum"]) {
        const them = (): string => theirs(quickjs, source, operation);
        const us = (): Promise<string> => call(ours.sandbox, operation);
        if ((await us()) !== them()) throw new Error("The two answered differently.");
        const timing = await interleave({ ours: us, peer: them, rounds: 31, iterationsPerRound });
        const where = lane === "worker" ? "in a worker" : "on the caller's thread";
        const name = `a fresh call of a ${size} plugin, ${operation}, ${where} (quickjs-emscripten 0.32.0)`;
        const target = `at most ${TARGETS[lane].toFixed(2)} of its time`;
        results.push({ name, ...timing, target, met: timing.ratioMedian <= TARGETS[lane] });
      }
    }
  }
  return results;
}

interface Ours extends AsyncDisposable {
  readonly sandbox: Sandbox;
}

async function load(source: string, lane: Lane): Promise<Ours> {
  const engine = createWasmEngine({ clock: createSystemClock(), lane, cache: createMemoryModuleCache() });
  const bytes = new TextEncoder().encode(source);
  const { sandbox } = await createJavaScriptSandbox({ engine, pluginId: "bench", source: bytes, limits: LIMITS });
  return { sandbox, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

async function call(sandbox: Sandbox, operation: string): Promise<string> {
  const input = Buffer.from(INPUT);
  const request = { operation, input, context: EMPTY_CONTEXT, limits: LIMITS, onUsage: () => {} };
  return Buffer.from(await sandbox.run(request, NEVER)).toString("utf8");
}

// As its README has it: a context for the call, the plugin's source, the call, and all of it disposed.
function theirs(quickjs: QuickJSWASMModule, source: string, operation: string): string {
  using context = quickjs.newContext();
  using namespace = context.unwrapResult(context.evalCode(source, "plugin.js", { type: "module" }));
  using plugin = context.getProp(namespace, "plugin");
  context.setProp(context.global, "plugin", plugin);
  using request = context.newString(`{"operation":${JSON.stringify(operation)},"input":${INPUT}}`);
  context.setProp(context.global, "request", request);
  const invoke =
    "plugin.invoke(JSON.parse(request), {}).then((output) => { globalThis.answer = JSON.stringify(output); })";
  context.unwrapResult(context.evalCode(invoke)).dispose();
  context.runtime.executePendingJobs();
  using answer = context.getProp(context.global, "answer");
  return context.getString(answer);
}
