import type { PluginExample } from "../folder/plugin-files.ts";
import type { PluginHarness } from "../harness/create-plugin-harness.ts";
import type { HarnessCall } from "../harness/harness-call.ts";

// What no plugin may come to, whatever it is asked: here the plugin is at fault, and not what it was asked.
const FAULTS: ReadonlySet<string> = new Set([
  "plugin/crashed",
  "plugin/out-of-fuel",
  "plugin/out-of-memory",
  "plugin/timeout",
  "plugin/bad-output",
  "plugin/invalid-output",
]);

/** Calls what an example says. */
export function call(harness: PluginHarness, { operation, input }: PluginExample): Promise<HarnessCall> {
  return harness.call(operation, input, new AbortController().signal);
}

/** What a call ended with, in a line. */
export function describe(outcome: HarnessCall["outcome"]): string {
  return outcome.kind === "error"
    ? `${outcome.code} (${outcome.message})`
    : JSON.stringify(outcome.output).slice(0, 200);
}

/** An example, in a few words. */
export function labelOf({ operation, input }: PluginExample): string {
  return `${operation} ${JSON.stringify(input).slice(0, 60)}`;
}

/** Whether a call ended in a way that is the plugin's own fault. */
export function isFault({ outcome }: HarnessCall): boolean {
  return outcome.kind === "error" && FAULTS.has(outcome.code);
}
