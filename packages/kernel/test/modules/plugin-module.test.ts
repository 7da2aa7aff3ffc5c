import type { Envelope } from "@cordon/bus";
import { expect, test } from "vitest";
import { createPluginModule, type PluginModuleCall } from "../../src/adapters/plugin/plugin-module.ts";
import type { ModuleContext } from "../../src/modules/module.ts";
import { managerFixture, manifestOf } from "./_fixtures.ts";

const NEVER = new AbortController().signal;

test("a plugin is enabled at each start and disabled at each stop", async () => {
  const done: string[] = [];
  const module = createPluginModule({
    id: "a",
    invoke: async ({ input }) => input,
    enable: async () => void done.push("enable"),
    disable: async () => void done.push("disable"),
  });
  const { manager } = managerFixture();
  manager.load(module, manifestOf("a", { kind: "plugin", entry: "acme.a" }));
  for (let life = 0; life < 2; life += 1) {
    await manager.start("a");
    await manager.stop("a");
  }
  expect(done).toEqual(["enable", "disable", "enable", "disable"]);
});

test("a plugin that cannot be enabled has not started", async () => {
  const module = createPluginModule({
    id: "a",
    invoke: async () => null,
    enable: () => Promise.reject(new Error("not signed")),
  });
  const { manager } = managerFixture();
  manager.load(module, manifestOf("a"));
  await expect(manager.start("a")).rejects.toMatchObject({ code: "kernel/start-failed" });
});

test("a call has the method as its operation, and the trace of the message that asked for it", async () => {
  const calls: PluginModuleCall[] = [];
  const module = createPluginModule({
    id: "a",
    async invoke(call) {
      calls.push(call);
      return null;
    },
    health: async () => ({ healthy: false, detail: "disabled" }),
  });
  await module.start({} as ModuleContext, NEVER);
  const envelope = { traceparent: "00-1-2-01" } as Envelope;
  await module.invoke({ method: "sort", payload: [2, 1], envelope }, NEVER);
  await module.invoke({ method: "sort", payload: null }, NEVER);
  expect(calls).toEqual([
    { operation: "sort", input: [2, 1], traceparent: "00-1-2-01" },
    { operation: "sort", input: null },
  ]);
  expect(await module.health(NEVER)).toEqual({ healthy: false, detail: "disabled" });
});
