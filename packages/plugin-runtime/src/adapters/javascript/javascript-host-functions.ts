import type { JsonObject, LogFields, LogLevel } from "@cordon/core";
import type { HostCall, HostFunction, HostValue } from "@cordon/wasm-engine";
import { pluginError } from "../../errors.ts";
import { alwaysThere, contextOf } from "../wasm/host-functions.ts";
import { answerHostRequest, type HostRequest } from "../wasm/host-request.ts";
import { HOST_TEXT_BYTES } from "./javascript-limits.ts";

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];
const REQUESTS: ReadonlySet<unknown> = new Set<HostRequest["do"]>([
  "storage.get",
  "storage.put",
  "storage.delete",
  "storage.list",
  "publish",
  "http",
]);
// The context counts what is asked of it and what is logged, and says no in a way that the plugin can survive. Each call costs fuel.
const MAX_CALLS = Number.POSITIVE_INFINITY;

/** What QuickJS imports. All plugins have the same: whether a request may go through is `PluginContext`'s matter, each time. */
export function javaScriptHostFunctions(pluginId: string): readonly HostFunction[] {
  const own = { module: "cordon", maxCalls: MAX_CALLS } as const;
  return [
    ...alwaysThere(MAX_CALLS).filter(({ name }) => name === "config" || name === "now"),
    { ...own, name: "log", params: ["i32", "text"], result: "none", waits: false, run: log },
    {
      ...own,
      name: "host",
      params: ["text"],
      result: "text",
      waits: true,
      run: ([text], call) => answer(pluginId, text, call),
    },
  ];
}

// Written by the prelude, which the plugin cannot reach; what is in it is the plugin's word all the same.
function log([level, record]: readonly HostValue[], call: HostCall): undefined {
  const { message, fields } = JSON.parse(String(record)) as { readonly message: string; readonly fields?: unknown };
  contextOf(call).log(LEVELS[Number(level)] ?? "info", message, isObject(fields) ? fields : undefined);
}

async function answer(pluginId: string, text: HostValue | undefined, call: HostCall): Promise<string> {
  const request = JSON.parse(String(text)) as JsonObject;
  if (!REQUESTS.has(request["do"])) throw new TypeError("QuickJS asked for something that there is not.");
  const answered = await answerHostRequest(request as unknown as HostRequest, contextOf(call));
  if (Buffer.byteLength(answered) <= HOST_TEXT_BYTES) return answered;
  // More would end the call, where the plugin can do something about an error.
  const what = "bytes in one answer of the host";
  const { code, message } = pluginError("plugin/quota", { pluginId, what, max: HOST_TEXT_BYTES });
  return JSON.stringify({ error: { code, message } });
}

function isObject(value: unknown): value is LogFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
