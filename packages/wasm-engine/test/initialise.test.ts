import type { Clock } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { describe, expect, test } from "vitest";
import {
  createMemoryModuleCache,
  createWasmEngine,
  type EngineLimits,
  type Guest,
  type HostFunction,
  type LoadOptions,
  type WasmEngine,
  type WasmEngineOptions,
} from "../src/index.ts";
import { wat } from "./_wat.ts";

const NEVER = new AbortController().signal;
const clock = createSystemClock();
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

// `keep` keeps its input's first byte in a global and in the memory; `go` answers with both, and spoils them the way its input says.
const keeper = (around: string = ""): Uint8Array =>
  wat(`(module
  (import "env" "tell" (func $tell)) ${around}
  (memory (export "memory") 1)
  (global $kept (mut i32) (i32.const 0))
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "_initialize") (global.set $kept (i32.const 7)))
  (func (export "keep") (param $at i32) (param i32) (result i64) (local $first i32)
    (local.set $first (i32.load8_u (local.get $at)))
    (if (i32.eq (local.get $first) (i32.const 115)) (then (loop $l (br $l))))
    (if (i32.eq (local.get $first) (i32.const 116)) (then (call $tell)))
    (if (i32.eq (local.get $first) (i32.const 117)) (then (unreachable)))
    (if (i32.ne (global.get $kept) (i32.const 7)) (then (unreachable)))
    (global.set $kept (local.get $first)) (i32.store8 (i32.const 0) (local.get $first))
    (drop (memory.grow (i32.const 1)))
    (i64.const 0))
  (func (export "go") (param $at i32) (param i32) (result i64) (local $way i32)
    (local.set $way (i32.load8_u (local.get $at)))
    (i32.store8 (i32.const 1) (global.get $kept))
    (global.set $kept (i32.const 1))
    (i32.store8 (i32.const 2) (i32.add (i32.load8_u (i32.const 2)) (memory.size)))
    (if (i32.eq (local.get $way) (i32.const 103)) (then (drop (memory.grow (i32.const 1)))))
    (if (i32.eq (local.get $way) (i32.const 115)) (then (loop $l (br $l))))
    (if (i32.eq (local.get $way) (i32.const 117)) (then (unreachable)))
    (i64.const 3)))`);
const RESTORABLE = keeper();
const NOT_RESTORABLE = keeper('(table (export "t") 1 funcref)');
const FRESH = { kind: "completed", output: Uint8Array.of(107, 107, 2) };

function tell(onTell?: () => void): HostFunction {
  const declared = { module: "env", name: "tell", params: [], result: "none", maxCalls: 10, waits: false } as const;
  return {
    ...declared,
    run: () => {
      onTell?.();
      return undefined;
    },
  };
}

function engineWith(options: Partial<WasmEngineOptions> = {}): WasmEngine {
  return createWasmEngine({ clock, ...options, limits: { timeoutMs: 20_000, ...options.limits } });
}

function loading(word: string, limits: EngineLimits = {}): LoadOptions {
  return { hostFunctions: [tell()], limits, initialise: { operation: "keep", input: text(word) } };
}

async function goes(guest: Guest, way: string): ReturnType<Guest["call"]> {
  return await guest.call({ operation: "go", input: text(way), fuel: 10_000 }, NEVER);
}

describe.each(["inline", "suspended", "worker"] as const)("an initial call, in the lane %s", (lane) => {
  test.each([
    ["can be put back", RESTORABLE],
    ["cannot be put back", NOT_RESTORABLE],
  ])("is what every call begins after, of a module whose state %s", async (_name, module) => {
    await using engine = engineWith({ lane });
    const guest = await engine.load(module, loading("k"));
    for (const [way, kind] of [
      ["d", "completed"],
      ["g", "completed"],
      ["u", "trapped"],
      ["s", "out-of-fuel"],
    ] as const) {
      expect((await goes(guest, way)).stop.kind, `itself ${way}`).toBe(kind);
      expect((await goes(guest, "d")).stop, `after ${way}`).toEqual(FRESH);
    }
    const all = await Promise.all(["u", "d", "s", "d", "g", "d"].map((way) => goes(guest, way)));
    expect([1, 3, 5].map((at) => all[at]?.stop)).toEqual([FRESH, FRESH, FRESH]);
  });
});

