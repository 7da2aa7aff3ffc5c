import { readFile } from "node:fs/promises";
import { AppError, type PluginContext, type PluginMetadata } from "@cordon/core";
import type { CallReport, Guest, WasmEngine } from "@cordon/wasm-engine";
import { pluginError } from "../../errors.ts";
import type { ResolvedPluginLimits } from "../../manifest/plugin-limits.ts";
import type { Sandbox, SandboxCall } from "../../ports/sandbox.ts";
import { outputOf } from "../wasm/sandbox-stop.ts";
import { guestSandbox, loadFailure } from "../wasm/wasm-sandbox.ts";
import { type JavaScriptFailure, problemOf, readFailure } from "./javascript-failure.ts";
import { javaScriptHostFunctions } from "./javascript-host-functions.ts";
import { engineLimitsFor } from "./javascript-limits.ts";
import { readMetadata } from "./javascript-metadata.ts";

/** Which source to run, and what it may use. */
export interface JavaScriptSandboxOptions {
  /** One with a module cache: QuickJS is then rewritten once, and not for every plugin. */
  readonly engine: WasmEngine;
  readonly pluginId: string;
  /** One ES module without imports, in UTF-8, that exports a `Plugin` as its default or by the name `plugin`. */
  readonly source: Uint8Array;
  readonly limits: ResolvedPluginLimits;
}

/** A plugin's source, ready to be called, and what it says of itself. */
export interface JavaScriptSandbox {
  readonly sandbox: Sandbox;
  /** The plugin's own word: to be held against its manifest. */
  readonly metadata: PluginMetadata;
}

// As far from here in `src` as it is in `dist`.
const QUICKJS = new URL("../../../quickjs/quickjs.wasm", import.meta.url);
const NEVER = new AbortController().signal;
const encoder = new TextEncoder();

/**
 * Runs a plugin's JavaScript in QuickJS, which is WebAssembly that the engine meters like any other. The source is evaluated once; every
 * call begins with the state after that. Rejects with `plugin/load-failed` where the source is no plugin, in words for its author.
 *
 * ```text
 * source -> QuickJS evaluates it, on the loader's thread -> snapshot -> describe -> metadata
 * call   -> snapshot -> {"operation","callId","input"} -> invoke -> PluginOutput, or {"kind":"failed",…} -> plugin/failed
 * ```
 */
export async function createJavaScriptSandbox(options: JavaScriptSandboxOptions): Promise<JavaScriptSandbox> {
  const { engine, pluginId, source, limits } = options;
  const guest = await engine
    .load(await readFile(QUICKJS), {
      hostFunctions: javaScriptHostFunctions(pluginId),
      limits: engineLimitsFor(limits, source.length),
      initialise: { operation: "evaluate", input: source },
    })
    .catch((cause: unknown) => {
      throw loadFailure(pluginId, cause);
    });
  try {
    return { sandbox: sandboxOf(guest, pluginId, limits), metadata: await describe(guest, pluginId, limits) };
  } catch (error) {
    await guest[Symbol.asyncDispose]();
    throw error;
  }
}

// The first that runs after the source was evaluated, and so what finds out whether a plugin came of it.
async function describe(guest: Guest, pluginId: string, limits: ResolvedPluginLimits): Promise<PluginMetadata> {
  const report = await guest.call({ operation: "describe", input: new Uint8Array() }, NEVER);
  const output = unlessStopped(report, pluginId, limits);
  const failure = readFailure(output);
  const metadata = failure === undefined ? readMetadata(output) : undefined;
  if (metadata !== undefined) return metadata;
  const problem = failure === undefined ? "its metadata is not that of a plugin." : problemOf(failure);
  throw pluginError("plugin/load-failed", { pluginId, problem });
}

// Metadata can have getters, which can do anything.
function unlessStopped(report: CallReport, pluginId: string, limits: ResolvedPluginLimits): Uint8Array {
  try {
    return outputOf(report, pluginId, limits);
  } catch (cause) {
    if (!AppError.is(cause)) throw cause;
    const { code, message: problem } = cause;
    throw pluginError("plugin/load-failed", { pluginId, problem, code }, { cause });
  }
}

function sandboxOf(guest: Guest, pluginId: string, { outputBytes }: ResolvedPluginLimits): Sandbox {
  const inner = guestSandbox(guest, pluginId);
  return {
    isolation: "wasm",
    async run(call, signal) {
      const output = await inner.run({ ...call, operation: "invoke", input: invocationOf(call) }, signal);
      const failure = readFailure(output);
      if (failure !== undefined) throw failed(pluginId, failure, call.context);
      if (output.length <= outputBytes) return output;
      throw pluginError("plugin/bad-output", { pluginId, problem: `it is larger than ${outputBytes} bytes` });
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

// The input is JSON already, and goes in as it is.
function invocationOf({ operation, input, context }: SandboxCall): Uint8Array {
  const head = `{"operation":${JSON.stringify(operation)},"callId":${JSON.stringify(context.callId)},"input":`;
  return Buffer.concat([encoder.encode(head), input, encoder.encode("}")]);
}

// Where it went wrong is for the plugin's author alone, who reads the plugin's log.
function failed(pluginId: string, { name, message, code, stack }: JavaScriptFailure, context: PluginContext): AppError {
  const error = `${name}: ${message}`;
  context.log("error", error, { code, stack });
  return pluginError("plugin/failed", { pluginId, error, guestCode: code });
}
