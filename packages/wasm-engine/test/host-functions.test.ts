import type { Clock } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { afterAll, describe, expect, test } from "vitest";
import {
  type CallReport,
  createWasmEngine,
  type Guest,
  type HostCall,
  type HostFunction,
  type HostValue,
  type Lane,
} from "../src/index.ts";
import { guest, NOTHING } from "./_wat.ts";

const NEVER = new AbortController().signal;
const clock = createSystemClock();
const TAKE = '(import "cordon" "take" (func $take (param i32 i32) (result i32)))';
const ENGINES = new Map(
  (["inline", "suspended", "worker"] as const).map((lane) => [
    lane,
    createWasmEngine({ clock, lane, limits: { timeoutMs: 20_000 } }),
  ]),
);
afterAll(() => Promise.all([...ENGINES.values()].map((engine) => engine[Symbol.asyncDispose]())));

function granted(run: HostFunction["run"], declared: Partial<HostFunction> = {}): HostFunction {
  return { module: "env", name: "f", params: [], result: "none", maxCalls: 10, waits: false, ...declared, run };
}

function load(lane: Lane, module: Uint8Array, ...hostFunctions: readonly HostFunction[]): Promise<Guest> {
  return (ENGINES.get(lane) as ReturnType<typeof createWasmEngine>).load(module, { hostFunctions });
}

function call(loaded: Guest, more: object = {}): Promise<CallReport> {
  return loaded.call({ operation: "go", input: Uint8Array.of(1, 2, 3), ...more }, NEVER);
}

describe.each(["inline", "suspended", "worker"] as const)("host functions in the lane %s", (lane) => {
  test("get what the guest passed, each value of its type, and are counted", async () => {
    const seen: (readonly HostValue[])[] = [];
    const f = granted((values) => void seen.push(values), {
      params: ["i32", "text", "i64", "f32", "f64", "bytes"],
    });
    const module = guest(
      `(call $f (i32.const -5) (i32.const 16) (i32.const 6) (i64.const -7) (f32.const 1.5) (f64.const 2.5) (local.get $ptr) (local.get $len)) ${NOTHING}`,
      '(import "env" "f" (func $f (param i32 i32 i32 i64 f32 f64 i32 i32))) (data (i32.const 16) "na\\c3\\afve")',
    );
    const { stop, hostCalls } = await call(await load(lane, module, f));
    expect(stop.kind).toBe("completed");
    expect(seen).toEqual([[-5, "naïve", -7n, 1.5, 2.5, Uint8Array.of(1, 2, 3)]]);
    expect(hostCalls).toEqual({ "env.f": 1 });
  });

  test("answer with numbers, and with text that the guest fetches once", async () => {
    const number = granted(() => 41, { name: "n", result: "i32" });
    const text = granted(() => "héllo", { name: "t", result: "text" });
    const module = guest(
      `(local.set $i (call $take (i32.const 0) (call $t)))
       (i32.store8 (i32.const 6) (i32.add (call $n) (call $take (i32.const 100) (i32.const 64))))
       (i64.extend_i32_u (i32.add (local.get $i) (i32.const 1)))`,
      `(import "env" "n" (func $n (result i32))) (import "env" "t" (func $t (result i32))) ${TAKE}`,
    );
    const { stop } = await call(await load(lane, module, number, text));
    expect(stop).toEqual({ kind: "completed", output: Uint8Array.of(...new TextEncoder().encode("héllo"), 41) });
  });

  test("get the call's context and what is left of its deadline", async () => {
    const seen: [unknown, boolean, boolean][] = [];
    const f = granted((_values, { context, remainingMs, signal }: HostCall) => {
      seen.push([context, remainingMs > 0 && remainingMs <= 5000, signal.aborted]);
      return undefined;
    });
    const context = { tenant: "a" };
    const module = guest(`(call $f) ${NOTHING}`, '(import "env" "f" (func $f))');
    await call(await load(lane, module, f), { context, timeoutMs: 5000 });
    expect(seen).toEqual([[context, true, false]]);
  });

  test.each([
    ["something of another type", (): HostValue | undefined => "text", "i32"],
    ["nothing", (): HostValue | undefined => undefined, "i64"],
    ["a promise that nobody waits for", (): Promise<number> => Promise.reject(new Error("Too late.")), "i32"],
    ["too much", (): HostValue | undefined => new Uint8Array(300_000), "bytes"],
  ] as const)("that answer with %s stop the guest, which cannot catch it", async (_name, run, result) => {
    const module = guest(
      `(try (do (drop (call $f))) (catch_all)) ${NOTHING}`,
      `(import "env" "f" (func $f (result ${result === "i64" ? "i64" : "i32"})))`,
    );
    const { stop } = await call(await load(lane, module, granted(run, { result })));
    expect(stop).toMatchObject({ kind: "trapped", reason: "host-function", hostFunction: "env.f" });
  });

  test("that throw leave their reason with the host alone", async () => {
    const secret = new Error("The password is hunter2.");
    const f = granted(() => {
      throw secret;
    });
    const { stop } = await call(await load(lane, guest(`(call $f) ${NOTHING}`, '(import "env" "f" (func $f))'), f));
    expect(stop).toEqual({
      kind: "trapped",
      reason: "host-function",
      hostFunction: "env.f",
      backtrace: [],
      cause: secret,
    });
  });

  test("are called no oftener than they may be", async () => {
    let calls = 0;
    const f = granted(() => void (calls += 1), { maxCalls: 3 });
    const module = guest(`(loop $l (call $f) (br $l)) ${NOTHING}`, '(import "env" "f" (func $f))');
    const loaded = await load(lane, module, f);
    for (const expected of [3, 6]) {
      expect((await call(loaded)).stop).toMatchObject({ kind: "trapped", reason: "host-quota", hostFunction: "env.f" });
      expect(calls).toBe(expected);
    }
  });
});

