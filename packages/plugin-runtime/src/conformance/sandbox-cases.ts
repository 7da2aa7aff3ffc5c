import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { JsonValue, PluginContext } from "@cordon/core";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { Sandbox, SandboxLimits, SandboxUsage } from "../ports/sandbox.ts";

/**
 * A sandbox with a plugin of these operations: `echo` gives its input back, `refuse` refuses with the reason "not today", `fail` goes wrong,
 * `count` gives how often it was called since it was loaded, `wait` waits for ever, `call-id` gives the call's id, and where the sandbox is
 * isolated `spin` computes for ever and `fill` asks for ever more memory.
 */
export interface SandboxFixture {
  readonly sandbox: Sandbox;
}

const LIMITS: SandboxLimits = { fuel: 50_000_000, timeoutMs: 5000 };
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const never = (): AbortSignal => new AbortController().signal;

interface Ran {
  readonly output: JsonValue;
  readonly usage: readonly SandboxUsage[];
}

async function run(
  { sandbox }: SandboxFixture,
  operation: string,
  input: JsonValue = null,
  signal: AbortSignal = never(),
  limits: SandboxLimits = LIMITS,
): Promise<Ran> {
  const usage: SandboxUsage[] = [];
  const call = { operation, input: encoder.encode(JSON.stringify(input)), context: contextOf("call-1"), limits };
  const bytes = await sandbox.run({ ...call, onUsage: (used) => usage.push(used) }, signal);
  return { output: JSON.parse(decoder.decode(bytes)) as JsonValue, usage };
}

/** What the sandboxes of this package promise, case by case. */
export const sandboxCases: readonly ConformanceCase<SandboxFixture>[] = [
  {
    name: "what a plugin answers comes back as it is",
    needs: [],
    async run(make) {
      const fixture = await make();
      const inputs: readonly JsonValue[] = [null, "ü\u0000", { a: [1, 2.5, { b: "" }] }, [], "x".repeat(10_000)];
      for (const input of inputs)
        deepEqual((await run(fixture, "echo", input)).output, { kind: "value", value: input });
    },
  },
  {
    name: "a refusal is an output",
    needs: [],
    async run(make) {
      deepEqual((await run(await make(), "refuse")).output, { kind: "refused", reason: "not today" });
    },
  },
  {
    name: "a plugin that goes wrong rejects, and the next call is answered",
    needs: [],
    async run(make) {
      const fixture = await make();
      await rejects(run(fixture, "fail"), (error: { readonly code: string }) =>
        ["plugin/failed", "plugin/crashed"].includes(error.code),
      );
      deepEqual((await run(fixture, "echo", 1)).output, { kind: "value", value: 1 });
    },
  },
  {
    name: "a plugin knows the call that it is called for",
    needs: [],
    async run(make) {
      deepEqual((await run(await make(), "call-id")).output, { kind: "value", value: "call-1" });
    },
  },
  {
    name: "usage is told once, for a call that fails, too",
    needs: [],
    async run(make) {
      const { sandbox } = await make();
      for (const operation of ["echo", "fail"]) {
        const usage: SandboxUsage[] = [];
        const call = { operation, input: encoder.encode("null"), context: contextOf("c"), limits: LIMITS };
        await sandbox.run({ ...call, onUsage: (used) => usage.push(used) }, never()).catch(() => {});
        equal(usage.length, 1);
        ok((usage[0]?.wallMs ?? -1) >= 0);
      }
    },
  },
  {
    name: "calls at the same time each have their own answer",
    needs: [],
    async run(make) {
      const fixture = await make();
      const inputs = Array.from({ length: 30 }, (_each, at) => at);
      const answers = await Promise.all(inputs.map(async (input) => (await run(fixture, "echo", input)).output));
      deepEqual(
        answers,
        inputs.map((value) => ({ kind: "value", value })),
      );
    },
  },
  {
    name: "a call settles soon after its caller goes away",
    needs: [],
    async run(make) {
      const fixture = await make();
      const caller = new AbortController();
      const waiting = run(fixture, "wait", null, caller.signal, { fuel: 2_000_000_000, timeoutMs: 600_000 });
      setTimeout(() => caller.abort(), 5);
      await rejects(waiting, { code: "core/aborted" });
      await rejects(run(fixture, "echo", 1, AbortSignal.abort()), { code: "core/aborted" });
    },
  },
  {
    name: "after disposal no call begins, and disposing again does nothing",
    needs: [],
    async run(make) {
      const fixture = await make();
      await fixture.sandbox[Symbol.asyncDispose]();
      await fixture.sandbox[Symbol.asyncDispose]();
      await rejects(run(fixture, "echo"), { code: "plugin/not-active" });
    },
  },
  {
    name: "every call begins with the state after loading",
    needs: ["isolated"],
    async run(make) {
      const fixture = await make();
      for (let call = 0; call < 3; call += 1)
        deepEqual((await run(fixture, "count")).output, { kind: "value", value: 1 });
      await run(fixture, "fail").catch(() => {});
      deepEqual((await run(fixture, "count")).output, { kind: "value", value: 1 });
    },
  },
  {
    name: "a plugin that computes for ever is out of fuel, and the next call is answered",
    needs: ["isolated"],
    async run(make) {
      const fixture = await make();
      await rejects(run(fixture, "spin"), { code: "plugin/out-of-fuel" });
      deepEqual((await run(fixture, "echo", 1)).output, { kind: "value", value: 1 });
    },
  },
  {
    name: "a plugin that asks for ever more memory ends in a typed error, and the next call is answered",
    needs: ["isolated"],
    async run(make) {
      const fixture = await make();
      const limits = { fuel: 2_000_000_000, timeoutMs: 20_000 };
      await rejects(run(fixture, "fill", null, never(), limits), (error: { readonly code: string }) =>
        ["plugin/out-of-memory", "plugin/failed", "plugin/out-of-fuel"].includes(error.code),
      );
      deepEqual((await run(fixture, "echo", 1)).output, { kind: "value", value: 1 });
    },
  },
  {
    name: "a plugin that outlasts its time is stopped with its thread, and the next call is answered",
    needs: ["isolated"],
    async run(make) {
      const fixture = await make();
      const limits = { fuel: 1_000_000_000_000, timeoutMs: 100 };
      await rejects(run(fixture, "spin", null, never(), limits), { code: "plugin/timeout" });
      deepEqual((await run(fixture, "echo", 1)).output, { kind: "value", value: 1 });
    },
  },
];

function denied(): Promise<never> {
  return Promise.reject(new Error("Nothing is granted here."));
}

/** A context that gives nothing but the call's id. */
function contextOf(callId: string): PluginContext {
  return {
    callId,
    config: null,
    signal: never(),
    storage: { get: denied, put: denied, delete: denied, list: denied },
    log: () => undefined,
    now: () => 0,
    publish: denied,
    http: denied,
  };
}
