import { describe, expect, test } from "vitest";
import { rewriteModule } from "../src/index.ts";
import { fuelOf, metered, plain, REWRITE_OPTIONS } from "./_rewritten.ts";
import { wat } from "./_wat.ts";

function used(text: string, ...args: readonly unknown[]): number {
  const exports = metered(wat(text));
  const before = fuelOf(exports).value;
  exports.run(...args);
  return Number(before - fuelOf(exports).value);
}

const LOOP = `(module (func (export "run") (param i32)
  (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`;

describe("fuel", () => {
  test("grows with each round of a loop by the same amount", () => {
    const perRound = used(LOOP, 2) - used(LOOP, 1);
    expect(perRound).toBeGreaterThanOrEqual(5);
    expect(used(LOOP, 1001) - used(LOOP, 1)).toBe(perRound * 1000);
  });

  test("is charged for a small private function by its callers, and the function runs without a counter", () => {
    const called = (times: number): string =>
      `(module (func $small (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
        (func (export "run") (param i32) (result i32) ${"(local.set 0 (call $small (local.get 0)))".repeat(times)} (local.get 0)))`;
    // local.get, call, what the function does, local.set.
    expect(used(called(3), 1) - used(called(2), 1)).toBe(1 + 4 + 4 + 1);
  });

  test("is charged for leaving the guest", () => {
    const module = (times: number): string =>
      `(module (import "env" "f" (func $f)) (func (export "run") ${"(call $f)".repeat(times)}))`;
    const calls = (times: number): number => {
      const exports = plain(rewriteModule(wat(module(times)), REWRITE_OPTIONS).bytes, { env: { f: () => {} } });
      fuelOf(exports).value = 10_000n;
      exports.run();
      return 10_000 - Number(fuelOf(exports).value);
    };
    expect(calls(3) - calls(2)).toBeGreaterThanOrEqual(100);
  });

  // Each arm, prefix and suffix is twenty instructions, too few to pay for themselves.
  const TWENTY = "(local.set 1 (local.get 0))".repeat(10);
  const run = (body: string): string => `(module (tag $e) (func (export "run") (param i32) (local i32) ${body}))`;
  test.each([
    [
      "a branch out of a block by the longer way",
      `(block $b (if (local.get 0) (then ${TWENTY} (br $b)))) ${TWENTY}`,
      40,
    ],
    ["a branch past what is never reached", `(block $b ${TWENTY} (br $b) (unreachable)) ${TWENTY}`, 40],
    ["the longer of two arms", `(if (local.get 0) (then ${TWENTY}) (else)) ${TWENTY}`, 40],
    ["an arm that may be passed by", `${TWENTY} (if (i32.eqz (local.get 0)) (then (unreachable))) ${TWENTY}`, 40],
    [
      "a way out of a loop to where its region stood",
      `(block $b ${TWENTY} (loop $l (br $b)) (unreachable)) ${TWENTY}`,
      40,
    ],
    [
      "a table's branch to an outer block",
      `(block $b (block $c ${TWENTY} (br_table $c $b (local.get 0))) (unreachable)) ${TWENTY}`,
      40,
    ],
    [
      "a throw that is caught outside",
      `(block $h (try_table (catch_all $h) ${TWENTY} (throw $e)) (unreachable)) ${TWENTY}`,
      540,
    ],
    ["a throw that is caught by a handler", `(try (do ${TWENTY} (throw $e)) (catch_all ${TWENTY})) ${TWENTY}`, 560],
    [
      "a throw past one that is delegated",
      `(try $t (do (try (do ${TWENTY} (throw $e)) (delegate $t))) (catch_all)) ${TWENTY}`,
      540,
    ],
  ])("is charged at least what is executed for %s", (_name, body, executed) => {
    const exports = metered(wat(run(body)));
    const before = fuelOf(exports).value;
    exports.run(1);
    expect(Number(before - fuelOf(exports).value)).toBeGreaterThanOrEqual(executed);
  });

  test("is not charged for more than the longest way", () => {
    const exports = metered(wat(run(`(if (local.get 0) (then ${TWENTY}) (else ${TWENTY}))`)));
    const before = fuelOf(exports).value;
    exports.run(1);
    expect(Number(before - fuelOf(exports).value)).toBeLessThanOrEqual(26);
  });

  test("is charged for the long way where it may be taken, and a long straight run only where it is", () => {
    const long = "(local.set 0 (i32.add (local.get 0) (i32.const 1)))".repeat(100);
    const module = `(module (func (export "run") (param i32) (if (local.get 0) (then ${long}))))`;
    expect(used(module, 1)).toBeGreaterThanOrEqual(400);
    expect(used(module, 0)).toBeLessThan(30);
  });

  test("is charged for bulk operations by their operand, before they run", () => {
    const fill = `(module (memory (export "memory") 4) (func (export "run") (param i32)
      (memory.fill (i32.const 0) (i32.const 1) (local.get 0))))`;
    expect(used(fill, 80_000) - used(fill, 0)).toBe(10_000);
    const exports = metered(wat(fill), 5000n);
    expect(() => exports.run(80_000)).toThrow(/unreachable/u);
    expect(new Uint8Array(exports.memory.buffer).every((byte) => byte === 0)).toBe(true);
  });

  test("is charged for growth by its pages, but no more than the cap lets through", () => {
    const grow = '(module (memory 1) (func (export "run") (param i32) (result i32) (memory.grow (local.get 0))))';
    expect(used(grow, 10) - used(grow, 0)).toBe(10 * 2048);
    expect(used(grow, 65_535)).toBe(used(grow, 256));
  });

  test("is charged for the locals of a function", () => {
    const module = (locals: number): string =>
      `(module (func $f (local ${"i64 ".repeat(locals)})) (func (export "run") (call $f)))`;
    expect(used(module(4000)) - used(module(400))).toBe(450);
  });
});

