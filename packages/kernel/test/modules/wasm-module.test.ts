import type { JsonValue } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { createWasmEngine, type Guest, type WasmEngine } from "@cordon/wasm-engine";
import { afterAll, describe, expect, test } from "vitest";
import { createWasmModule, WASM_MODULE_CEILINGS } from "../../src/adapters/wasm/wasm-module.ts";
import type { ModuleLimits } from "../../src/modules/manifest/module-manifest.ts";
import type { ModuleContext } from "../../src/modules/module.ts";
import { managerFixture, manifestOf, settle } from "./_fixtures.ts";
import { answer, kernelGuest, SUITE_GUEST, wat } from "./_wat.ts";

const NEVER = new AbortController().signal;
const CONTEXT = {} as ModuleContext;
const engine = createWasmEngine({ clock: createSystemClock(), limits: { fuel: 300_000, timeoutMs: 5000 } });
afterAll(() => engine[Symbol.asyncDispose]());

async function call(bytes: Uint8Array, limits: ModuleLimits = {}, payload: JsonValue = { a: 1 }): Promise<JsonValue> {
  const module = createWasmModule({ id: "guest", engine, bytes, limits });
  await module.start(CONTEXT, NEVER);
  try {
    return await module.invoke({ method: "do", payload }, NEVER);
  } finally {
    await module.stop(NEVER);
  }
}

const text = (json: string): string => `(data (i32.const 16) "${json.replaceAll('"', '\\"')}")`;
const says = (json: string): Uint8Array =>
  wat(`(module (memory (export "memory") 1) ${text(json)} (func (export "free") (param i32))
    (func (export "alloc") (param i32) (result i32) (i32.const 1024))
    (func (export "oxide_invoke") (param i32 i32 i32 i32) (result i64) ${answer("(i32.const 16)", `(i32.const ${json.length})`)}))`);

describe("what goes in and out", () => {
  test("the payload is its JSON, and the method its text without quotes", async () => {
    const methodBack = kernelGuest(`
      (i32.store8 (i32.sub (local.get $mptr) (i32.const 1)) (i32.const 34))
      (i32.store8 (i32.add (local.get $mptr) (local.get $mlen)) (i32.const 34))
      ${answer("(i32.sub (local.get $mptr) (i32.const 1))", "(i32.add (local.get $mlen) (i32.const 2))")}`);
    expect(await call(methodBack)).toBe("do");
    expect(await call(SUITE_GUEST)).toEqual({ a: 1 });
  });

  test("an answer is any JSON", async () => {
    for (const json of ["null", "1", '"x"', "[1,2]", '{"a":null}'])
      expect(await call(says(json))).toEqual(JSON.parse(json));
  });
});

describe("a module that does not keep to the contract is not started", () => {
  const ALLOC = '(func (export "alloc") (param i32) (result i32) (i32.const 0))';
  const FREE = '(func (export "free") (param i32 i32))';
  const INVOKE = '(func (export "oxide_invoke") (param i32 i32 i32 i32) (result i64) (i64.const 0))';
  const MEMORY = '(memory (export "memory") 1)';
  test.each([
    ["no memory", `(module (memory 1) ${ALLOC} ${FREE} ${INVOKE})`, "memory"],
    ["no alloc", `(module ${MEMORY} ${FREE} ${INVOKE})`, "alloc"],
    ["no free", `(module ${MEMORY} ${ALLOC} ${INVOKE})`, "free"],
    [
      "a free that answers",
      `(module ${MEMORY} ${ALLOC} (func (export "free") (param i32) (result i32) (i32.const 0)) ${INVOKE})`,
      "free",
    ],
    [
      "no oxide_invoke",
      `(module ${MEMORY} ${ALLOC} ${FREE} (func (export "other") (param i32 i32 i32 i32) (result i64) (i64.const 0)))`,
      "oxide_invoke",
    ],
    [
      "one with one input",
      `(module ${MEMORY} ${ALLOC} ${FREE} (func (export "oxide_invoke") (param i32 i32) (result i64) (i64.const 0)))`,
      "oxide_invoke",
    ],
    [
      "one by a name that is longer",
      `(module ${MEMORY} ${ALLOC} ${FREE} (func (export "oxide_invoke2") (param i32 i32 i32 i32) (result i64) (i64.const 0)))`,
      "oxide_invoke",
    ],
    [
      "an import",
      `(module (import "env" "log" (func (param i32))) ${MEMORY} ${ALLOC} ${FREE} ${INVOKE})`,
      "not granted",
    ],
    [
      "a start that never ends",
      `(module ${MEMORY} ${ALLOC} ${FREE} ${INVOKE} (func $s (loop $l (br $l))) (start $s))`,
      "initialised",
    ],
  ])("%s", async (_name, source, says_) => {
    const refusal = { code: "kernel/load-failed", message: expect.stringContaining(says_) };
    await expect(call(wat(source))).rejects.toMatchObject(refusal);
  });

  test("bytes that are no module", async () => {
    await expect(call(new TextEncoder().encode("hello"))).rejects.toMatchObject({ code: "kernel/load-failed" });
  });
});

