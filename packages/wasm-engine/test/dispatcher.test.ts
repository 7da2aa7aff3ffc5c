import { createSystemClock } from "@cordon/core/system";
import { afterAll, describe, expect, test } from "vitest";
import { createWasmEngine, type Lane, type Stop } from "../src/index.ts";
import { wat } from "./_wat.ts";

const NEVER = new AbortController().signal;
const METHOD = Uint8Array.of(1, 2, 3);
const INPUT = Uint8Array.of(4, 5);

/** A module with one dispatcher. `alloc` is the body of the allocator, `body` that of the dispatcher. */
const dispatcher = (body: string, alloc = "(i32.const 1024)", around = ""): Uint8Array =>
  wat(`(module ${around} (memory (export "memory") 1 4) (global $calls (mut i32) (i32.const 0))
    (func (export "alloc") (param i32) (result i32) (global.set $calls (i32.add (global.get $calls) (i32.const 1))) ${alloc})
    (func (export "go") (param $mptr i32) (param $mlen i32) (param $iptr i32) (param $ilen i32) (result i64) ${body}))`);

const second = (place: string): string =>
  `(if (result i32) (i32.eq (global.get $calls) (i32.const 2)) (then ${place}) (else (i32.const 1024)))`;
const NOTHING = "(i64.const 0)";

describe.each(["inline", "suspended", "worker"] as const)("dispatchers in the lane %s", (lane: Lane) => {
  const engine = createWasmEngine({ clock: createSystemClock(), lane, limits: { timeoutMs: 10_000 } });
  afterAll(() => engine[Symbol.asyncDispose]());
  const run = async (module: Uint8Array, fuel = 200_000): Promise<Stop> =>
    (await engine.run(module, { operation: "go", method: METHOD, input: INPUT, fuel }, NEVER)).stop;

  test("the method is placed before the input, each where alloc says", async () => {
    const where = "(i32.mul (global.get $calls) (i32.const 64))";
    const both = `(i32.store8 offset=3 (local.get $mptr) (i32.load8_u (local.get $iptr)))
      (if (i32.ne (local.get $iptr) (i32.const 128)) (then (unreachable)))
      (i64.or (i64.shl (i64.extend_i32_u (local.get $mptr)) (i64.const 32)) (i64.const 4))`;
    expect(await run(dispatcher(both, where))).toEqual({ kind: "completed", output: Uint8Array.of(1, 2, 3, 4) });
  });

  test.each([
    ["the first place outside the memory", dispatcher(NOTHING, "(i32.const 65534)")],
    ["the first place before the memory", dispatcher(NOTHING, "(i32.const -1)")],
    ["the second place outside the memory", dispatcher(NOTHING, second("(i32.const 65535)"))],
    ["the second place at the end of 32 bits", dispatcher(NOTHING, second("(i32.const 0xffffffff)"))],
    ["a result outside the memory", dispatcher("(i64.const 0xffffffff00000010)")],
    ["a result longer than the memory", dispatcher("(i64.const 0x00000000000fffff)")],
  ])("%s is a bad output", async (_name, module) => {
    expect(await run(module)).toMatchObject({ kind: "bad-output" });
  });

  test.each([
    ["an allocator that computes for ever", dispatcher(NOTHING, "(loop $l (br $l)) (i32.const 0)"), "out-of-fuel"],
    [
      "one that does so when asked a second time",
      dispatcher(NOTHING, second("(loop $l (br $l)) (i32.const 0)")),
      "out-of-fuel",
    ],
    ["a dispatcher that computes for ever", dispatcher("(loop $l (br $l)) (i64.const 0)"), "out-of-fuel"],
    ["an allocator that traps", dispatcher(NOTHING, second("(unreachable)")), "trapped"],
    ["a dispatcher that traps", dispatcher("(unreachable)"), "trapped"],
  ])("%s is stopped", async (_name, module, kind) => {
    expect(await run(module)).toMatchObject({ kind });
  });

  test("one place for both holds the input: the guest fools itself alone", async () => {
    const answer = "(i64.or (i64.shl (i64.extend_i32_u (local.get $mptr)) (i64.const 32)) (i64.const 3))";
    expect(await run(dispatcher(answer))).toEqual({ kind: "completed", output: Uint8Array.of(4, 5, 3) });
  });

  test("an allocator that grows the memory in between is given places in the grown memory", async () => {
    const grow = second("(i32.mul (memory.grow (i32.const 1)) (i32.const 65536))");
    const answer = "(i64.or (i64.shl (i64.extend_i32_u (local.get $iptr)) (i64.const 32)) (i64.const 2))";
    expect(await run(dispatcher(answer, grow))).toEqual({ kind: "completed", output: INPUT });
  });

  test("a method counts as input", async () => {
    const guest = await engine.load(dispatcher(NOTHING), { limits: { maxInputBytes: 10 } });
    const call = { operation: "go", method: new Uint8Array(6), input: new Uint8Array(5) };
    await expect(guest.call(call, NEVER)).rejects.toMatchObject({ code: "wasm/limit" });
    expect((await guest.call({ ...call, input: new Uint8Array(4) }, NEVER)).stop.kind).toBe("completed");
  });
});

describe("required exports", () => {
  const engine = createWasmEngine({ clock: createSystemClock() });
  afterAll(() => engine[Symbol.asyncDispose]());
  const free = (signature: string): Uint8Array =>
    dispatcher(NOTHING, "(i32.const 0)", `(func (export "free") ${signature})`);
  const requiredExports = {
    free: [
      { params: ["i32", "i32"], results: [] },
      { params: ["i32"], results: [] },
    ],
  };

  test("a module with one of the types that its host allows is loaded", async () => {
    for (const signature of ["(param i32 i32)", "(param i32)"])
      expect((await engine.load(free(signature), { requiredExports })).dispatchers).toEqual(["go"]);
  });

  test.each([
    ["without it", dispatcher(NOTHING)],
    ["with another type", free("(param i64)")],
    ["with a result", free("(param i32) (result i32) (i32.const 0)")],
    ["with a memory of that name", dispatcher(NOTHING, "(i32.const 0)", '(global (export "free") i32 (i32.const 0))')],
  ])("a module %s is refused", async (_name, module) => {
    const refusal = { code: "wasm/missing-export", message: expect.stringContaining("free") };
    await expect(engine.load(module, { requiredExports })).rejects.toMatchObject(refusal);
  });

  test("names of an object's own are no exports", async () => {
    const required = { constructor: [{ params: [], results: [] }] };
    await expect(engine.load(dispatcher(NOTHING), { requiredExports: required })).rejects.toMatchObject({
      code: "wasm/missing-export",
    });
  });
});
