import type { JsonValue } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { createWasmEngine } from "@cordon/wasm-engine";
import { createPlugin as createPlugin1 } from "extism1";
import { createPlugin as createPlugin2 } from "extism2";
import { type BenchResult, interleave } from "../interleave.ts";
import { compileGuest } from "../wasm/compile-guest.ts";
import { memoryHost, startPlugin } from "./memory-host.ts";

const NEVER = new AbortController().signal;
const MOST = 0.4;
/** One kibibyte of JSON, of the kind that plugins get. */
const INPUT: JsonValue = {
  items: Array.from({ length: 11 }, (_each, at) => ({
    id: `item-${at}`,
    name: `Something to be sold, number ${at}`,
    price: 12.5 + at,
    tags: ["new", "red", "small"],
  })),
};
const ITEM: JsonValue = {
  type: "object",
  properties: {
    id: { type: "string" },
    name: { type: "string" },
    price: { type: "number" },
    tags: { type: "array", items: { type: "string" } },
  },
  required: ["id", "name", "price", "tags"],
  additionalProperties: false,
};
const SCHEMA: JsonValue = {
  type: "object",
  properties: { items: { type: "array", items: ITEM } },
  required: ["items"],
};

interface Plugin {
  readonly call: (operation: string, input: Uint8Array) => Promise<{ bytes(): Uint8Array } | null>;
  readonly close: () => Promise<void>;
}
type CreatePlugin = (manifest: object, options: object) => Promise<Plugin>;

const { Module } = (globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => object } })
  .WebAssembly;

/**
 * A call through the whole host - grant, breaker, deadline, places, both schemas, fuel, a fresh state - against one of Extism, which has none of
 * these, in a plugin of its own.
 */
export async function run(): Promise<readonly BenchResult[]> {
  await using ours = await startOurs();
  const module = new Module(await compileGuest("transform-extism"));
  const bytes = new TextEncoder().encode(JSON.stringify(INPUT));
  const results: BenchResult[] = [];
  for (const [name, create] of [
    ["Extism 1.0.3", createPlugin1],
    ["Extism 2.0.0-rc13", createPlugin2],
  ] as readonly (readonly [string, CreatePlugin])[]) {
    const theirs = async (): Promise<JsonValue> => {
      const plugin = await create({ wasm: [{ module }] }, { useWasi: false, runInWorker: false });
      const output = await plugin.call("echo", bytes);
      const text = new TextDecoder().decode(output?.bytes());
      await plugin.close();
      return JSON.parse(text) as JsonValue;
    };
    if (JSON.stringify(await ours.invoke()) !== JSON.stringify(await theirs()))
      throw new Error("The two answered differently.");
    const timing = await interleave({ ours: () => ours.invoke(), peer: theirs, rounds: 31, iterationsPerRound: 200 });
    results.push({
      name: `invoking a WASM plugin, ${bytes.length} bytes of JSON, against create + call + close (${name})`,
      ...timing,
      target: `at most ${MOST.toFixed(2)} of its time`,
      met: timing.ratioMedian <= MOST,
    });
  }
  return results;
}

async function startOurs() {
  const engine = createWasmEngine({ clock: createSystemClock() });
  const host = memoryHost(engine);
  const operations = { echo: { input: SCHEMA, output: SCHEMA } };
  const limits = { memoryBytes: 1_048_576, fuel: 1_000_000 };
  await startPlugin(host, {
    id: "acme.echo",
    kind: "wasm",
    code: await compileGuest("echo-plugin"),
    operations,
    limits,
  });
  const grant = host.allowInvoke({ scope: "p1", principalId: "ada" });
  return {
    async invoke(): Promise<JsonValue> {
      const { output } = await host.invoke({ grant, pluginId: "acme.echo", operation: "echo", input: INPUT }, NEVER);
      if (output.kind !== "value") throw new Error(`The plugin refused: ${output.reason}`);
      return output.value;
    },
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}
