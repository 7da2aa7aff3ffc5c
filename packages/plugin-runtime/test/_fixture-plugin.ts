import type { JsonValue, Plugin, PluginContext, PluginOutput } from "@cordon/core";
import type { PluginManifest } from "../src/index.ts";

/** What the fixture's operations do, so that what a host makes of each can be seen. */
export function fixturePlugin(version: string = "1.0.0", changes: Partial<Record<string, Operation>> = {}): Plugin {
  const operations = { ...OPERATIONS, ...changes };
  return {
    metadata: { id: "acme.fixture", version, apiVersion: "1.0", operations: Object.keys(OPERATIONS) },
    async invoke({ operation, input }, context) {
      const run = operations[operation];
      if (run === undefined) throw new RangeError(`There is no operation ${operation}.`);
      return run(input, context, version);
    },
  };
}

type Operation = (input: JsonValue, context: PluginContext, version: string) => Promise<PluginOutput>;

const value = (each: JsonValue): PluginOutput => ({ kind: "value", value: each });

const OPERATIONS: Readonly<Record<string, Operation>> = {
  echo: async (input) => value(input),
  version: async (_input, _context, version) => value(version),
  refuse: async () => ({ kind: "refused", reason: "not today" }),
  fail: () => Promise.reject(new RangeError("The plugin fails on purpose.")),
  wait: () => new Promise(() => {}),
  number: async () => value("no number"),
  nonsense: async () => ({ kind: "nonsense" }) as unknown as PluginOutput,
  config: async (_input, { config }) => value(config),
  put: async (input, { storage }) => {
    const { key, value: kept } = input as { readonly key: string; readonly value: JsonValue };
    await storage.put(key, kept);
    return value(await storage.list());
  },
  get: async (input, { storage }) => value((await storage.get(input as string)) ?? null),
  publish: async (input, { publish }) => {
    await publish(input as string, { from: "fixture" });
    return value(null);
  },
  http: async (input, { http }) => value({ ...(await http(input as never)) }),
  log: async (input, { log }) => {
    for (let record = 0; record < Number(input); record += 1) log("info", `record ${record}`);
    return value(null);
  },
};

/** The fixture's manifest. It asks for a bit of everything. */
export function fixtureManifest(version: string = "1.0.0", changes: Partial<PluginManifest> = {}): PluginManifest {
  const anything = { input: true, output: true };
  return {
    manifestVersion: 1,
    id: "acme.fixture",
    version,
    apiVersion: "^1.0",
    entry: { kind: "memory", name: `fixture-${version}` },
    operations: {
      ...Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name, anything])),
      number: { input: true, output: { type: "number" } },
      echo: { input: { type: ["object", "string", "number", "null", "array", "boolean"] }, output: true },
    },
    capabilities: {
      http: [{ host: "api.example.com", methods: ["GET"], paths: ["/v1/*"] }],
      storage: { maxBytes: 1000, maxKeys: 3 },
      events: { publish: ["orders.*"] },
      secrets: [{ name: "API_KEY", hosts: ["api.example.com"] }],
    },
    limits: { timeoutMs: 200, hostCalls: 20, logRecords: 5 },
    health: { operation: "echo", input: null },
    ...changes,
  };
}