describe("an initial call", () => {
  test("holds no thread but the loader's while it runs", async () => {
    const turns = { counted: 0, isCounting: false };
    const count = (): void => {
      turns.counted += 1;
      if (turns.isCounting) setImmediate(count);
    };
    // The loader sets a deadline for each thing that it does: the second is for initialising.
    let deadlines = 0;
    const counting: Clock = {
      ...clock,
      deadline(...given) {
        deadlines += 1;
        if (deadlines === 2) {
          turns.isCounting = true;
          setImmediate(count);
        }
        return clock.deadline(...given);
      },
    };
    await using engine = engineWith({ clock: counting, limits: { initFuel: 300_000_000 } });
    const stopped = engine.load(RESTORABLE, loading("s"));
    await expect(stopped).rejects.toMatchObject({ code: "wasm/start-stopped", details: { stop: "out-of-fuel" } });
    turns.isCounting = false;
    expect(turns.counted).toBeGreaterThan(10);
  });

  test.each([
    ["can be put back", RESTORABLE],
    ["cannot be put back", NOT_RESTORABLE],
  ])(
    "that never ends is stopped with its thread, of a module whose state %s, and the next is not held up",
    async (_name, module) => {
      await using engine = engineWith();
      const endless = loading("s", { initFuel: 5_000_000_000, loadTimeoutMs: 200 });
      await expect(engine.load(module, endless)).rejects.toMatchObject({ code: "wasm/load-timeout" });
      expect((await goes(await engine.load(module, loading("k")), "d")).stop).toEqual(FRESH);
    },
  );

  test("with more fuel than runs inline sends only modules whose state cannot be put back to a worker", async () => {
    await using engine = engineWith({ limits: { initFuel: 2_000_001 } });
    const lanes = async (module: Uint8Array, limits: EngineLimits): Promise<string> =>
      (await goes(await engine.load(module, loading("k", limits)), "d")).lane;
    expect(await lanes(RESTORABLE, {})).toBe("inline");
    expect(await lanes(NOT_RESTORABLE, {})).toBe("worker");
    expect(await lanes(NOT_RESTORABLE, { maxInlineFuel: 2_000_001 })).toBe("inline");
    expect(await lanes(NOT_RESTORABLE, { initFuel: 2_000_000 })).toBe("inline");
  });

  test("that traps says so when the guest is loaded", async () => {
    await using engine = engineWith();
    await expect(engine.load(RESTORABLE, loading("u"))).rejects.toMatchObject({
      code: "wasm/start-stopped",
      details: { stop: "trapped", stopped: { reason: "unreachable" } },
    });
  });

  test("reaches no host function", async () => {
    let told = 0;
    for (const module of [RESTORABLE, NOT_RESTORABLE]) {
      await using engine = engineWith();
      const options = { ...loading("t"), hostFunctions: [tell(() => (told += 1))] };
      await expect(engine.load(module, options)).rejects.toMatchObject({
        code: "wasm/start-stopped",
        details: { stopped: { reason: "host-call-outside-call", hostFunction: "env.tell" } },
      });
    }
    expect(told).toBe(0);
  });

  test("of an operation that there is not, or with too much input, is refused", async () => {
    await using engine = engineWith({ limits: { maxInputBytes: 4 } });
    const unknown = { ...loading("k"), initialise: { operation: "kept", input: text("k") } };
    await expect(engine.load(RESTORABLE, unknown)).rejects.toMatchObject({ code: "wasm/unknown-operation" });
    await expect(engine.load(RESTORABLE, loading("kkkkk"))).rejects.toMatchObject({ code: "wasm/limit" });
  });

  test("takes the input that it was given, whatever becomes of it meanwhile", async () => {
    await using engine = engineWith();
    const options = loading("k");
    const loaded = engine.load(RESTORABLE, options);
    options.initialise?.input.fill(0);
    expect((await goes(await loaded, "d")).stop).toEqual(FRESH);
  });

  test("is of one guest alone: the cache keeps the module, and not what it became", async () => {
    await using engine = engineWith({ cache: createMemoryModuleCache() });
    const first = await engine.load(RESTORABLE, loading("k"));
    const second = await engine.load(RESTORABLE, loading("m"));
    const bare = await engine.load(RESTORABLE, { hostFunctions: [tell()] });
    const outputs = await Promise.all(
      [first, second, bare].map(async (guest) => {
        const { stop } = await goes(guest, "d");
        return stop.kind === "completed" ? [...stop.output] : stop;
      }),
    );
    expect(outputs).toEqual([
      [107, 107, 2],
      [109, 109, 2],
      [0, 7, 1],
    ]);
  });
});

test("a call with as much fuel as the host allows inline runs there, and one with more does not", async () => {
  await using engine = engineWith({ limits: { maxInlineFuel: 5_000_000 } });
  const guest = await engine.load(RESTORABLE, loading("k"));
  const laneOf = async (fuel: number): Promise<string> =>
    (await guest.call({ operation: "go", input: text("d"), fuel }, NEVER)).lane;
  expect([await laneOf(5_000_000), await laneOf(5_000_001)]).toEqual(["inline", "worker"]);
});
