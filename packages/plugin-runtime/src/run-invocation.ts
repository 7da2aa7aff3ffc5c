import type { Clock, IdSource, JsonValue, PluginOutput, Telemetry } from "@cordon/core";
import { createPluginContext } from "./capabilities/create-plugin-context.ts";
import type { PluginAuthority, PluginIdentity } from "./capabilities/plugin-authority.ts";
import { pluginError } from "./errors.ts";
import type { Invocation, InvocationResult } from "./invocation.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { readOutput } from "./read-output.ts";
import type { SandboxUsage } from "./ports/sandbox.ts";

/** What every run needs of its host. */
export interface RunOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly telemetry: Telemetry;
  /** Told how much a call used, however it ended. */
  readonly onUsage: (identity: PluginIdentity, usage: SandboxUsage) => void;
}

/** Which call to run, of what. */
export type Run = Pick<Invocation, "callId" | "operation" | "input">;

const NOTHING: SandboxUsage = { fuelUsed: 0, peakMemoryBytes: 0, wallMs: 0 };
const encoder = new TextEncoder();

/**
 * Runs one call in a plugin's sandbox.
 *
 * ```text
 * input -> schema -> JSON bytes -> sandbox, with a context that lives as long as the call -> JSON bytes -> schema -> output
 * ```
 */
export async function runInvocation(
  run: Run,
  plugin: LoadedPlugin,
  authority: () => PluginAuthority,
  options: RunOptions,
  signal: AbortSignal,
): Promise<InvocationResult> {
  const { operation, callId } = run;
  const { manifest, limits, sandbox } = plugin;
  const pluginId = manifest.id;
  const schemas = plugin.operations.get(operation);
  if (schemas === undefined) throw pluginError("plugin/unknown-operation", { pluginId, operation });
  const input = encodeInput(run.input, plugin);
  const inputIssues = schemas.input.check(run.input);
  if (inputIssues.length > 0) throw pluginError("plugin/invalid-input", { pluginId, operation, issues: inputIssues });

  const { clock, ids, telemetry } = options;
  const { hostCalls: maxHostCalls, logRecords: maxLogRecords } = limits;
  const call = createPluginContext({ authority, callId, clock, ids, telemetry, maxHostCalls, maxLogRecords, signal });
  let usage = NOTHING;
  const onUsage = (used: SandboxUsage): void => {
    usage = used;
    options.onUsage(authority().identity, used);
  };
  try {
    const bytes = await sandbox.run({ operation, input, context: call.context, limits, onUsage }, signal);
    const output: PluginOutput = readOutput(bytes, {
      pluginId,
      operation,
      maxBytes: limits.outputBytes,
      schema: schemas.output,
    });
    return { output, usage, version: manifest.version };
  } finally {
    call.close();
  }
}

function encodeInput(value: JsonValue, { manifest, limits }: LoadedPlugin): Uint8Array {
  const input = encoder.encode(JSON.stringify(value));
  const { inputBytes: maxBytes } = limits;
  if (input.length <= maxBytes) return input;
  throw pluginError("plugin/input-too-large", { pluginId: manifest.id, bytes: input.length, maxBytes });
}
