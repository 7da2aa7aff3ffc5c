import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemClock } from "@cordon/core/system";
import { describe, expect, test } from "vitest";
import { createFileModuleCache } from "../src/adapters/file/index.ts";
import {
  type CallReport,
  createMemoryModuleCache,
  createWasmEngine,
  type ModuleCache,
  rewriteModule,
  type WasmEngineOptions,
} from "../src/index.ts";
import { moduleBytes, repeated, TYPE } from "./_module-bytes.ts";
import { guest, NOTHING, wat } from "./_wat.ts";

const NEVER = new AbortController().signal;
const clock = createSystemClock();
const ECHO = guest(
  "(i64.or (i64.shl (i64.extend_i32_u (local.get $ptr)) (i64.const 32)) (i64.extend_i32_u (local.get $len)))",
);
const GO = { operation: "go", input: Uint8Array.of(1, 2, 3) };

function engineWith(options: Partial<WasmEngineOptions> = {}): ReturnType<typeof createWasmEngine> {
  // Time enough for a busy machine to start a thread in; tests of deadlines name their own.
  return createWasmEngine({ clock, ...options, limits: { timeoutMs: 20_000, ...options.limits } });
}

describe("loading", () => {
  test("finds a module that was rewritten before, and rewrites one of other caps", async () => {
    const gets: (boolean | string)[] = [];
    const inner = createMemoryModuleCache();
    const cache: ModuleCache = {
      async get(key) {
        const found = await inner.get(key);
        gets.push(found !== undefined);
        return found;
      },
      put: inner.put,
    };
    await using engine = engineWith({ cache });
    await engine.load(ECHO);
    expect((await (await engine.load(ECHO)).call(GO, NEVER)).stop).toEqual({ kind: "completed", output: GO.input });
    await engine.load(ECHO, { limits: { maxMemoryBytes: 65_536 } });
    expect(gets).toEqual([false, true, false]);
  });

  test("names a module by the bytes it had when it was given, whatever they become meanwhile", async () => {
    const cache = createMemoryModuleCache();
    await using engine = engineWith({ cache });
    const bytes = ECHO.slice();
    const loading = engine.load(bytes);
    bytes.fill(0);
    await loading;
    expect((await (await engine.load(ECHO)).call(GO, NEVER)).stop.kind).toBe("completed");
  });

  test("rewrites again where the cached file is damaged, cut or gone", async () => {
    const dir = await mkdtemp(join(tmpdir(), "cordon-cache-"));
    await using engine = engineWith({ cache: createFileModuleCache({ dir }) });
    await engine.load(ECHO);
    const [file = ""] = await readdir(dir);
    const path = join(dir, file);
    const whole = await readFile(path);
    expect((await stat(path)).mode & 0o077).toBe(0);
    for (const damaged of [
      whole.subarray(0, 40),
      Buffer.alloc(0),
      Buffer.from(whole).fill(0, 60, 61),
      Buffer.concat([whole, whole]),
    ]) {
      await writeFile(path, damaged);
      expect((await (await engine.load(ECHO)).call(GO, NEVER)).stop).toEqual({ kind: "completed", output: GO.input });
      expect((await readFile(path)).equals(whole)).toBe(true);
    }
    expect(await readdir(dir)).toEqual([file]);
  });

  test("does without a cache that fails", async () => {
    const fail = (): Promise<never> => Promise.reject(new Error("The disk is full."));
    await using engine = engineWith({ cache: { get: fail, put: fail } });
    expect((await (await engine.load(ECHO)).call(GO, NEVER)).stop.kind).toBe("completed");
  });

  test("is stopped where compiling takes too long, and the next module is not held up", async () => {
    await using engine = engineWith();
    // Compiling this takes seconds: each of the blocks has to think of all the locals.
    const slow = moduleBytes({
      type: TYPE.operation,
      locals: [[49_000, 0x7e]],
      code: [...repeated(1000, 0x41, 0, 0x04, 0x40, 0x0b), 0x42, 0],
    });
    await expect(engine.load(slow, { limits: { loadTimeoutMs: 200 } })).rejects.toMatchObject({
      code: "wasm/load-timeout",
    });
    expect((await (await engine.load(ECHO)).call(GO, NEVER)).stop.kind).toBe("completed");
  });

  test("says what kept a module from starting", async () => {
    await using engine = engineWith();
    const module =
      wat(`(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 0))
      (func (export "go") (param i32 i32) (result i64) ${NOTHING}) (func (export "_initialize") (unreachable)))`);
    await expect(engine.load(module)).rejects.toMatchObject({
      code: "wasm/start-stopped",
      details: { stop: "trapped" },
    });
  });

  test("refuses limits that cannot be, by their names", () => {
    expect(() => engineWith({ limits: { fuel: 0 } })).toThrow(/fuel.*0/u);
    expect(() => engineWith({ limits: { maxMemoryBytes: 1000 } })).toThrow(/maxMemoryBytes.*1000/u);
    expect(() => engineWith({ limits: { timeoutMs: Number.NaN } })).toThrow(/timeoutMs.*NaN/u);
    expect(() => engineWith({ limits: { fule: 1 } as object })).toThrow(/fule/u);
    expect(() => engineWith({ maxWorkers: 0 })).toThrow(/maxWorkers.*0/u);
  });
});

