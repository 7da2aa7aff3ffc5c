import { createSystemClock } from "@cordon/core/system";
import { createSeededRandom } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { CallState } from "../src/instance/call-state.ts";
import type { GuestInstance } from "../src/instance/guest-instance.ts";
import { initialSnapshot } from "../src/instance/initialise-instance.ts";
import { InstancePool } from "../src/instance/instance-pool.ts";
import type { PreparedModule } from "../src/instance/prepared-module.ts";
import { rewriteModule } from "../src/index.ts";
import { resolveLimits } from "../src/limits.ts";
import type { Stop } from "../src/stop.ts";
import { wasm } from "../src/wasm-platform.ts";
import { type Choose, randomModule } from "./_random-module.ts";
import { REWRITE_OPTIONS } from "./_rewritten.ts";
import { guest, NOTHING, wat } from "./_wat.ts";

const MODULES = 150;
const CALLS = 4;
const NEVER = new AbortController().signal;
const clock = createSystemClock();

test("after any call, an instance is what a new one would be", () => {
  let restored = 0;
  for (let seed = 1; seed <= MODULES; seed += 1) {
    const prepared = prepare(asGuest(randomModule(chooser(seed), false)));
    const warm = new InstancePool(prepared, clock);
    for (let at = 0; at < CALLS; at += 1) {
      const used = warm.take();
      used.run(callOf(at * 97));
      warm.give(used);
      const next = warm.take();
      if (next === used) restored += 1;
      const fresh = new InstancePool(prepared, clock).take();
      expect(stateOf(next), `seed ${seed}, call ${at}`).toEqual(stateOf(fresh));
      expect(outcome(next), `seed ${seed}, call ${at}`).toEqual(outcome(fresh));
      warm.give(next);
    }
  }
  // Most must have been put back and not replaced, or nothing was shown.
  expect(restored).toBeGreaterThan((MODULES * CALLS) / 2);
});

test.each([
  ["writes a table", "(table.set (i32.const 0) (ref.null func)) (i64.const 0)", "(table 1 funcref)"],
  ["fills a table", "(table.fill (i32.const 0) (ref.null func) (i32.const 1)) (i64.const 0)", "(table 1 funcref)"],
  ["copies a table", "(table.copy (i32.const 0) (i32.const 0) (i32.const 1)) (i64.const 0)", "(table 1 funcref)"],
  ["grows a table", "(drop (table.grow (ref.null func) (i32.const 1))) (i64.const 0)", "(table 1 funcref)"],
  [
    "initialises a table",
    "(table.init $e (i32.const 0) (i32.const 0) (i32.const 0)) (i64.const 0)",
    "(table 1 funcref) (elem $e func)",
  ],
  ["drops elements", "(elem.drop $e) (i64.const 0)", "(elem $e func)"],
  ["drops data", "(data.drop $d) (i64.const 0)", '(data $d "x")'],
  ["keeps a reference in a global", NOTHING, "(global (mut funcref) (ref.null func))"],
  ["keeps a vector in a global", NOTHING, "(global (mut v128) (v128.const i64x2 0 0))"],
  ["exports its table", NOTHING, '(table (export "t") 1 funcref)'],
])("a module that %s gets a new instance for each call", (_name, body, around) => {
  const pool = new InstancePool(prepare(guest(body, around)), clock);
  const used = pool.take();
  used.run(callOf(0));
  pool.give(used);
  expect(pool.idle).toBe(0);
  expect(pool.take()).not.toBe(used);
});

test("a module whose memory grew gets a new instance, with its memory as it was", async () => {
  const grows = guest("(drop (memory.grow (i32.const 1))) (i64.extend_i32_u (memory.size))");
  const pool = new InstancePool(prepare(grows), clock);
  const used = pool.take();
  used.run(callOf(0));
  pool.give(used);
  await new Promise((resolve) => setImmediate(resolve));
  expect(pool.idle).toBe(1);
  expect(pool.take().memory.bytes.length).toBe(65_536);
});

