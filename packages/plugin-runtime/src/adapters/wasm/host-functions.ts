import type { JsonValue, LogLevel, PluginContext } from "@cordon/core";
import type { HostCall, HostFunction, HostValue } from "@cordon/wasm-engine";
import type { AskedCapabilities } from "../../manifest/manifest.ts";
import { answerHostRequest, type HostRequest } from "./host-request.ts";

const MODULE = "cordon";
const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

type Make = (values: readonly HostValue[]) => HostRequest;

/**
 * The functions that a WebAssembly plugin may import, by what its manifest asks for. One that it does not ask for is not there, so a module that
 * imports it does not load. Whether a call may go through is `PluginContext`'s matter, each time.
 */
export function hostFunctionsFor(asked: AskedCapabilities, maxCalls: number): readonly HostFunction[] {
  const functions: HostFunction[] = [...alwaysThere(maxCalls)];
  if (asked.storage !== undefined) {
    functions.push(
      asking("storage_get", ["text"], maxCalls, ([key]) => ({ do: "storage.get", key })),
      asking("storage_put", ["text", "text"], maxCalls, ([key, value]) => ({
        do: "storage.put",
        key,
        value: parsed(value),
      })),
      asking("storage_delete", ["text"], maxCalls, ([key]) => ({ do: "storage.delete", key })),
      asking("storage_list", ["text"], maxCalls, ([list]) => ({ do: "storage.list", list: parsed(list) })),
    );
  }
  if (asked.events !== undefined) {
    functions.push(
      asking("publish", ["text", "text"], maxCalls, ([topic, data]) => ({ do: "publish", topic, data: parsed(data) })),
    );
  }
  if (asked.http !== undefined) {
    functions.push(asking("http", ["text"], maxCalls, ([request]) => ({ do: "http", request: parsed(request) })));
  }
  return functions;
}

/** What needs no grant: the call's own id and configuration, the coarse clock, and the plugin's log. */
export function alwaysThere(maxCalls: number): readonly HostFunction[] {
  const own = { module: MODULE, waits: false, maxCalls } as const;
  return [
    { ...own, name: "call_id", params: [], result: "text", run: (_values, call) => contextOf(call).callId },
    {
      ...own,
      name: "config",
      params: [],
      result: "text",
      run: (_values, call) => JSON.stringify(contextOf(call).config),
    },
    { ...own, name: "now", params: [], result: "f64", run: (_values, call) => contextOf(call).now() },
    {
      ...own,
      name: "log",
      params: ["i32", "text"],
      result: "none",
      run: ([level, message], call) => log(contextOf(call), level, message),
    },
  ];
}

/** The context of the call that a host function is called for. */
export function contextOf({ context }: HostCall): PluginContext {
  return context as PluginContext;
}

function asking(name: string, params: readonly "text"[], maxCalls: number, make: Make): HostFunction {
  return {
    module: MODULE,
    name,
    params,
    result: "text",
    maxCalls,
    waits: true,
    run: (values, call) => answerHostRequest(make(values), contextOf(call)),
  };
}

function log(context: PluginContext, level: HostValue | undefined, message: HostValue | undefined): undefined {
  context.log(LEVELS[Number(level)] ?? "info", String(message));
}

// What is no JSON becomes what no function takes, so that the guest hears which field is wrong.
function parsed(text: HostValue | undefined): JsonValue | undefined {
  try {
    return JSON.parse(String(text)) as JsonValue;
  } catch {
    return undefined;
  }
}
