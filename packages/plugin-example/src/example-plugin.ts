import { type Plugin, PLUGIN_API_VERSION, type PluginContext, type PluginOutput, type JsonValue } from "@cordon/core";
import { greet } from "./greet.ts";
import { recall, remember } from "./notes.ts";
import { sortKeys } from "./sort-keys.ts";
import { statistics } from "./statistics.ts";

type Operation = (input: never, context: PluginContext) => PluginOutput | Promise<PluginOutput>;

// The host has held the input against the manifest's schema before, so that each operation may take it for what that says.
const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["statistics", statistics],
  ["greet", greet],
  ["sort-keys", (input: JsonValue) => ({ kind: "value", value: sortKeys(input) })],
  ["remember", remember],
  ["recall", recall],
]);

/** The plugin: as it is for a host of the same process, and bundled into one file for a sandbox. */
export const examplePlugin: Plugin = {
  metadata: {
    id: "cordon.example",
    version: "0.1.0",
    apiVersion: PLUGIN_API_VERSION,
    operations: [...OPERATIONS.keys()],
  },
  async invoke({ operation, input }, context) {
    const run = OPERATIONS.get(operation);
    // Only a host that does not keep to the manifest comes here.
    if (run === undefined) throw new RangeError(`There is no operation ${operation}.`);
    return run(input as never, context);
  },
};