describe("a hostile module ends in a typed error", () => {
  const second = (place: string): string =>
    `(global.set $count (i32.add (global.get $count) (i32.const 1)))
     (if (result i32) (i32.eq (global.get $count) (i32.const 2)) (then ${place}) (else (i32.const 1024)))`;
  const NULL = says("null");
  const nothing = (parts = {}): Uint8Array => kernelGuest("(i64.const 0)", parts);
  test.each([
    ["alloc gives nonsense for the method", nothing({ alloc: "(i32.const -1)" }), "kernel/bad-output"],
    ["alloc gives nonsense for the payload", nothing({ alloc: second("(i32.const 0xfffffff0)") }), "kernel/bad-output"],
    ["alloc gives the end of the memory", nothing({ alloc: "(i32.const 65535)" }), "kernel/bad-output"],
    ["alloc computes for ever", nothing({ alloc: "(loop $l (br $l)) (i32.const 0)" }), "kernel/module-crashed"],
    ["alloc traps", nothing({ alloc: "(unreachable)" }), "kernel/module-crashed"],
    ["the result lies outside the memory", kernelGuest("(i64.const 0x7fffffff00000004)"), "kernel/bad-output"],
    ["the result goes over the end of the memory", kernelGuest("(i64.const 0x0000ffff00000004)"), "kernel/bad-output"],
    ["the result is longer than may be", kernelGuest("(i64.const 0x00000000ffffffff)"), "kernel/bad-output"],
    ["the result is nothing at all", kernelGuest("(i64.const 0)"), "kernel/bad-output"],
    ["the result is no JSON", says("{'a':1}"), "kernel/bad-output"],
    ["the result is JSON and more", says("1 2"), "kernel/bad-output"],
    [
      "the result is no UTF-8",
      kernelGuest(`(i32.store (i32.const 0) (i32.const 0x22ff22)) ${answer("(i32.const 0)", "(i32.const 3)")}`),
      "kernel/bad-output",
    ],
    [
      "the result has a mark before it",
      kernelGuest(`(i32.store (i32.const 0) (i32.const 0x31bfbbef)) ${answer("(i32.const 0)", "(i32.const 4)")}`),
      "kernel/bad-output",
    ],
    ["the result is a number that is none", says("NaN"), "kernel/bad-output"],
    ["it computes for ever", kernelGuest("(loop $l (br $l)) (i64.const 0)"), "kernel/module-crashed"],
    [
      "it calls itself for ever",
      kernelGuest("(call $go (i32.const 0))  (i64.const 0)", {
        around: "(func $go (param i32) (call $go (local.get 0)))",
      }),
      "kernel/module-crashed",
    ],
    [
      "it grows for ever",
      kernelGuest(
        "(loop $l (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable))) (br $l)) (i64.const 0)",
        { memory: "1 65536" },
      ),
      "kernel/module-crashed",
    ],
    ["it traps", kernelGuest("(unreachable)"), "kernel/module-crashed"],
    [
      "it divides by zero",
      kernelGuest("(drop (i32.div_u (i32.const 1) (i32.const 0))) (i64.const 0)"),
      "kernel/module-crashed",
    ],
  ])("%s", async (_name, bytes, code) => {
    await expect(call(bytes)).rejects.toMatchObject({ code });
    expect(await call(NULL)).toBe(null);
  });

  test("an answer with a name that no field may have does not get past the manager", async () => {
    const { manager } = managerFixture();
    manager.load(createWasmModule({ id: "a", engine, bytes: says('{"__proto__":1}') }), manifestOf("a"));
    await manager.start("a");
    await expect(manager.invoke({ moduleId: "a", method: "m", payload: null })).rejects.toMatchObject({
      code: "kernel/bad-output",
    });
    await manager.stop("a");
  });
});