describe("caps", () => {
  test("a memory's maximum is lowered to the cap, and given where there is none", () => {
    for (const limits of ["1", "1 3", "1 65536"]) {
      const module = wat(`(module (memory (export "memory") ${limits})
        (func (export "run") (param i32) (result i32) (memory.grow (local.get 0))))`);
      const exports = metered(module, undefined, { maxMemoryPages: 3 });
      expect([exports.run(3), exports.run(2), exports.run(1)]).toEqual([-1, 1, -1]);
    }
  });

  test("a table's maximum is lowered to the cap", () => {
    const module = wat(`(module (table 1 externref)
      (func (export "run") (param i32) (result i32) (table.grow (ref.null extern) (local.get 0))))`);
    const exports = metered(module, undefined, { maxTableEntries: 10 });
    expect([exports.run(10), exports.run(9), exports.run(1)]).toEqual([-1, 1, -1]);
  });

  test("what a module declares above the caps is refused with both figures", () => {
    const rewrite = (text: string) => () =>
      rewriteModule(wat(text), { ...REWRITE_OPTIONS, maxMemoryPages: 2, maxTableEntries: 2 });
    expect(rewrite("(module (memory 3))")).toThrow(
      expect.objectContaining({ code: "wasm/limit", details: expect.objectContaining({ found: 3, max: 2 }) }),
    );
    expect(rewrite("(module (table 3 funcref))")).toThrow(expect.objectContaining({ code: "wasm/limit" }));
  });
});

describe("numbers", () => {
  const NAN32 = 0x7fc00000;
  const NAN64 = 0x7ff8000000000000n;
  test.each(["add", "sub", "mul", "div", "min", "max"])("f32.%s and f64.%s make the one NaN", (name) => {
    const module =
      wat(`(module (func (export "run") (param f32 f32) (result i32) (i32.reinterpret_f32 (f32.${name} (local.get 0) (local.get 1))))
      (func (export "wide") (param f64 f64) (result i64) (i64.reinterpret_f64 (f64.${name} (local.get 0) (local.get 1))))
      (func (export "lanes") (param f32) (result i32)
        (i32x4.extract_lane 2 (f32x4.${name} (f32x4.splat (local.get 0)) (f32x4.splat (local.get 0))))))`);
    const exports = metered(module, undefined, { canonicalNans: true });
    const wide = exports["wide"] as (one: number, other: number) => bigint;
    expect(exports.run(Number.NaN, 1)).toBe(NAN32);
    expect(BigInt.asUintN(64, wide(Number.NaN, 1))).toBe(NAN64);
    expect((exports["lanes"] as (value: number) => number)(Number.NaN)).toBe(NAN32);
    expect([exports.run(6, 3), wide(6, 3)]).toEqual([
      plain(module).run(6, 3),
      (plain(module)["wide"] as typeof wide)(6, 3),
    ]);
  });

  test("a small private function makes the one NaN as well, though its callers pay for it", () => {
    const module = wat(`(module (func $divide (param f32 f32) (result f32) (f32.div (local.get 0) (local.get 1)))
      (func (export "run") (param f32 f32) (result i32) (i32.reinterpret_f32 (call $divide (local.get 0) (local.get 1)))))`);
    expect(metered(module, undefined, { canonicalNans: true }).run(0, 0)).toBe(NAN32);
  });

  test("what only moves a NaN keeps its bits", () => {
    const module = wat(`(module (memory 1) (func (export "run") (result i32)
      (i32.store (i32.const 0) (i32.const 0xffc12345))
      (f32.store (i32.const 4) (f32.neg (f32.load (i32.const 0))))
      (i32.load (i32.const 4))))`);
    expect(metered(module, undefined, { canonicalNans: true }).run()).toBe(0x7fc12345);
  });
});

describe("the counter", () => {
  test("is an index that the guest's own bytes cannot name, whatever they import and define", () => {
    const module =
      wat(`(module (import "env" "f" (func)) (global (mut i64) (i64.const 5)) (global (export "g") i32 (i32.const 7))
      (func (export "run") (result i64) (global.set 0 (i64.add (global.get 0) (i64.const 1))) (global.get 0)))`);
    const exports = plain(rewriteModule(module, REWRITE_OPTIONS).bytes, { env: { f: () => {} } });
    fuelOf(exports).value = 100n;
    expect([exports.run(), exports.run()]).toEqual([6n, 7n]);
    expect((exports["g"] as { value: number }).value).toBe(7);
  });

  test("does not change what a module exports, but for names of its own", () => {
    const module = wat(
      '(module (memory (export "m") 1) (func (export "run")) (func (export "cordon") (result i32) (i32.const 1)))',
    );
    const names = Object.keys(plain(rewriteModule(module, REWRITE_OPTIONS).bytes));
    expect(names.filter((name) => !name.startsWith("cordon:"))).toEqual(["m", "run", "cordon"]);
  });

  test("rewriting is deterministic, and what it writes is refused if it comes again", () => {
    const module = wat(LOOP);
    const { bytes } = rewriteModule(module, REWRITE_OPTIONS);
    expect(rewriteModule(module, REWRITE_OPTIONS).bytes).toEqual(bytes);
    expect(() => rewriteModule(bytes, REWRITE_OPTIONS)).toThrow(expect.objectContaining({ code: "wasm/refused" }));
  });
});
