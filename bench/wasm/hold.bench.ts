import { createSystemClock } from "@cordon/core/system";
import { createWasmEngine, type Lane } from "@cordon/wasm-engine";
import { HOSTILE_GUESTS } from "../../packages/wasm-engine/test/_hostile-guests.ts";
import { hostFunctions } from "../../packages/wasm-engine/test/hostile/_host-functions.ts";
import { type BenchResult, figureResult, quantile } from "../interleave.ts";
import { compileGuest } from "./compile-guest.ts";

const NEVER = new AbortController().signal;
const ROUNDS = 25;
const SHOWN = 8;
const INLINE_FUEL = 2_000_000;
const DEADLINE_MS = 50;

/** How long hostile guests hold a thread: inline until their fuel ends, in a worker until the deadline. */
export async function run(): Promise<readonly BenchResult[]> {
  return [...(await inline()), ...(await pastDeadline())];
}

// The slowest of the corpus one by one, and the slowest call of all.
async function inline(): Promise<readonly BenchResult[]> {
  const held: { readonly name: string; readonly median: number; readonly worst: number }[] = [];
  for (const { name, module } of HOSTILE_GUESTS) {
    await using engine = createWasmEngine({ clock: createSystemClock(), lane: "inline" });
    const times: number[] = [];
    try {
      const guest = await engine.load(module(), { hostFunctions: hostFunctions() });
      for (let round = 0; round < ROUNDS; round += 1) times.push(await holding(guest));
    } catch {
      // Refused when it was loaded: it never holds a thread of ours.
      continue;
    }
    held.push({ name, median: quantile(times, 0.5), worst: Math.max(...times) });
  }
  const slowest = held.toSorted((one, other) => other.worst - one.worst).slice(0, SHOWN);
  const worst = slowest[0]?.worst ?? Number.NaN;
  return [
    ...slowest.map(({ name, median, worst: most }) =>
      figureResult(
        `held inline: ${name}`,
        `${median.toFixed(1)} ms, at most ${most.toFixed(1)}`,
        "at most 20 ms",
        most <= 20,
      ),
    ),
    figureResult(
      `held inline: the slowest of ${held.length} hostile guests`,
      `${worst.toFixed(1)} ms`,
      "at most 20 ms",
      worst <= 20,
    ),
  ];
}

// The call and all that follows it on this thread: putting the instance back, or making another.
async function holding(guest: Awaited<ReturnType<ReturnType<typeof createWasmEngine>["load"]>>): Promise<number> {
  const begun = performance.now();
  await guest.call({ operation: "go", input: new Uint8Array(3), fuel: INLINE_FUEL }, NEVER);
  const held = performance.now() - begun;
  await new Promise((resolve) => setImmediate(resolve));
  return held;
}

async function pastDeadline(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  const lanes: readonly (readonly [lane: Lane, fuel: number])[] = [["worker", Number.MAX_SAFE_INTEGER]];
  for (const [lane, fuel] of lanes) {
    await using engine = createWasmEngine({ clock: createSystemClock(), lane });
    const guest = await engine.load(await compileGuest("spinner"));
    const late: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { stop, wallMs } = await guest.call(
        { operation: "go", input: new Uint8Array(), fuel, timeoutMs: DEADLINE_MS },
        NEVER,
      );
      if (stop.kind !== "deadline") throw new Error(`The spinning guest ended with ${stop.kind}.`);
      late.push(wallMs - DEADLINE_MS);
    }
    const text = `${quantile(late, 0.5).toFixed(1)} ms, at most ${Math.max(...late).toFixed(1)}`;
    results.push(
      figureResult(
        `past the deadline: a spinning guest in the lane ${lane}`,
        text,
        "at most 10 ms",
        Math.max(...late) <= 10,
      ),
    );
  }
  return results;
}
