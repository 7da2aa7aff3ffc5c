import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createSystemClock } from "@cordon/core/system";
import { createWasmEngine, type Lane } from "@cordon/wasm-engine";
import { HOSTILE_GUESTS } from "../../packages/wasm-engine/test/_hostile-guests.ts";
import { type BenchResult, figureResult } from "../interleave.ts";
import { compileGuest } from "./compile-guest.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const NEVER = new AbortController().signal;
const CALLS = 100_000;
const STEP = 20_000;
const WARM_UP = 40_000;
const MEBIBYTE = 1_048_576;
const CAP_MIB = 16;
// What the process may take beside a guest's memory: an engine, its threads and what is compiled.
const SLACK_MIB = 24;

/** The memory of this process over many calls in each lane, and while guests take all that they can. */
export async function run(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const lane of ["inline", "suspended", "worker"] as const) results.push(await flat(lane));
  results.push(await capped());
  return results;
}

async function flat(lane: Lane): Promise<BenchResult> {
  await using engine = createWasmEngine({ clock: createSystemClock(), lane, limits: { maxMemoryBytes: MEBIBYTE } });
  const guest = await engine.load(await compileGuest("transform-cordon"));
  const input = new Uint8Array(1024).fill(97);
  const resident: number[] = [];
  for (let count = -WARM_UP; count <= CALLS; count += 1) {
    await guest.call({ operation: "upper", input }, NEVER);
    if (count >= 0 && count % STEP === 0) resident.push(residentMib());
  }
  const [afterWarmUp = 0] = resident;
  const grown = (resident.at(-1) ?? 0) - afterWarmUp;
  const text = resident.map((mib) => mib.toFixed(0)).join(", ");
  const name = `resident MiB after a warm-up and after each 20,000 of 100,000 fresh calls, ${lane}`;
  return figureResult(name, text, "at most 8 MiB more than after the warm-up", grown <= 8);
}

// Each guest grows until it is refused, then fills all of it: what is resident is looked at after each.
async function capped(): Promise<BenchResult> {
  const bombs = HOSTILE_GUESTS.filter(({ name }) => /growing its memory|filling its memory/u.test(name));
  await using engine = createWasmEngine({
    clock: createSystemClock(),
    lane: "inline",
    limits: { maxMemoryBytes: CAP_MIB * MEBIBYTE, maxInstances: 1 },
  });
  let most = 0;
  for (const { module } of bombs) {
    const guest = await engine.load(module());
    const before = residentMib();
    for (let count = 0; count < 50; count += 1) {
      const { peakMemoryBytes } = await guest.call(
        { operation: "go", input: new Uint8Array(), fuel: 100_000_000 },
        NEVER,
      );
      if (peakMemoryBytes > CAP_MIB * MEBIBYTE) throw new Error(`The guest had ${peakMemoryBytes} bytes.`);
      most = Math.max(most, residentMib() - before);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await guest[Symbol.asyncDispose]();
  }
  const name = `resident MiB that ${bombs.length} memory bombs under a cap of 16 MiB add, 50 calls each`;
  return figureResult(name, most.toFixed(0), `at most the cap and ${SLACK_MIB} MiB`, most <= CAP_MIB + SLACK_MIB);
}

// After a collection, so that what is measured is what is kept.
function residentMib(): number {
  collect();
  return process.memoryUsage.rss() / MEBIBYTE;
}
