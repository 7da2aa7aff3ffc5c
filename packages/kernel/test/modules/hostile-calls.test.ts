import type { JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { createNativeModule } from "../../src/adapters/native/native-module.ts";
import type { ModuleContext } from "../../src/modules/module.ts";
import { managerFixture, manifestOf, rejection, settle } from "./_fixtures.ts";
import { explosive, load, never, raw } from "./_hostile.ts";

describe("answering", () => {
  const circular: unknown[] = [];
  circular.push(circular);
  let deep: unknown = null;
  for (let level = 0; level < 65; level += 1) deep = [deep];

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a function", () => null],
    ["no number", Number.NaN],
    ["a big number", 1n],
    ["a symbol", Symbol("no")],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["half of a pair", "\ud800"],
    ["a name that no field may have", JSON.parse('{"__proto__": 1}')],
    ["a circle", circular],
    ["what is nested too deeply", deep],
    ["what is too large", "x".repeat(1_048_577)],
    ["a list that is too long", Array.from({ length: 1_100_000 }, () => 1)],
    ["what explodes when it is looked at", { inside: explosive() }],
    ["an object with a field that is none", { a: { b: undefined } }],
  ])("%s is no answer", async (_name, value) => {
    const { manager } = load({ invoke: () => value as JsonValue });
    await manager.start("a");
    await expect(manager.invoke({ moduleId: "a", method: "m", payload: null })).rejects.toMatchObject({
      code: "kernel/bad-output",
    });
    expect(manager.state("a")).toBe("running");
  });

  test("an answer is a copy, read once and frozen", async () => {
    const kept = {
      list: [1, 2],
      get now() {
        return (reads += 1);
      },
    };
    let reads = 0;
    const { manager } = load({ invoke: () => kept });
    await manager.start("a");
    const answer = (await manager.invoke({ moduleId: "a", method: "m", payload: null })) as { readonly list: number[] };
    kept.list.push(3);
    expect(answer).toEqual({ list: [1, 2], now: 1 });
    expect(Object.isFrozen(answer) && Object.isFrozen(answer.list)).toBe(true);
  });

  test("what it is called with is a copy, too, or it is not called", async () => {
    const seen: JsonValue[] = [];
    const { manager } = load({
      invoke({ payload }) {
        seen.push(payload);
        return null;
      },
    });
    await manager.start("a");
    const payload = { a: [1] };
    await manager.invoke({ moduleId: "a", method: "m", payload });
    payload.a.push(2);
    expect(seen).toEqual([{ a: [1] }]);
    const bad = { a: undefined } as unknown as JsonValue;
    await expect(manager.invoke({ moduleId: "a", method: "m", payload: bad })).rejects.toMatchObject({
      code: "kernel/invalid-payload",
      details: { issues: [{ pointer: "/a" }] },
    });
    expect(seen).toHaveLength(1);
  });

  test.each<[string, () => unknown]>([
    [
      "throws at once",
      () => {
        throw new Error("no");
      },
    ],
    [
      "throws nothing",
      () => {
        throw null;
      },
    ],
    ["rejects with what explodes when it is looked at", () => Promise.reject(explosive())],
  ])("one that %s has failed in that call, and runs on", async (_name, invoke) => {
    const { manager } = raw({ invoke });
    await manager.start("a");
    await expect(manager.invoke({ moduleId: "a", method: "m", payload: null })).rejects.toMatchObject({
      code: "kernel/module-failed",
    });
    expect(manager.state("a")).toBe("running");
  });
});

describe("calling in circles", () => {
  test("one that calls itself for ever comes to an end", async () => {
    const { manager, contexts } = load(
      {
        invoke: () =>
          contexts[0]?.sender.request({
            to: "a",
            command: { type: "invoke", moduleId: "a", method: "m", payload: null },
          }) ?? null,
      },
      { grants: ["*"] },
    );
    await manager.start("a");
    await expect(manager.invoke({ moduleId: "a", method: "m", payload: null })).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:kernel\/busy|bus\/busy)$/),
    });
    expect(manager.state("a")).toBe("running");
  });

  test("two that wait for each other come to an end at the deadline of the first", async () => {
    const fixture = managerFixture({ grants: ["*"] });
    const other = { a: "b", b: "a" } as const;
    for (const id of ["a", "b"] as const) {
      const contexts: ModuleContext[] = [];
      const module = createNativeModule({
        id,
        start: (context) => void contexts.push(context),
        async invoke({ payload }) {
          // Every other call waits for ever, so that neither is refused for being busy.
          if (Number(payload) > 10) return never();
          const command = { type: "invoke", moduleId: other[id], method: "m", payload: Number(payload) + 1 } as const;
          return contexts[0]?.sender.request({ to: other[id], command, timeoutMs: 600_000 }) ?? null;
        },
      });
      fixture.manager.load(module, manifestOf(id, { capabilities: ["*"], limits: { timeoutMs: 1000 } }));
    }
    await fixture.manager.startAll();
    const refused = rejection(fixture.manager.invoke({ moduleId: "a", method: "m", payload: 0 }), {
      code: "kernel/invoke-timeout",
    });
    await settle();
    await fixture.pass(1000);
    await refused;
    await fixture.manager.stopAll();
    expect(fixture.manager.list().map(({ state }) => state)).toEqual(["stopped", "stopped"]);
  });

  test("one that floods the bus floods itself alone", async () => {
    const { manager, contexts, bus } = load({}, { grants: ["*"] });
    await manager.start("a");
    const slow = bus.subscribe({ topic: "event.a.*", capacity: 8 });
    await Promise.all(
      Array.from({ length: 1000 }, (_each, at) => contexts[0]?.sender.emitEvent({ kind: "x", payload: at })),
    );
    expect([slow.waiting <= 9, slow.dropped >= 991, manager.state("a")]).toEqual([true, true, "running"]);
    await manager.stop("a");
  });
});
