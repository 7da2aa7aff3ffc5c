import { createSystemClock } from "@cordon/core/system";
import type { JsonValue, LogFields, LogLevel, PluginContext } from "@cordon/core";
import { createMemoryModuleCache, createWasmEngine, type Lane, type WasmEngine } from "@cordon/wasm-engine";
import { createJavaScriptSandbox, type JavaScriptSandbox } from "../src/adapters/javascript/javascript-sandbox.ts";
import { JAVASCRIPT_FUEL, PLUGIN_LIMIT_DEFAULTS, type ResolvedPluginLimits } from "../src/manifest/plugin-limits.ts";
import type { Sandbox, SandboxLimits, SandboxUsage } from "../src/ports/sandbox.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export const LIMITS: ResolvedPluginLimits = { ...PLUGIN_LIMIT_DEFAULTS, fuel: JAVASCRIPT_FUEL, timeoutMs: 20_000 };
export const METADATA = '{ id: "a", version: "1.0.0", apiVersion: "1.0", operations: ["run", "count"] }';

/** Engines of one test file. QuickJS is rewritten for the first of them and found in the cache by the others. */
export function engineMaker(): (lane?: Lane) => WasmEngine {
  const cache = createMemoryModuleCache();
  return (lane) => createWasmEngine({ clock: createSystemClock(), cache, ...(lane === undefined ? {} : { lane }) });
}

/** A plugin whose operation `run` has this body, and whose `count` tells whether it is as it was when it was loaded. */
export function pluginOf(body: string): string {
  return `const value = (value) => ({ kind: "value", value });
let count = 0;
export default {
  metadata: ${METADATA},
  async invoke(call, context) {
    count += 1;
    if (call.operation === "count") return value([count, JSON.stringify({ a: 1 }), typeof Object.prototype.toJSON]);
${body}
  },
};`;
}

/** What `count` answers with in a plugin that is as it was when it was loaded. */
export const FRESH = { kind: "value", value: [1, '{"a":1}', "undefined"] };

export async function load(
  engine: WasmEngine,
  source: string,
  limits: Partial<ResolvedPluginLimits> = {},
): Promise<JavaScriptSandbox> {
  const resolved = { ...LIMITS, ...limits };
  return await createJavaScriptSandbox({ engine, pluginId: "a", source: encoder.encode(source), limits: resolved });
}

/** A context that answers from memory and keeps what it was told. */
export interface FakeContext {
  readonly context: PluginContext;
  readonly logged: (readonly [level: LogLevel, message: string, fields: LogFields | undefined])[];
  readonly published: (readonly [topic: string, data: JsonValue])[];
}

export function fakeContext(overrides: Partial<PluginContext> = {}): FakeContext {
  const values = new Map<string, JsonValue>();
  const logged: FakeContext["logged"] = [];
  const published: FakeContext["published"] = [];
  const context: PluginContext = {
    callId: "call-1",
    config: { greeting: "hello" },
    signal: new AbortController().signal,
    storage: {
      get: async (key) => values.get(key),
      put: async (key, value) => void values.set(key, value),
      delete: async (key) => void values.delete(key),
      list: async ({ prefix = "" } = {}) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
    },
    log: (level, message, fields) => void logged.push([level, message, fields]),
    now: () => 1_700_000_000_120,
    publish: async (topic, data) => void published.push([topic, data]),
    http: async ({ url }) => ({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: url,
      bodyEncoding: "text",
    }),
    ...overrides,
  };
  return { context, logged, published };
}

/** What a call came to, and what it used. */
export interface Answer {
  readonly output: unknown;
  readonly usage: SandboxUsage | undefined;
}

export async function call(
  sandbox: Sandbox,
  operation: string,
  input: JsonValue = null,
  context: PluginContext = fakeContext().context,
  limits: SandboxLimits = LIMITS,
): Promise<Answer> {
  let usage: SandboxUsage | undefined;
  const bytes = await sandbox.run(
    {
      operation,
      input: encoder.encode(JSON.stringify(input)),
      context,
      limits,
      onUsage: (used) => void (usage = used),
    },
    new AbortController().signal,
  );
  return { output: JSON.parse(decoder.decode(bytes)), usage };
}
