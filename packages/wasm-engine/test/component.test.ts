import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemClock } from "@cordon/core/system";
import { afterAll, describe, expect, test } from "vitest";
import { createComponentEngine } from "../src/component/index.ts";
import { guestCases } from "../src/conformance/index.ts";
import type { HostFunction } from "../src/index.ts";
import { component, componentText, fixtureComponent } from "./_component.ts";
import { createLanding } from "./_landing.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

const NEVER = new AbortController().signal;
const BYTES_WORLD = "package cordon:guest; world guest { export go: func(input: list<u8>) -> list<u8>; }";
const dir = await mkdtemp(join(tmpdir(), "cordon-component-"));
const engine = createComponentEngine({ clock: createSystemClock(), dir, limits: { timeoutMs: 20_000 } });
const fixture = await fixtureComponent();
afterAll(() => engine[Symbol.asyncDispose]());

function granted(onLand: () => void = () => {}): readonly HostFunction[] {
  const declared = { module: "$root", result: "none", maxCalls: 10 } as const;
  return [
    { ...declared, name: "wait", params: [], waits: true, run: () => new Promise(() => {}) },
    { ...declared, name: "log", params: ["text"], waits: false, run: () => undefined },
    {
      ...declared,
      name: "land",
      params: [],
      waits: false,
      run() {
        onLand();
        return undefined;
      },
    },
  ];
}

describe("guests that are components", () => {
  runSuite(
    guestCases,
    async () => {
      const landing = createLanding();
      return landing.fixtureOf(await engine.load(fixture, { hostFunctions: granted(landing.onLand) }));
    },
    { abilities: ["metered", "waits", "calls-host"] },
  );
});

describe("components that mean harm", () => {
  test.each([
    ["spin", { kind: "out-of-fuel" }],
    ["hoard", { kind: "out-of-memory" }],
    ["chat", { kind: "trapped", reason: "host-quota", hostFunction: "$root.log" }],
    ["trap", { kind: "trapped", reason: "unreachable" }],
  ])("%s", async (operation, expected) => {
    const guest = await engine.load(fixture, { hostFunctions: granted(), limits: { maxMemoryBytes: 1_048_576 } });
    const { stop, peakMemoryBytes } = await guest.call({ operation, input: new Uint8Array(3) }, NEVER);
    expect(stop).toMatchObject(expected);
    expect(peakMemoryBytes).toBeLessThanOrEqual(1_048_576);
  });

  test("a spinning one is killed at its deadline, whatever its fuel", async () => {
    const guest = await engine.load(fixture, { hostFunctions: granted() });
    const call = { operation: "spin", input: new Uint8Array(), fuel: Number.MAX_SAFE_INTEGER, timeoutMs: 30 };
    expect((await guest.call(call, NEVER)).stop).toEqual({ kind: "deadline" });
    expect((await guest.call({ operation: "count", input: new Uint8Array() }, NEVER)).stop).toMatchObject({
      kind: "completed",
    });
  });

  test("a core name that would become part of the glue's own code is refused before the glue is run", async () => {
    const hostile = componentText(`(component
      (core module $m
        (memory (export "x'];globalThis.pwned=1;['") 1)
        (func (export "go") (param i32 i32) (result i32) (i32.const 0))
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
      (core instance $i (instantiate $m))
      (func $go (param "input" (list u8)) (result (list u8))
        (canon lift (core func $i "go") (memory (core memory $i "x'];globalThis.pwned=1;['")) (realloc (core func $i "realloc"))))
      (export "go" (func $go)))`);
    await expect(engine.load(await hostile)).rejects.toMatchObject({
      code: "wasm/invalid-component",
      details: { problem: expect.stringContaining("has the name") },
    });
    expect("pwned" in globalThis).toBe(false);
  });

  test.each([
    ["a list of texts", "export go: func(input: list<string>) -> list<u8>;"],
    ["a number", "export go: func(input: u32) -> list<u8>;"],
    ["nothing", ""],
  ])("a world with %s is refused", async (_name, items) => {
    const core =
      '(module (memory (export "memory") 1) (func (export "go") (param i32 i32) (result i32) (i32.const 0)) (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))';
    const made = component(
      items.includes("u32")
        ? core.replace("(param i32 i32) (result i32) (i32.const 0))", "(param i32) (result i32) (i32.const 0))")
        : core,
      `package cordon:guest; world guest { ${items} }`,
    );
    await expect(engine.load(await made)).rejects.toMatchObject({ code: "wasm/invalid-component" });
  });

  test("an import that was not granted, or is of another type, is refused", async () => {
    await expect(engine.load(fixture)).rejects.toMatchObject({ code: "wasm/import-not-granted" });
    const others = granted().map((each): HostFunction => (each.name === "log" ? { ...each, params: ["bytes"] } : each));
    await expect(engine.load(fixture, { hostFunctions: others })).rejects.toMatchObject({
      code: "wasm/import-not-granted",
    });
  });

  test.each([
    ["nine instances", 9, "", "core instances"],
    ["two instances with a memory each", 2, '(memory (export "memory") 1)', "more than one memory"],
  ])("%s of one core module are stopped when they are called", async (_name, count, memory, feature) => {
    const more = Array.from({ length: count }, (_, at) => `(core instance $more${at} (instantiate $part))`).join(" ");
    const text = `(component
      (core module $part ${memory})
      ${more}
      (core module $m (memory (export "memory") 1)
        (func (export "go") (param i32 i32) (result i32) (i32.const 0))
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
      (core instance $i (instantiate $m))
      (func $go (param "input" (list u8)) (result (list u8))
        (canon lift (core func $i "go") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
      (export "go" (func $go)))`;
    const guest = await engine.load(await componentText(text));
    const { stop } = await guest.call({ operation: "go", input: Uint8Array.of(1) }, NEVER);
    expect(stop).toEqual({ kind: "refused", feature: expect.stringContaining(feature) });
  });

  test("more core modules than can be instantiated are refused before any is made ready", async () => {
    const modules = Array.from(
      { length: 9 },
      (_, at) => `(core module $m${at}) (core instance (instantiate $m${at}))`,
    ).join(" ");
    const text = `(component ${modules}
      (core module $m (memory (export "memory") 1)
        (func (export "go") (param i32 i32) (result i32) (i32.const 0))
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
      (core instance $i (instantiate $m))
      (func $go (param "input" (list u8)) (result (list u8))
        (canon lift (core func $i "go") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
      (export "go" (func $go)))`;
    await expect(engine.load(await componentText(text))).rejects.toMatchObject({
      code: "wasm/limit",
      details: { limit: "core modules" },
    });
  });

  test("a feature that no guest may use is refused in its core modules", async () => {
    const core = `(module (memory (export "memory") 1) (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0))
      (func (export "go") (param i32 i32) (result i32) (drop (f32x4.relaxed_min (v128.const i64x2 0 0) (v128.const i64x2 0 0))) (i32.const 0)))`;
    await expect(engine.load(await component(core, BYTES_WORLD))).rejects.toMatchObject({ code: "wasm/refused" });
  });

  test.each([
    ["no bytes", new Uint8Array()],
    ["text", new TextEncoder().encode("(component)")],
    ["a core module", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
    ["half a component", fixture.subarray(0, 500)],
  ])("%s is no component", async (_name, bytes) => {
    await expect(engine.load(bytes)).rejects.toMatchObject({ code: "wasm/invalid-component" });
  });

  test("what is too large is refused before anything reads it", async () => {
    await expect(engine.load(fixture, { limits: { maxModuleBytes: 100 } })).rejects.toMatchObject({
      code: "wasm/limit",
    });
  });
});
