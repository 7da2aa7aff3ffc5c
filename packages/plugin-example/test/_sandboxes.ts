import { readFile } from "node:fs/promises";
import { AppError, type JsonValue, type PluginContext } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import {
  createJavaScriptSandbox,
  createMemorySandbox,
  PLUGIN_LIMIT_DEFAULTS,
  pluginError,
  type ResolvedPluginLimits,
  type Sandbox,
} from "@cordon/plugin-runtime";
import { createWasmEngine } from "@cordon/wasm-engine";
import { plugin } from "../src/index.ts";

/** The plugin as it runs in memory, and as it was built, in a sandbox. */
export interface Sandboxes extends AsyncDisposable {
  readonly memory: Sandbox;
  readonly isolated: Sandbox;
}

const BUILT = new URL("../dist/plugin.js", import.meta.url);
// Enough for any input of these tests: which of them is too expensive is not what is compared.
const LIMITS: ResolvedPluginLimits = { ...PLUGIN_LIMIT_DEFAULTS, fuel: 1_000_000_000, timeoutMs: 30_000 };

/** Makes both. What `pnpm build` has built is what runs in the sandbox. */
export async function openSandboxes(): Promise<Sandboxes> {
  const engine = createWasmEngine({ clock: createSystemClock() });
  const source = await readFile(BUILT);
  const { id: pluginId } = plugin.metadata;
  const { sandbox } = await createJavaScriptSandbox({ engine, pluginId, source, limits: LIMITS });
  const memory = createMemorySandbox(plugin);
  return {
    memory,
    isolated: sandbox,
    async [Symbol.asyncDispose]() {
      await memory[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}

/** What a call came to, and what it left behind: all that a caller could tell two sandboxes apart by. */
export async function outcomeIn(sandbox: Sandbox, operation: string, input: JsonValue): Promise<string> {
  const kept = new Map<string, JsonValue>([["known", { note: -0.5 }]]);
  const logged: JsonValue[] = [];
  const ended = await run(sandbox, operation, input, contextOn(kept, logged));
  return JSON.stringify({ ended, kept: [...kept], logged });
}

async function run(sandbox: Sandbox, operation: string, input: JsonValue, context: PluginContext): Promise<JsonValue> {
  const call = {
    operation,
    input: new TextEncoder().encode(JSON.stringify(input)),
    context,
    limits: LIMITS,
    onUsage: () => {},
  };
  try {
    // As text, so that a number which is written otherwise is another.
    return new TextDecoder().decode(await sandbox.run(call, new AbortController().signal));
  } catch (error) {
    if (!AppError.is(error)) throw error;
    return { code: error.code, guestCode: (error.details["guestCode"] as string | undefined) ?? null };
  }
}

const KEY = /^[\x21-\x7e]{1,120}$/;

function contextOn(kept: Map<string, JsonValue>, logged: JsonValue[]): PluginContext {
  return {
    callId: "call-1",
    config: { greeting: "Good day" },
    signal: new AbortController().signal,
    storage: {
      get: async (key) => kept.get(checked(key)),
      put: async (key, value) => void kept.set(checked(key), value),
      delete: async (key) => void kept.delete(checked(key)),
      list: async () => [...kept.keys()].sort(),
    },
    // The plugin logs no error itself: those are the sandbox's, which says where a failure came from as well as it can.
    log: (level, message, fields) => {
      if (level !== "error") logged.push([level, message, (fields ?? null) as JsonValue]);
    },
    now: () => 0,
    publish: async () => {},
    http: () => Promise.reject(new Error("There is no network.")),
  };
}

// As a host does, so that there is something for an operation to fail by.
function checked(key: string): string {
  if (KEY.test(key)) return key;
  throw pluginError("plugin/invalid-request", { pluginId: "", issues: [] });
}
