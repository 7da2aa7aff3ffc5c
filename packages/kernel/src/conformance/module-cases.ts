import { deepEqual, equal, rejects } from "node:assert/strict";
import type { JsonValue } from "@cordon/core";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { Module, ModuleContext } from "../modules/module.ts";

/**
 * A module with these methods: `echo` gives its payload back, `fail` goes wrong, where it waits `wait` waits for ever, and where it is isolated
 * `count` gives how often it was called and `spin` computes for ever. `context` is what it is started with.
 */
export interface ModuleFixture {
  readonly module: Module;
  readonly context: () => ModuleContext;
}

const never = (): AbortSignal => new AbortController().signal;

async function started(make: () => Promise<ModuleFixture>): Promise<Module> {
  const { module, context } = await make();
  const given = context();
  await module.start(given, given.signal);
  return module;
}

function call(
  module: Module,
  method: string,
  payload: JsonValue = null,
  signal: AbortSignal = never(),
): Promise<JsonValue> {
  return module.invoke({ method, payload }, signal);
}

/** What every adapter of `Module` promises, case by case. */
export const moduleCases: readonly ConformanceCase<ModuleFixture>[] = [
  {
    name: "what goes in comes out as it is",
    needs: [],
    async run(make) {
      const module = await started(make);
      const payloads: readonly JsonValue[] = [
        null,
        true,
        0,
        -1.5,
        "ü\u0000",
        [],
        {},
        { a: [1, { b: "" }] },
        "x".repeat(5000),
      ];
      for (const payload of payloads) deepEqual(await call(module, "echo", payload), payload);
      await module.stop(never());
    },
  },
  {
    name: "calls at the same time each have their own answer",
    needs: [],
    async run(make) {
      const module = await started(make);
      const payloads = Array.from({ length: 20 }, (_each, at) => at);
      deepEqual(await Promise.all(payloads.map((payload) => call(module, "echo", payload))), payloads);
      await module.stop(never());
    },
  },
  {
    name: "before its start nothing is answered",
    needs: [],
    async run(make) {
      const { module } = await make();
      await rejects(call(module, "echo"), { code: "kernel/not-running" });
      await rejects(module.health(never()), { code: "kernel/not-running" });
    },
  },
  {
    name: "after its stop nothing is answered, and stopping again does nothing",
    needs: [],
    async run(make) {
      const module = await started(make);
      await module.stop(never());
      await module.stop(never());
      await rejects(call(module, "echo"), { code: "kernel/not-running" });
    },
  },
  {
    name: "a module that was stopped can be started again",
    needs: [],
    async run(make) {
      const { module, context } = await make();
      for (let life = 0; life < 3; life += 1) {
        await module.start(context(), never());
        equal(await call(module, "echo", life), life);
        await module.stop(never());
      }
    },
  },
  {
    name: "a stop that overtakes a start is what counts",
    needs: [],
    async run(make) {
      const { module, context } = await make();
      const starting = module.start(context(), never());
      await module.stop(never());
      await starting.catch(() => {});
      await rejects(call(module, "echo"), { code: "kernel/not-running" });
      await module.start(context(), never());
      equal(await call(module, "echo", 1), 1);
      await module.stop(never());
    },
  },
  {
    name: "a call that goes wrong rejects, and the next is answered",
    needs: [],
    async run(make) {
      const module = await started(make);
      await rejects(call(module, "fail"));
      equal(await call(module, "echo", 1), 1);
      await module.stop(never());
    },
  },
  {
    name: "a module that runs is healthy",
    needs: [],
    async run(make) {
      const module = await started(make);
      equal((await module.health(never())).healthy, true);
      await module.stop(never());
    },
  },
  {
    name: "a call settles soon after its caller goes away",
    needs: ["waits"],
    async run(make) {
      const module = await started(make);
      const caller = new AbortController();
      const waiting = call(module, "wait", null, caller.signal);
      caller.abort();
      await rejects(waiting, { code: "core/aborted" });
      equal(await call(module, "echo", 1), 1);
      await module.stop(never());
    },
  },
  {
    name: "every call begins with the state after loading",
    needs: ["isolated"],
    async run(make) {
      const module = await started(make);
      for (let at = 0; at < 3; at += 1) equal(await call(module, "count"), 1);
      await rejects(call(module, "fail"));
      equal(await call(module, "count"), 1);
      await module.stop(never());
    },
  },
  {
    name: "a call that computes for ever is stopped, and the next is answered",
    needs: ["isolated"],
    async run(make) {
      const module = await started(make);
      await rejects(call(module, "spin"), { code: "kernel/module-crashed" });
      equal(await call(module, "echo", 1), 1);
      await module.stop(never());
    },
  },
];
