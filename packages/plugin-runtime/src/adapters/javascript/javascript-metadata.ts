import type { PluginMetadata } from "@cordon/core";

const decoder = new TextDecoder();

/** Reads what a plugin says of itself; `undefined` where it is not `PluginMetadata`. */
export function readMetadata(answer: Uint8Array): PluginMetadata | undefined {
  const found = parsed(answer);
  if (typeof found !== "object" || found === null) return undefined;
  const { id, version, apiVersion, operations } = found as Partial<Record<keyof PluginMetadata, unknown>>;
  if (typeof id !== "string" || typeof version !== "string" || typeof apiVersion !== "string") return undefined;
  return isTexts(operations) ? { id, version, apiVersion, operations } : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function parsed(answer: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(answer));
  } catch {
    return undefined;
  }
}
