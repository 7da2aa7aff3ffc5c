import { createSystemClock } from "@cordon/core/system";
import { createWasmEngine } from "@cordon/wasm-engine";
import type { BenchResult } from "../interleave.ts";
import { quantile } from "../interleave.ts";
import { compileGuest } from "./compile-guest.ts";

const NEVER = new AbortController().signal;
const INPUT = new Uint8Array(1024).fill(97);
const ROUNDS = 25;
const WARM_UP = 3;
const CALLS = 4000;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly alloc: (length: number) => number;
  readonly upper: (pointer: number, length: number) => bigint;
}

const { Instance, Module } = (globalThis as unknown as { WebAssembly: WebAssemblyParts }).WebAssembly;

interface WebAssemblyParts {
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
  readonly Module: new (bytes: Uint8Array) => object;
}

/** The slowest calls of many: a fresh state by a snapshot against a fresh state by an instance for each call, without metering. */
export async function run(): Promise<readonly BenchResult[]> {
  await using engine = createWasmEngine({ clock: createSystemClock(), lane: "inline" });
  const bytes = await compileGuest("transform-cordon");
  const guest = await engine.load(bytes);
  const module = new Module(bytes);
  const ours = (): Promise<unknown> => guest.call({ operation: "upper", input: INPUT }, NEVER);
  const peer = (): unknown => callOnce(new Instance(module, {}).exports);
  const [ratios, controls, ourTails, peerTails]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const [first, other, second] = [await tail(ours), await tail(peer), await tail(ours)];
    if (round < 0) continue;
    ratios.push((first + second) / 2 / other);
    controls.push(first / second);
    ourTails.push((first + second) / 2);
    peerTails.push(other);
  }
  const [us, them] = [ourTails, peerTails].map((tails) => (quantile(tails, 0.5) * 1000).toFixed(0));
  return [
    {
      name: `p99.9 of a fresh call against an instance for each call (${us} µs and ${them} µs)`,
      ratioMedian: quantile(ratios, 0.5),
      ratioP90: quantile(ratios, 0.9),
      controlMedian: quantile(controls, 0.5),
      target: "at most 0.02 of it",
      met: quantile(ratios, 0.5) <= 0.02,
    },
  ];
}

function callOnce({ memory, alloc, upper }: Exports): Uint8Array {
  const pointer = alloc(INPUT.length);
  new Uint8Array(memory.buffer).set(INPUT, pointer);
  const packed = upper(pointer, INPUT.length);
  const output = Number(packed >> 32n);
  return new Uint8Array(memory.buffer).slice(output, output + INPUT.length);
}

async function tail(call: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < CALLS; count += 1) {
    const begun = performance.now();
    const result = call();
    if (result instanceof Promise) await result;
    times.push(performance.now() - begun);
  }
  return quantile(times, 0.999);
}
