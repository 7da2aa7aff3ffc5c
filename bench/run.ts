// Runs every benchmark, or those whose names contain an argument: `npx pnpm bench serde`.
import process from "node:process";
import { run as createProject } from "./http/create-project.bench.ts";
import type { BenchResult } from "./interleave.ts";
import { run as serde } from "./serde/serde.bench.ts";

const BENCHMARKS: ReadonlyMap<string, () => Promise<readonly BenchResult[]>> = new Map([
  ["serde", serde],
  ["create-project", createProject],
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
  for (const { name, ratioMedian, ratioP90, controlMedian, target, met } of await run()) {
    const figures = [ratioMedian, ratioP90, controlMedian].map((figure) => figure.toFixed(3)).join(" | ");
    console.log(`| ${name} | ${figures} | ${target} | ${met ? "yes" : "NO"} |`);
  }
}
