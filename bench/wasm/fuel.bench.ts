import { createRequire } from "node:module";
import { rewriteModule } from "@cordon/wasm-engine";
import { type BenchResult, interleave } from "../interleave.ts";
import { compileGuest, OLD_WASM } from "./compile-guest.ts";
import { FUEL_OF_PLENTY, instantiate, type Kernels, REWRITE_OPTIONS } from "./kernels.ts";

const { meterWASM } = createRequire(import.meta.url)("wasm-metering") as {
  readonly meterWASM: (bytes: Buffer, options: object) => Buffer;
};

const DOCUMENT = new TextEncoder().encode(
  JSON.stringify(
    Array.from({ length: 200 }, (_, at) => ({
      id: at,
      name: `a "name" ${at}`,
      tags: ["a", 1.5e3, true, null],
      nested: { x: [-0.5] },
    })),
  ),
);

/** What is timed, and how often in a round. */
const KERNELS: readonly (readonly [name: string, times: number, run: (kernels: Kernels) => number])[] = [
  ["recursion (Fibonacci)", 20, ({ fib }) => fib(25)],
  ["tight loop", 100, ({ spin }) => spin(100_000)],
  ["memory loop (sieve)", 100, ({ sieve }) => sieve(100_000)],
  ["JSON parsing", 300, ({ json, document }) => json(document, DOCUMENT.length)],
  ["hashing (SHA-256)", 200, ({ sha256, document }) => sha256(document, DOCUMENT.length)],
  ["hashing (CRC-32)", 150, ({ crc32, document }) => crc32(document, DOCUMENT.length)],
];

/** What metering costs a guest: ours against none, and against what wasm-metering makes of it. */
export async function run(): Promise<readonly BenchResult[]> {
  const module = await compileGuest("kernels");
  const plain = instantiate(module, DOCUMENT);
  const metered = instantiate(rewriteModule(module, REWRITE_OPTIONS).bytes, DOCUMENT);
  const old = await compileGuest("kernels", OLD_WASM);
  const peer = instantiate(meterWASM(Buffer.from(old), { meterType: "i32" }), DOCUMENT);
  const results: BenchResult[] = [];
  for (const [name, iterationsPerRound, kernel] of KERNELS) {
    const expected = kernel(plain);
    for (const each of [metered, peer])
      if (kernel(each) !== expected) throw new Error(`${name} came to another result.`);
    const ours = (): number => {
      metered.refuel(FUEL_OF_PLENTY);
      return kernel(metered);
    };
    const timing = await interleave({ ours, peer: () => kernel(plain), rounds: 31, iterationsPerRound });
    results.push({ name: `fuel, ${name}`, ...timing, target: "(part of the mean)", met: true });
  }
  const mean = geometricMean(results.map(({ ratioMedian }) => ratioMedian));
  const high = geometricMean(results.map(({ ratioP90 }) => ratioP90));
  const control = geometricMean(results.map(({ controlMedian }) => controlMedian));
  const target = "at most 1.25 of the unmetered time";
  results.push({
    name: "fuel, geometric mean",
    ratioMedian: mean,
    ratioP90: high,
    controlMedian: control,
    target,
    met: mean <= 1.25,
  });
  results.push(await againstPeer(metered, peer));
  return results;
}

// All kernels in a row. What metering adds is what is compared: the time of the work itself is in both.
async function againstPeer(metered: Kernels, peer: Kernels): Promise<BenchResult> {
  const timing = await interleave({
    ours: () => all(metered),
    peer: () => all(peer),
    rounds: 25,
    iterationsPerRound: 3,
  });
  const target = "at most 0.10 of wasm-metering's time";
  return { name: "fuel, all kernels against wasm-metering", ...timing, target, met: timing.ratioMedian <= 0.1 };
}

function all(kernels: Kernels): void {
  kernels.refuel(FUEL_OF_PLENTY);
  for (const [, , kernel] of KERNELS) kernel(kernels);
}

function geometricMean(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}
