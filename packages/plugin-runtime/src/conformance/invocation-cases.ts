import { deepEqual, rejects } from "node:assert/strict";
import type { JsonValue, PluginOutput } from "@cordon/core";
import type { ConformanceCase } from "@cordon/core/conformance";

/** A way to invoke the plugin that `SandboxFixture` describes, whatever lies in between. */
export interface InvocationFixture {
  readonly invoke: (operation: string, input: JsonValue, signal: AbortSignal) => Promise<PluginOutput>;
}

const never = (): AbortSignal => new AbortController().signal;

/** What every layer around a sandbox leaves as it is. */
export const invocationCases: readonly ConformanceCase<InvocationFixture>[] = [
  {
    name: "a value and a refusal go through unchanged",
    needs: [],
    async run(make) {
      const { invoke } = await make();
      deepEqual(await invoke("echo", { a: [1, "ü"] }, never()), { kind: "value", value: { a: [1, "ü"] } });
      deepEqual(await invoke("refuse", null, never()), { kind: "refused", reason: "not today" });
    },
  },
  {
    name: "an error of the plugin's goes through with its code",
    needs: [],
    async run(make) {
      const { invoke } = await make();
      await rejects(invoke("fail", null, never()), (error: { readonly code: string }) =>
        ["plugin/failed", "plugin/crashed"].includes(error.code),
      );
    },
  },
  {
    name: "an operation that there is not goes no further",
    needs: [],
    async run(make) {
      const { invoke } = await make();
      await rejects(invoke("none", null, never()), { code: "plugin/unknown-operation" });
    },
  },
  {
    name: "the caller's abort goes through, and the next call is answered",
    needs: [],
    async run(make) {
      const { invoke } = await make();
      const caller = new AbortController();
      const waiting = invoke("wait", null, caller.signal);
      setTimeout(() => caller.abort(), 5);
      await rejects(waiting, { code: "core/aborted" });
      deepEqual(await invoke("echo", 1, never()), { kind: "value", value: 1 });
    },
  },
  {
    name: "calls at the same time each have their own answer",
    needs: [],
    async run(make) {
      const { invoke } = await make();
      const inputs = Array.from({ length: 20 }, (_each, at) => at);
      const answers = await Promise.all(inputs.map((input) => invoke("echo", input, never())));
      deepEqual(
        answers,
        inputs.map((value) => ({ kind: "value", value })),
      );
    },
  },
];