test("what the guest did at its start is there at every call, and is not done again", () => {
  const module = wat(`(module (memory (export "memory") 1) (global $g (mut i32) (i32.const 0))
    (func (export "alloc") (param i32) (result i32) (i32.const 1024))
    (func $bump (global.set $g (i32.add (global.get $g) (i32.const 1))) (i32.store8 (i32.const 5) (i32.const 9)))
    (start $bump)
    (func (export "_initialize") (call $bump) (drop (memory.grow (i32.const 1))))
    (func (export "go") (param i32 i32) (result i64)
      (i32.store8 (i32.const 0) (global.get $g)) (call $bump) (i64.const 6)))`);
  const pool = new InstancePool(prepare(module), clock);
  for (let at = 0; at < 3; at += 1) {
    const instance = pool.take();
    expect(instance.run(callOf(0))).toEqual({ kind: "completed", output: Uint8Array.of(2, 0, 0, 0, 0, 9) });
    pool.give(instance);
  }
});

test("a replacement that cannot be made is the business of the next call, and not the end of the process", async () => {
  const prepared = prepare(
    guest(
      "(drop (memory.grow (i32.const 1))) (i64.const 0)",
      "(start $s) (func $s (local i32) (local.set 0 (i32.const 1)))",
    ),
  );
  // Enough fuel for the first instance, and none that is made later.
  let instances = 0;
  const limits = {
    ...prepared.limits,
    get initFuel() {
      return (instances += 1) === 1 ? 1000 : 1;
    },
  };
  const { snapshot: _none, ...without } = prepared;
  const pool = new InstancePool({ ...without, limits }, clock);
  const used = pool.take();
  used.run(callOf(0));
  pool.give(used);
  await new Promise((resolve) => setImmediate(resolve));
  expect([instances, pool.idle]).toEqual([2, 0]);
  expect(() => pool.take()).toThrow(expect.objectContaining({ code: "wasm/start-stopped" }));
});

test("no more instances exist at once than are allowed", () => {
  const prepared = { ...prepare(guest(NOTHING)), limits: resolveLimits({ maxInstances: 2 }) };
  const pool = new InstancePool(prepared, clock);
  const [first] = [pool.take(), pool.take()];
  expect(() => pool.take()).toThrow(expect.objectContaining({ code: "wasm/busy" }));
  pool.give(first);
  expect(pool.take()).toBe(first);
});

function prepare(module: Uint8Array): PreparedModule {
  const options = { ...REWRITE_OPTIONS, detachStart: true, functionImportsOnly: true };
  const { bytes, summary } = rewriteModule(module, options);
  const prepared: PreparedModule = {
    kind: "module",
    module: new wasm.Module(bytes),
    summary,
    hostFunctions: [],
    limits: resolveLimits({ maxOutputBytes: 64 }),
  };
  return summary.isRestorable ? { ...prepared, snapshot: initialSnapshot(prepared, clock, 60_000) } : prepared;
}

function asGuest(text: string): Uint8Array {
  const abi = `(func (export "alloc") (param i32) (result i32) (i32.const 4000))
    (func (export "go") (param i32 i32) (result i64)
      (i64.and (i64.extend_i32_u (call $f0 (i32.load (local.get 0)) (i64.const -7))) (i64.const 63)))`;
  return wat(text.replace(/\)$/u, `${abi})`));
}

function callOf(seed: number): CallState {
  const input = Uint8Array.from({ length: 8 }, (_, at) => seed + at);
  return new CallState(
    { operation: "go", method: undefined, input, fuel: 200_000, timeoutMs: 60_000, context: undefined },
    NEVER,
    clock,
  );
}

function stateOf({ memory, globals }: GuestInstance): object {
  return { memory: Buffer.from(memory.bytes).toString("latin1"), globals: globals.map(({ value }) => value) };
}

function outcome(instance: GuestInstance): { readonly stop: Stop; readonly fuelUsed: number } {
  const call = callOf(1);
  return { stop: instance.run(call), fuelUsed: instance.fuelUsed(call) };
}

function chooser(seed: number): Choose {
  const random = createSeededRandom(seed * 40_503);
  return (count) => {
    const [high = 0, low = 0] = random.bytes(2);
    return ((high << 8) | low) % count;
  };
}
