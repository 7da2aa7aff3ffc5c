import type { JsonValue } from "@cordon/core";
import { type PluginManifest, resolvePluginLimits } from "@cordon/plugin-runtime";
import type { HarnessCall, HostUse } from "../harness/harness-call.ts";

/** A call to show, of which plugin. */
export interface ShownCall {
  readonly operation: string;
  readonly input: JsonValue;
  readonly call: HarnessCall;
  readonly manifest: PluginManifest;
}

const MAX_INPUT_CHARS = 100;
const LABEL_WIDTH = 12;
const KIB = 1024;

/** A call as a small table: what it came to, and what it took. */
export function showCall({ operation, input, call, manifest }: ShownCall): string {
  const { outcome, usage, hostUses, logs } = call;
  const limits = resolvePluginLimits(manifest);
  const denied = hostUses.filter((use) => use.outcome === "denied");
  const allowed = hostUses.filter((use) => use.outcome !== "denied");
  const rows: readonly (readonly [label: string, text: string])[] = [
    [operation, shorten(JSON.stringify(input))],
    outcome.kind === "output"
      ? ["output", JSON.stringify(outcome.output)]
      : ["error", `${outcome.code}: ${outcome.message}`],
    ["fuel", `${whole(usage.fuelUsed)} of ${whole(limits.fuel)}`],
    ["memory", `${kibibytes(usage.peakMemoryBytes)} of ${kibibytes(limits.memoryBytes)}`],
    ["time", `${usage.wallMs.toFixed(1)} ms of ${whole(limits.timeoutMs)} ms`],
    ["host calls", allowed.length === 0 ? "none" : allowed.map(showUse).join(", ")],
    ["denied", denied.length === 0 ? "none" : denied.map(showUse).join(", ")],
    ...logs.map(({ level, message }) => ["log", `${level}: ${message}`] as const),
  ];
  return `${rows.map(([label, text]) => `${label.padEnd(LABEL_WIDTH)}${text}`).join("\n")}\n`;
}

/** A whole number as people read it. */
export function whole(number: number): string {
  return number.toLocaleString("en-GB");
}

/** Bytes as people read them. */
export function kibibytes(bytes: number): string {
  return `${whole(Math.round(bytes / KIB))} KiB`;
}

function showUse({ action, outcome, detail }: HostUse): string {
  const { version: _version, code, ...rest } = detail;
  const what = [action, ...Object.values(rest).map(textOf)].join(" ");
  return outcome === "allowed" ? what : `${what} (${textOf(code ?? outcome)})`;
}

// What the audit keeps is texts and numbers.
function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function shorten(text: string): string {
  return text.length <= MAX_INPUT_CHARS ? text : `${text.slice(0, MAX_INPUT_CHARS)}…`;
}
