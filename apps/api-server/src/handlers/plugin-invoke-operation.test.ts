import type { ProjectService } from "@cordon/core";
import type { InvokeGrant, InvokeGrantOptions, InvokeRequest, PluginHost } from "@cordon/plugin-runtime";
import { expect, test } from "vitest";
import { invokePluginOperation } from "./plugin-invoke-operation.ts";

const ID = `prj_${"a".repeat(26)}`;
const NEVER = new AbortController().signal;
const RESULT = {
  callId: "c",
  version: "1.0.0",
  output: { kind: "value", value: 1 },
  usage: { fuelUsed: 1, peakMemoryBytes: 2, wallMs: 3 },
} as const;

interface Asked {
  readonly invoked: InvokeRequest[];
  readonly allowed: InvokeGrantOptions[];
  revoked: number;
}

function operation(fails?: Error): { readonly run: () => Promise<unknown>; readonly asked: Asked } {
  const asked: Asked = { invoked: [], allowed: [], revoked: 0 };
  const host = {
    allowInvoke(options: InvokeGrantOptions) {
      asked.allowed.push(options);
      return { ...options, revoke: () => void (asked.revoked += 1) } as unknown as InvokeGrant;
    },
    async invoke(request: InvokeRequest) {
      asked.invoked.push(request);
      if (fails !== undefined) throw fails;
      return RESULT;
    },
  } as unknown as PluginHost;
  const projects = { get: async () => ({ id: ID }) } as unknown as ProjectService;
  const call = {
    params: { id: ID, pluginId: "acme.hello", operation: "greet" },
    metadata: { traceparent: "00-1-2-01" },
    body: { input: [1] },
    bodyVersion: 1,
    version: 2,
    principal: { id: "ci" },
  };
  return { run: () => invokePluginOperation({ projects, host }).run(call, NEVER), asked };
}

test("a call goes on the caller's own right, to this plugin alone, with its trace", async () => {
  const { run, asked } = operation();
  expect(await run()).toMatchObject({ outcome: "ok", body: RESULT });
  expect(asked.allowed).toEqual([{ scope: ID, principalId: "ci", plugins: ["acme.hello"] }]);
  expect(asked.invoked).toMatchObject([
    { pluginId: "acme.hello", operation: "greet", input: [1], traceparent: "00-1-2-01" },
  ]);
});

test("the right ends with the call, however that ends", async () => {
  const well = operation();
  await well.run();
  const badly = operation(new Error("failed"));
  await expect(badly.run()).rejects.toThrow("failed");
  expect([well.asked.revoked, badly.asked.revoked]).toEqual([1, 1]);
});