describe.each(["suspended", "worker"] as const)("host functions that wait, in the lane %s", (lane) => {
  const module = guest(
    `(i32.store8 (i32.const 0) (call $f)) (call $after) (i64.const 1)`,
    '(import "env" "f" (func $f (result i32))) (import "env" "after" (func $after))',
  );

  test("are waited for, each call for its own", async () => {
    const f = granted(
      async (_values, { context }) => {
        await new Promise((resolve) => setTimeout(resolve, 20 - Number(context)));
        return Number(context);
      },
      { result: "i32", waits: true },
    );
    const loaded = await load(
      lane,
      module,
      f,
      granted(() => undefined, { name: "after" }),
    );
    const reports = await Promise.all([1, 2, 3, 4].map((context) => call(loaded, { context })));
    expect(reports.map(({ stop }) => stop)).toEqual(
      [1, 2, 3, 4].map((each) => ({ kind: "completed", output: Uint8Array.of(each) })),
    );
  });

  test("that answer after the stop answer nobody, and what they commit then does not happen", async () => {
    const answer = Promise.withResolvers<number>();
    const committed: unknown[] = [];
    const tried = Promise.withResolvers<void>();
    let aborted = false;
    const f = granted(
      async (_values, hostCall) => {
        hostCall.signal.addEventListener("abort", () => (aborted = true));
        const value = await answer.promise;
        try {
          hostCall.commit(() => committed.push("landed"));
        } catch (error) {
          committed.push((error as { code?: string }).code);
        }
        tried.resolve();
        return value;
      },
      { result: "i32", waits: true },
    );
    let after = 0;
    const loaded = await load(
      lane,
      module,
      f,
      granted(() => void (after += 1), { name: "after" }),
    );
    expect((await call(loaded, { timeoutMs: 30 })).stop).toEqual({ kind: "deadline" });
    expect(aborted).toBe(true);
    answer.resolve(7);
    await tried.promise;
    expect(committed).toEqual(["wasm/fenced"]);
    expect(after).toBe(0);
  });

  test("that reject stop the guest", async () => {
    const cause = new Error("It failed later.");
    const f = granted(() => Promise.reject(cause), { result: "i32", waits: true });
    const loaded = await load(
      lane,
      module,
      f,
      granted(() => undefined, { name: "after" }),
    );
    expect((await call(loaded)).stop).toMatchObject({ kind: "trapped", reason: "host-function", cause });
  });
});

