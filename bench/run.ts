// Runs every benchmark, or those whose names contain an argument: `npx pnpm bench serde`.
import process from "node:process";
import { run as busPublish } from "./bus/publish.bench.ts";
import { run as busRequest } from "./bus/request.bench.ts";
import { run as judgement } from "./contract-diff/judgement.bench.ts";
import { run as largeOpenApi } from "./contract-diff/large-openapi.bench.ts";
import { run as cloudEvent } from "./events/cloud-event.bench.ts";
import { run as jetStream } from "./events/jetstream.bench.ts";
import { run as createProject } from "./http/create-project.bench.ts";
import type { BenchResult } from "./interleave.ts";
import { run as invoke } from "./plugin/invoke.bench.ts";
import { run as javaScriptHold } from "./plugin/javascript-hold.bench.ts";
import { run as javaScript } from "./plugin/javascript.bench.ts";
import { run as neighbours } from "./plugin/neighbours.bench.ts";
import { run as stack } from "./plugin/stack.bench.ts";
import { run as serde } from "./serde/serde.bench.ts";
import { run as wasmCalls } from "./wasm/calls.bench.ts";
import { run as wasmFuel } from "./wasm/fuel.bench.ts";
import { run as wasmHold } from "./wasm/hold.bench.ts";
import { run as wasmMemory } from "./wasm/memory.bench.ts";
import { run as wasmRewriter } from "./wasm/rewriter.bench.ts";
import { run as wasmTail } from "./wasm/tail.bench.ts";

const BENCHMARKS: ReadonlyMap<string, () => Promise<readonly BenchResult[]>> = new Map([
  ["serde", serde],
  ["create-project", createProject],
  ["wasm-fuel", wasmFuel],
  ["wasm-rewriter", wasmRewriter],
  ["wasm-calls", wasmCalls],
  ["wasm-tail", wasmTail],
  ["wasm-hold", wasmHold],
  ["wasm-memory", wasmMemory],
  ["plugin-stack", stack],
  ["plugin-invoke", invoke],
  ["plugin-neighbours", neighbours],
  ["javascript-calls", javaScript],
  ["javascript-hold", javaScriptHold],
  ["bus-publish", busPublish],
  ["bus-request", busRequest],
  ["cloud-event", cloudEvent],
  ["jetstream", jetStream],
  ["contract-judgement", judgement],
  ["contract-large-openapi", largeOpenApi],
]);

const wanted = process.argv[2] ?? "";
const chosen = [...BENCHMARKS].filter(([name]) => name.includes(wanted));
if (chosen.length === 0)
  throw new RangeError(`No benchmark is called "${wanted}". There are ${[...BENCHMARKS.keys()].join(", ")}.`);

console.log(
  `Node ${process.version} on ${process.platform} ${process.arch}. Ratios are ours / peer, per interleaved round.\n`,
);
console.log("| benchmark | median | p90 | ours / ours | target | met |\n| --- | --- | --- | --- | --- | --- |");
for (const [, run] of chosen) {
  for (const { name, figure, ratioMedian, ratioP90, controlMedian, target, met } of await run()) {
    const ratios = [ratioMedian, ratioP90, controlMedian].map((ratio) => ratio.toFixed(3)).join(" | ");
    const figures = figure === undefined ? ratios : `${figure} | | `;
    console.log(`| ${name} | ${figures} | ${target} | ${met ? "yes" : "NO"} |`);
  }
}
