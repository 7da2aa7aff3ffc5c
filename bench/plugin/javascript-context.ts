import type { PluginContext } from "@cordon/core";

const nothing = (): Promise<never> => Promise.reject(new Error("The benchmark's plugin reaches for nothing."));

/** The context of a plugin that needs none. */
export const EMPTY_CONTEXT: PluginContext = {
  callId: "call-1",
  config: null,
  signal: new AbortController().signal,
  storage: { get: nothing, put: nothing, delete: nothing, list: nothing },
  log: () => {},
  now: () => 0,
  publish: nothing,
  http: nothing,
};