describe("limits", () => {
  /** Sees what the engine is asked for. */
  function seen(limits: ModuleLimits, ceilings?: Required<ModuleLimits>) {
    const asked: unknown[] = [];
    const spy: WasmEngine = {
      ...engine,
      async load(bytes, options) {
        asked.push(options?.limits);
        return engine.load(bytes, options);
      },
    };
    const capped = ceilings === undefined ? {} : { ceilings };
    return { asked, module: createWasmModule({ id: "a", engine: spy, bytes: SUITE_GUEST, limits, ...capped }) };
  }

  test("fuel, memory and time are what the manifest asks for, within the ceilings", async () => {
    const { asked, module } = seen({ fuel: 1000, memory: 131_072, timeoutMs: 50 });
    await module.start(CONTEXT, NEVER);
    const greedy = seen({ fuel: 10 ** 12, memory: 2 ** 32, timeoutMs: 300_000 });
    await greedy.module.start(CONTEXT, NEVER);
    const tight = seen({ fuel: 1000, memory: 131_072, timeoutMs: 50 }, { fuel: 500, memory: 65_536, timeoutMs: 20 });
    await tight.module.start(CONTEXT, NEVER);
    expect([...asked, ...greedy.asked, ...tight.asked]).toEqual([
      { fuel: 1000, maxMemoryBytes: 131_072, timeoutMs: 50 },
      { fuel: 1_000_000_000, maxMemoryBytes: 67_108_864, timeoutMs: 30_000 },
      { fuel: 500, maxMemoryBytes: 65_536, timeoutMs: 20 },
    ]);
    expect(WASM_MODULE_CEILINGS.memory).toBe(67_108_864);
    for (const each of [module, greedy.module, tight.module]) await each.stop(NEVER);
  });

  test("a call that outlasts its time is stopped with its thread", async () => {
    const spins = kernelGuest("(loop $l (br $l)) (i64.const 0)");
    await expect(call(spins, { fuel: 10 ** 12, timeoutMs: 50 })).rejects.toMatchObject({
      code: "kernel/invoke-timeout",
    });
  });

  test("less fuel is less work", async () => {
    await expect(call(SUITE_GUEST, { fuel: 3 })).rejects.toMatchObject({ details: { stop: "out-of-fuel" } });
  });

  test("a payload that is larger than the engine takes is refused", async () => {
    const payload = "x".repeat(1_100_000);
    await expect(call(SUITE_GUEST, {}, payload)).rejects.toMatchObject({ code: "kernel/invalid-payload" });
  });
});

describe("lives", () => {
  test("a guest that is ready after its module was stopped is disposed of", async () => {
    const loading = Promise.withResolvers<void>();
    const disposed: string[] = [];
    const slow: WasmEngine = {
      ...engine,
      async load(bytes, options): Promise<Guest> {
        await loading.promise;
        const guest = await engine.load(bytes, options);
        return {
          ...guest,
          operations: guest.operations,
          call: guest.call,
          async [Symbol.asyncDispose]() {
            disposed.push("guest");
            await guest[Symbol.asyncDispose]();
          },
        };
      },
    };
    const module = createWasmModule({ id: "a", engine: slow, bytes: SUITE_GUEST });
    const starting = module.start(CONTEXT, NEVER);
    await module.stop(NEVER);
    loading.resolve();
    await starting;
    expect(disposed).toEqual(["guest"]);
    const late = new AbortController();
    const again = module.start(CONTEXT, late.signal);
    late.abort();
    await again;
    expect(disposed).toEqual(["guest", "guest"]);
    await expect(module.invoke({ method: "echo", payload: 1 }, NEVER)).rejects.toMatchObject({
      code: "kernel/not-running",
    });
  });

  test("what happens to its bytes after it was made changes nothing", async () => {
    const bytes = SUITE_GUEST.slice();
    const module = createWasmModule({ id: "a", engine, bytes });
    bytes.fill(0);
    await module.start(CONTEXT, NEVER);
    expect(await module.invoke({ method: "echo", payload: 1 }, NEVER)).toBe(1);
    await module.stop(NEVER);
  });

  test("a module in a manager starts, answers on the bus and stops", async () => {
    const { manager, bus, announced } = managerFixture();
    manager.load(
      createWasmModule({ id: "a", engine, bytes: SUITE_GUEST }),
      manifestOf("a", { kind: "wasm", entry: "a.wasm" }),
    );
    await manager.start("a");
    const command = { type: "invoke", moduleId: "a", method: "echo", payload: { x: [1] } } as const;
    expect(await bus.request({ to: "a", command })).toEqual({ x: [1] });
    expect(await manager.health("a")).toMatchObject({ healthy: true });
    await manager.stop("a");
    expect(await announced()).toEqual(["started a", "stopped a"]);
    await settle();
  });
});
