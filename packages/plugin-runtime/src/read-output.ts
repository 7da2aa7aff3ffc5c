import type { JsonValue, PluginOutput } from "@cordon/core";
import { pluginError } from "./errors.ts";
import type { ValueSchema } from "./schema/value-schema.ts";

/** Whose output it is, and what it must be. */
export interface OutputExpectation {
  readonly pluginId: string;
  readonly operation: string;
  readonly maxBytes: number;
  readonly schema: ValueSchema;
}

const MAX_REASON_CHARS = 1000;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads what a guest answered. It may be anything: what is no output of the operation, by the plugin's own manifest, is refused. */
export function readOutput(
  bytes: Uint8Array,
  { pluginId, operation, maxBytes, schema }: OutputExpectation,
): PluginOutput {
  const refuse = (problem: string): never => {
    throw pluginError("plugin/bad-output", { pluginId, problem });
  };
  if (bytes.length > maxBytes) return refuse(`it is larger than ${maxBytes} bytes`);
  const output = parsed(bytes);
  if (typeof output !== "object" || output === null || Array.isArray(output)) return refuse("it is no JSON object");
  const { kind, value, reason } = output as { readonly [name: string]: JsonValue | undefined };
  if (kind === "refused") {
    if (typeof reason !== "string") return refuse("it is a refusal without a reason");
    return { kind, reason: reason.slice(0, MAX_REASON_CHARS).toWellFormed() };
  }
  if (kind !== "value" || value === undefined)
    return refuse('its kind is neither "value", with a value, nor "refused"');
  const issues = schema.check(value);
  if (issues.length > 0) throw pluginError("plugin/invalid-output", { pluginId, operation, issues });
  return { kind, value };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}
