import type { JsonValue, PluginKeyList } from "@cordon/core";
import { pluginError } from "../errors.ts";

const KEY = /^[\x21-\x7e]{1,120}$/;
const KEY_RULE = "must be 1 to 120 printable ASCII characters without space";
const MAX_LISTED = 100;

/** Refuses what is no key. The plugin's word is not trusted to be of any type. */
export function requirePluginKey(pluginId: string, key: unknown): void {
  if (typeof key === "string" && KEY.test(key)) return;
  throw pluginError("plugin/invalid-request", { pluginId, issues: [{ pointer: "/key", message: KEY_RULE }] });
}

/** Refuses what JSON cannot say, before it would be written as something else. */
export function requireValue(pluginId: string, value: unknown): asserts value is JsonValue {
  if (isJson(value, 0)) return;
  throw pluginError("plugin/invalid-request", {
    pluginId,
    issues: [{ pointer: "/value", message: "must be a JSON value of at most 64 levels" }],
  });
}

/** Fills in and checks which keys to list. */
export function resolveKeyList(
  pluginId: string,
  { prefix = "", after = "", limit = MAX_LISTED }: PluginKeyList,
): Required<PluginKeyList> {
  if (prefix !== "") requirePluginKey(pluginId, prefix);
  if (after !== "") requirePluginKey(pluginId, after);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED) return { prefix, after, limit };
  throw pluginError("plugin/invalid-request", {
    pluginId,
    issues: [{ pointer: "/limit", message: `must be a whole number from 1 to ${MAX_LISTED}` }],
  });
}

function isJson(value: unknown, depth: number): boolean {
  if (depth > 64) return false;
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((each) => isJson(each, depth + 1));
  if (typeof value !== "object") return false;
  return Object.entries(value).every(([key, each]) => key.isWellFormed() && isJson(each, depth + 1));
}
