import type { PluginOutput } from "@cordon/core";
import type { InvokeGrantOptions, InvokeRequest, PluginHost, PluginRecord, PluginState } from "@cordon/plugin-runtime";
import { expect, test } from "vitest";
import { manifestOf } from "./_messaging.ts";
import { moduleDir, openedModules, writeModule } from "./_modules.ts";

const PROJECT = `prj_${"a".repeat(26)}`;

interface Fake {
  readonly host: PluginHost;
  readonly invoked: InvokeRequest[];
  readonly allowed: InvokeGrantOptions[];
  readonly revoked: () => number;
}

function fakeHost(output: PluginOutput, stateOf: () => PluginState = () => "active"): Fake {
  const [invoked, allowed]: [InvokeRequest[], InvokeGrantOptions[]] = [[], []];
  let revoked = 0;
  const host = {
    get: async () => ({ state: stateOf() }) as PluginRecord,
    allowInvoke(options: InvokeGrantOptions) {
      allowed.push(options);
      return { ...options, revoke: () => void (revoked += 1) };
    },
    async invoke(request: InvokeRequest) {
      invoked.push(request);
      return { callId: "c", version: "1.0.0", output, usage: {} };
    },
  } as unknown as PluginHost;
  return { host, invoked, allowed, revoked: () => revoked };
}

async function opened({ host }: Fake, entry = `${PROJECT}.acme.hello`) {
  const dir = await moduleDir();
  writeModule(dir, "mod", { ...manifestOf("mod"), kind: "plugin", entry });
  return openedModules({ dir, host });
}

const CALL = { moduleId: "mod", method: "greet", payload: ["Ada"] };

test("a call goes to the plugin's operation, on a right to this plugin alone that ends with it", async () => {
  const fake = fakeHost({ kind: "value", value: { said: "hi" } });
  const { kernel } = await opened(fake);
  await kernel.modules.start("mod");
  expect(await kernel.modules.invoke(CALL)).toEqual({ said: "hi" });
  expect(fake.allowed).toEqual([{ scope: PROJECT, principalId: "module.mod", plugins: ["acme.hello"] }]);
  expect(fake.invoked).toMatchObject([{ pluginId: "acme.hello", operation: "greet", input: ["Ada"] }]);
  expect(fake.revoked()).toBe(1);
});

test("a refusal is meant to be read, and is bounded", async () => {
  const fake = fakeHost({ kind: "refused", reason: `not today ${"x".repeat(10_000)}` });
  const { kernel } = await opened(fake);
  await kernel.modules.start("mod");
  const error: unknown = await kernel.modules.invoke(CALL).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "server/plugin-refused", kind: "invalid" });
  expect((error as Error).message).toMatch(/not today x+$/);
  expect((error as Error).message.length).toBeLessThan(600);
  expect(fake.revoked()).toBe(1);
});

test("a plugin that is not active is no module that runs, and one that ceases to be is not healthy", async () => {
  let state: PluginState = "configured";
  const { kernel } = await opened(fakeHost({ kind: "value", value: 1 }, () => state));
  await expect(kernel.modules.start("mod")).rejects.toMatchObject({ code: "plugin/not-active" });
  state = "active";
  await kernel.modules.start("mod");
  expect(await kernel.modules.health("mod")).toMatchObject({ healthy: true });
  state = "failed";
  expect(await kernel.modules.health("mod")).toMatchObject({ healthy: false, detail: "The plugin is failed." });
});

test.each(["acme.hello", PROJECT, `${PROJECT}x.acme`, `prj_short.acme`])(
  "the entry %s names no plugin of a project",
  async (entry) => {
    const { kernel, logger } = await opened(fakeHost({ kind: "value", value: 1 }), entry);
    expect(kernel.modules.list()).toEqual([]);
    expect(logger.records).toMatchObject([{ level: "error", fields: { error: { code: "kernel/load-failed" } } }]);
  },
);
