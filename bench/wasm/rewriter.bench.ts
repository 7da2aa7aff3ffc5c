import { readFileSync } from "node:fs";
import { rewriteModule } from "@cordon/wasm-engine";
import { type BenchResult, figureResult, quantile } from "../interleave.ts";
import { compileGuest } from "./compile-guest.ts";
import { REWRITE_OPTIONS } from "./kernels.ts";

const ROUNDS = 31;
const WARM_UP = 5;
const MEGABYTE = 1_000_000;

/** How fast modules are rewritten once the rewriter is warm, and how much larger they get. */
export async function run(): Promise<readonly BenchResult[]> {
  const transpiler = import.meta.resolve("@bytecodealliance/jco-transpile");
  const vendored = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../vendor/${file}`, transpiler)));
  return [
    ...measure("wasm-tools, 2.4 MB of Rust", vendored("wasm-tools.core.wasm"), 1),
    ...measure("js-component-bindgen, 3.5 MB of Rust", vendored("js-component-bindgen-component.core.wasm"), 1),
    ...measure("the kernels, 4 KB of AssemblyScript", await compileGuest("kernels"), 200),
  ];
}

function measure(name: string, module: Uint8Array, times: number): readonly BenchResult[] {
  const options = { ...REWRITE_OPTIONS, maxTableEntries: 1_000_000, maxMemoryPages: 65_536 };
  const speeds: number[] = [];
  let size = 0;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const begun = performance.now();
    for (let count = 0; count < times; count += 1) size = rewriteModule(module, options).bytes.length;
    if (round >= 0) speeds.push((module.length * times) / MEGABYTE / ((performance.now() - begun) / 1000));
  }
  const speed = quantile(speeds, 0.5);
  const growth = size / module.length;
  const isLarge = module.length > MEGABYTE;
  return [
    figureResult(
      `rewriting ${name}`,
      `${speed.toFixed(0)} MB/s`,
      isLarge ? "at least 20 MB/s" : "(no target: too small)",
      !isLarge || speed >= 20,
    ),
    figureResult(
      `growth of ${name}`,
      growth.toFixed(3),
      isLarge ? "at most 1.2" : "(no target: too small)",
      !isLarge || growth <= 1.2,
    ),
  ];
}