test("a guest that catches being stopped does nothing more, not even grow", async () => {
  const f = granted((): undefined => {
    throw new Error("It failed.");
  });
  const module = guest(
    `(try (do (call $f)) (catch_all)) (drop (memory.grow (i32.const 1))) ${NOTHING}`,
    '(import "env" "f" (func $f))',
  );
  const { stop, peakMemoryBytes } = await call(await load("inline", module, f));
  expect([stop.kind, peakMemoryBytes]).toEqual(["trapped", 65_536]);
});

test("no host function is called once the deadline has passed, at whatever moment it does", async () => {
  const stops = new Set<string>();
  for (let readings = 1; readings <= 12; readings += 1) {
    let left = readings;
    const passes: Clock = { ...clock, elapsed: () => ((left -= 1) >= 0 ? 0 : 10_000) };
    let late = 0;
    const f = granted(() => {
      if (left < 0) late += 1;
      return undefined;
    });
    await using engine = createWasmEngine({ clock: passes, lane: "inline", limits: { timeoutMs: 100 } });
    left = Number.POSITIVE_INFINITY;
    const module = guest(`(call $f) (call $f) (call $f) ${NOTHING}`, '(import "env" "f" (func $f))');
    const loaded = await engine.load(module, { hostFunctions: [f] });
    left = readings;
    const { stop } = await call(loaded);
    expect(late, `after ${readings} readings`).toBe(0);
    stops.add(stop.kind);
  }
  expect([...stops].toSorted()).toEqual(["completed", "deadline"]);
});

test("a deadline that passes while the guest computes is seen at its next host call", async () => {
  let calls = 0;
  // Once the first host function has answered and its answer was taken, all the time is gone.
  let readingsLeft = Number.POSITIVE_INFINITY;
  const passes: Clock = { ...clock, elapsed: () => ((readingsLeft -= 1) >= 0 ? 0 : 10_000) };
  const f = granted(() => {
    calls += 1;
    readingsLeft = 1;
    return undefined;
  });
  await using engine = createWasmEngine({ clock: passes, lane: "inline", limits: { timeoutMs: 100 } });
  const module = guest(`(call $f) (call $f) ${NOTHING}`, '(import "env" "f" (func $f))');
  const loaded = await engine.load(module, { hostFunctions: [f] });
  expect([(await call(loaded)).stop.kind, calls]).toEqual(["deadline", 1]);
});

test("host functions that are declared as none can be are refused by their names", async () => {
  const f = granted(() => undefined);
  const take = granted(() => undefined, { module: "cordon", name: "take" });
  await expect(load("inline", guest(NOTHING), f, f)).rejects.toThrow(/env[.]f/u);
  await expect(load("inline", guest(NOTHING), take)).rejects.toThrow(/cordon[.]take/u);
  for (const maxCalls of [-1, 1.5, Number.NaN])
    await expect(load("inline", guest(NOTHING), { ...f, maxCalls })).rejects.toThrow(RangeError);
});

test("a guest's own names in a backtrace are cleaned, and nothing of the host is in it", async () => {
  const module = Buffer.from(guest(`(call $inner) ${NOTHING}`, "(func $inner (unreachable))"));
  // As no text can say: a name that would colour a terminal.
  module.set([0x1b, 0x5b, 0x33, 0x31, 0x6d], module.lastIndexOf("inner"));
  const { stop } = await call(await load("inline", module));
  if (stop.kind !== "trapped") throw new Error(`The guest ended with ${stop.kind}.`);
  expect(stop.backtrace).toEqual(["??31m (function 0)", "go (function 2)"]);
});
