import { createHash } from "node:crypto";
import { createSeededRandom } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { type Choose, randomModule } from "./_random-module.ts";
import { type Exports, fuelOf, metered, plain } from "./_rewritten.ts";
import { wat } from "./_wat.ts";

// More on demand: CORDON_RANDOM_MODULES=20000 npx pnpm test random-modules
const MODULES = Number(process.env["CORDON_RANDOM_MODULES"] ?? 400);
const TIMEOUT_MS = Math.max(30_000, MODULES * 100);
const INPUTS = [
  [0, 0n],
  [1, -1n],
  [-2_147_483_648, 2n ** 40n],
] as const;

test(
  "random modules do the same with and without metering",
  () => {
    const ends = { completed: 0, trapped: 0 };
    for (let seed = 1; seed <= MODULES; seed += 1) {
      const module = wat(randomModule(chooser(seed), false));
      for (const input of INPUTS) {
        const [without, within] = [outcome(plain(module), input), outcome(metered(module), input)];
        expect(within, `seed ${seed}, input ${input.join(" ")}`).toEqual(without);
        ends["result" in without ? "completed" : "trapped"] += 1;
      }
    }
    // A generator whose modules all trap at once, or never, would show little.
    expect(Math.min(ends.completed, ends.trapped)).toBeGreaterThan(MODULES / 4);
  },
  TIMEOUT_MS,
);

test(
  "random modules are charged at least what they execute, and the same each time",
  () => {
    for (let seed = 1; seed <= MODULES; seed += 1) {
      const module = wat(randomModule(chooser(seed), true));
      for (const input of INPUTS) {
        const [first, second] = [used(module, input), used(module, input)];
        expect(second.fuel, `seed ${seed}`).toBe(first.fuel);
        // What counts a statement does so before it: of one that traps midway, more was counted than was executed.
        if (first.completed)
          expect(first.fuel, `seed ${seed}, input ${input.join(" ")}`).toBeGreaterThanOrEqual(first.executed);
      }
    }
  },
  TIMEOUT_MS,
);

test(
  "with less fuel than it uses, a random module stops for want of fuel and nothing else",
  () => {
    for (let seed = 1; seed <= MODULES; seed += 1) {
      const module = wat(randomModule(chooser(seed), false));
      const full = metered(module);
      const before = fuelOf(full).value;
      outcome(full, INPUTS[1]);
      const needed = before - fuelOf(full).value;
      for (const share of [1n, 2n, 3n]) {
        const exports = metered(module, (needed * share) / 4n);
        outcome(exports, INPUTS[1]);
        expect(fuelOf(exports).value, `seed ${seed}`).toBeLessThan(0n);
      }
    }
  },
  TIMEOUT_MS,
);

interface Used {
  readonly completed: boolean;
  readonly fuel: bigint;
  readonly executed: bigint;
}

function used(module: Uint8Array, input: readonly unknown[]): Used {
  const exports = metered(module);
  const before = fuelOf(exports).value;
  const completed = "result" in outcome(exports, input);
  return { completed, fuel: before - fuelOf(exports).value, executed: (exports["oracle"] as { value: bigint }).value };
}

function outcome(exports: Exports, input: readonly unknown[]): object {
  let end: object;
  try {
    end = { result: exports.run(...input) };
  } catch (error) {
    end = { trap: error instanceof RangeError ? "stack" : String(error) };
  }
  const memory = createHash("sha256").update(new Uint8Array(exports.memory.buffer)).digest("hex");
  const globals = ["g", "h"].map((name) => (exports[name] as { value: number }).value);
  return { ...end, memory, globals };
}

function chooser(seed: number): Choose {
  const random = createSeededRandom(seed * 2_654_435_761);
  return (count) => {
    const [high = 0, low = 0] = random.bytes(2);
    return ((high << 8) | low) % count;
  };
}