describe("calling", () => {
  test("uses the same fuel in every lane, and in every process that rewrites alike", async () => {
    const module = guest(
      `(loop $l (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000)))) ${NOTHING}`,
    );
    const used = new Set<number>();
    for (const lane of ["inline", "suspended", "worker"] as const) {
      await using engine = engineWith({ lane });
      const loaded = await engine.load(module);
      for (let at = 0; at < 3; at += 1) used.add((await loaded.call(GO, NEVER)).fuelUsed);
    }
    expect([...used]).toHaveLength(1);
  });

  test("goes to a worker with much fuel, which is killed at the deadline and replaced", async () => {
    await using engine = engineWith();
    const loaded = await engine.load(
      guest(`(if (i32.eq (local.get $len) (i32.const 0)) (then (loop $l (br $l)))) ${NOTHING}`),
    );
    const spinning = { operation: "go", input: new Uint8Array(), fuel: Number.MAX_SAFE_INTEGER, timeoutMs: 30 };
    for (let at = 0; at < 5; at += 1) {
      const { stop, lane, fuelUsed } = await loaded.call(spinning, NEVER);
      expect([stop, lane, fuelUsed]).toEqual([{ kind: "deadline" }, "worker", spinning.fuel]);
      expect((await loaded.call({ ...GO, fuel: 10_000_000 }, NEVER)).stop.kind).toBe("completed");
    }
  });

  test("is stopped in a worker when its caller gives up", async () => {
    await using engine = engineWith({ lane: "worker" });
    const loaded = await engine.load(guest(`(loop $l (br $l)) ${NOTHING}`));
    const caller = new AbortController();
    const calling = loaded.call({ ...GO, fuel: Number.MAX_SAFE_INTEGER, timeoutMs: 60_000 }, caller.signal);
    setTimeout(() => caller.abort(), 20);
    expect((await calling).stop).toEqual({ kind: "aborted" });
  });

  test("waits for a thread no longer than its deadline, and there is an end to how many wait", async () => {
    await using engine = engineWith({ lane: "worker", maxWorkers: 1, maxWaiting: 1 });
    const loaded = await engine.load(guest(`(loop $l (br $l)) ${NOTHING}`));
    const spin = (timeoutMs: number): ReturnType<typeof loaded.call> =>
      loaded.call({ ...GO, fuel: Number.MAX_SAFE_INTEGER, timeoutMs }, NEVER);
    const [running, waiting, refused] = [spin(300), spin(30), spin(30)];
    await expect(refused).rejects.toMatchObject({ code: "wasm/busy", retryable: true });
    expect(await waiting).toMatchObject({ stop: { kind: "deadline" }, fuelUsed: 0 });
    expect((await running).stop).toEqual({ kind: "deadline" });
  });

  test("of more instances than are allowed at once is refused as busy", async () => {
    await using engine = engineWith({ limits: { maxInstances: 2 } });
    const waits = {
      module: "env",
      name: "f",
      params: [],
      result: "none",
      maxCalls: 1,
      waits: true,
      run: () => new Promise<undefined>(() => {}),
    } as const;
    const loaded = await engine.load(guest(`(call $f) ${NOTHING}`, '(import "env" "f" (func $f))'), {
      hostFunctions: [waits],
    });
    const calls = [1, 2, 3].map(() => loaded.call({ ...GO, timeoutMs: 50 }, NEVER));
    await expect(calls[2]).rejects.toMatchObject({ code: "wasm/busy" });
    expect((await Promise.all(calls.slice(0, 2))).map(({ stop }) => stop.kind)).toEqual(["deadline", "deadline"]);
  });

  test("with too much input is refused before the guest runs", async () => {
    await using engine = engineWith({ limits: { maxInputBytes: 2 } });
    await expect((await engine.load(ECHO)).call(GO, NEVER)).rejects.toMatchObject({ code: "wasm/limit" });
  });

  test("with too much output is a stop", async () => {
    await using engine = engineWith({ limits: { maxOutputBytes: 2 } });
    expect((await (await engine.load(ECHO)).call(GO, NEVER)).stop).toMatchObject({ kind: "bad-output" });
  });

  test("after the engine was disposed is refused, and disposing twice does no harm", async () => {
    const engine = engineWith();
    const loaded = await engine.load(ECHO);
    await engine[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
    await expect(loaded.call(GO, NEVER)).rejects.toMatchObject({ code: "wasm/disposed" });
    await expect(engine.load(ECHO)).rejects.toMatchObject({ code: "wasm/disposed" });
  });
});

test("no bytes make the rewriter do anything but rewrite, refuse or find them invalid", () => {
  for (let at = 8; at < ECHO.length; at += 1) {
    for (const change of [0x00, 0x7f, 0x80, 0xff]) {
      const mutant = ECHO.slice();
      mutant[at] = change;
      try {
        rewriteModule(mutant, {
          maxMemoryPages: 16,
          maxTableEntries: 16,
          canonicalNans: true,
          detachStart: true,
          functionImportsOnly: true,
        });
      } catch (error) {
        expect((error as { code?: string }).code, `byte ${at} as ${change}: ${String(error)}`).toMatch(/^wasm\//u);
      }
    }
  }
});

test("a guest that grows its memory in call after call goes to a thread of its own, and answers as before", async () => {
  await using engine = engineWith();
  const grows = await engine.load(guest("(drop (memory.grow (i32.const 1))) (i64.extend_i32_u (memory.size))"));
  const reports: CallReport[] = [];
  for (let call = 0; call < 12; call += 1) reports.push(await grows.call(GO, NEVER));
  const lanes = reports.map(({ lane }) => lane);
  expect([lanes.slice(0, 9), lanes.slice(9)]).toEqual([
    lanes.slice(0, 9).map(() => "inline"),
    ["worker", "worker", "worker"],
  ]);
  expect(new Set(reports.map(({ stop, fuelUsed }) => JSON.stringify([stop, fuelUsed]))).size).toBe(1);
});

test("a guest that floods the threads leaves another its turn", async () => {
  await using engine = engineWith({ lane: "worker", maxWorkers: 1 });
  const [greedy, other] = [await engine.load(guest("(loop $l (br $l)) unreachable")), await engine.load(ECHO)];
  const order: string[] = [];
  const note = (name: string) => (): void => void order.push(name);
  const flood = Array.from({ length: 10 }, () => greedy.call({ ...GO, fuel: 1_000_000 }, NEVER).then(note("greedy")));
  await other.call(GO, NEVER).then(note("other"));
  expect(order.length).toBeLessThanOrEqual(3);
  await Promise.all(flood);
  expect(order).toHaveLength(11);
});
