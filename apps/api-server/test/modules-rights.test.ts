import { createMemoryStorage } from "@cordon/core";
import { createNativeModule, type Module, type ModuleContext } from "@cordon/kernel";
import { expect, test } from "vitest";
import { manifestOf } from "./_messaging.ts";
import { moduleDir, openedModules, writeModule } from "./_modules.ts";

const never = new AbortController().signal;

/** A native module that shows what it was given. */
function shown(id: string): { readonly module: Module; readonly context: () => ModuleContext } {
  let given: ModuleContext | undefined;
  const module = createNativeModule({ id, start: (context) => void (given = context), invoke: () => null });
  return {
    module,
    context() {
      if (given === undefined) throw new Error("It was not started.");
      return given;
    },
  };
}

async function dirWith(more: object): Promise<string> {
  const dir = await moduleDir();
  writeModule(dir, "mod", manifestOf("mod", more));
  return dir;
}

test("what a manifest asks for, nobody gets by asking", async () => {
  const { module, context } = shown("mod");
  const dir = await dirWith({ capabilities: ["emit:*", "other:greet"] });
  const { kernel } = await openedModules({ dir, nativeModules: { mod: module } });
  await kernel.modules.start("mod");
  expect(kernel.modules.status("mod").capabilities).toEqual([]);
  await expect(context().sender.emitEvent({ kind: "hi", payload: null })).rejects.toMatchObject({ code: "bus/denied" });
});

test("a module may do what it was granted on the bus, until that is revoked", async () => {
  const { module, context } = shown("mod");
  const dir = await dirWith({ capabilities: ["emit:*"] });
  const { kernel } = await openedModules({ dir, nativeModules: { mod: module } });
  await kernel.modules.start("mod");
  const grant = kernel.bus.grantCapability("mod", "emit:hi");
  const emit = () => context().sender.emitEvent({ kind: "hi", payload: null });
  await emit();
  grant.revoke();
  await expect(emit()).rejects.toMatchObject({ code: "bus/denied" });
});

test("where modules have what they ask for, they have no more, and the log warns", async () => {
  const { module, context } = shown("mod");
  const dir = await dirWith({ capabilities: ["emit:hi"] });
  const opened = await openedModules({ dir, nativeModules: { mod: module }, modules: "as-asked" });
  await opened.kernel.modules.start("mod");
  await context().sender.emitEvent({ kind: "hi", payload: null });
  await expect(context().sender.emitEvent({ kind: "ho", payload: null })).rejects.toMatchObject({ code: "bus/denied" });
  expect(opened.logger.records).toContainEqual(
    expect.objectContaining({ level: "warn", fields: { moduleId: "mod", approved: ["emit:hi"] } }),
  );
});

test.each([
  ["nothing that is granted", undefined, {}],
  ["a grant for another key", "config:other", {}],
  ["a grant for the key", "config:limits.max", { "limits.max": 7 }],
  ["a grant for all", "*", { "limits.max": 7 }],
])("with %s a module is given its configuration accordingly", async (_what, capability, config) => {
  const { module, context } = shown("mod");
  const dir = await dirWith({ config: ["limits.max"] });
  const { kernel } = await openedModules({
    dir,
    storage: createMemoryStorage(),
    nativeModules: { mod: module },
    async before({ bus, state }) {
      await state.config.set({ key: "limits.max", value: 7 }, never);
      if (capability !== undefined) bus.grantCapability("mod", capability);
    },
  });
  await kernel.modules.start("mod");
  expect(context().config).toEqual(config);
});
