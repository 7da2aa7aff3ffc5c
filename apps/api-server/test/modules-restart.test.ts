import { createMemoryStorage, type Storage } from "@cordon/core";
import { createMemoryModule, createNativeModule } from "@cordon/kernel";
import { expect, test } from "vitest";
import { manifestOf } from "./_messaging.ts";
import { moduleDir, openedModules, writeModule } from "./_modules.ts";

const memory = (id: string) => createMemoryModule({ id, methods: {} });

async function dirOf(...modules: readonly (readonly [id: string, dependsOn: readonly string[]])[]): Promise<string> {
  const dir = await moduleDir();
  for (const [id, dependsOn] of modules) writeModule(dir, id, manifestOf(id, { dependsOn }));
  return dir;
}

async function settled(check: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000 && !check(); turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

test("what ran is started again, after what it depends on, and what was stopped is not", async () => {
  const dir = await dirOf(["a-top", ["z-base"]], ["m-stopped", []], ["n-new", []], ["z-base", []]);
  const storage = createMemoryStorage();
  const ids = ["a-top", "m-stopped", "n-new", "z-base"];
  const nativeModules = () => Object.fromEntries(ids.map((id) => [id, memory(id)]));
  const first = await openedModules({ dir, storage, nativeModules: nativeModules() });
  const { modules } = first.kernel;
  for (const id of ["z-base", "a-top", "m-stopped"]) await modules.start(id);
  await modules.stop("m-stopped");
  await first.close();
  const { kernel } = await openedModules({ dir, storage, nativeModules: nativeModules() });
  await settled(() => kernel.modules.state("a-top") === "running");
  expect(kernel.modules.list().map(({ moduleId, state }) => [moduleId, state])).toEqual([
    ["a-top", "running"],
    ["m-stopped", "loaded"],
    ["n-new", "loaded"],
    ["z-base", "running"],
  ]);
});

test("a wanted module that fails to start, and one that is gone, keep no other from starting", async () => {
  const dir = await dirOf(["bad", []], ["needs-bad", ["bad"]], ["good", []]);
  const storage = createMemoryStorage();
  const ids = ["bad", "needs-bad", "good"];
  const first = await openedModules({
    dir,
    storage,
    nativeModules: Object.fromEntries(ids.map((id) => [id, memory(id)])),
  });
  first.kernel.modules.load(memory("gone"), manifestOf("gone"));
  for (const id of [...ids, "gone"]) await first.kernel.modules.start(id);
  await first.close();
  const fail = (): never => {
    throw new Error("no");
  };
  const bad = createNativeModule({ id: "bad", start: fail, invoke: () => null });
  const nativeModules = { bad, "needs-bad": memory("needs-bad"), good: memory("good") };
  const second = await openedModules({ dir, storage, nativeModules });
  const errors = () => second.logger.records.filter(({ message }) => message.includes("could not be started"));
  await settled(() => errors().length === 2 && second.kernel.modules.state("good") === "running");
  expect(second.kernel.modules.list().map(({ moduleId, state }) => [moduleId, state])).toEqual([
    ["bad", "failed"],
    ["good", "running"],
    ["needs-bad", "loaded"],
  ]);
  expect(errors().map(({ fields }) => fields?.["moduleId"])).toEqual(["bad", "needs-bad"]);
});

test("what a wanted module depends on is not started for its sake", async () => {
  const before = await dirOf(["top", []]);
  const storage = createMemoryStorage();
  const first = await openedModules({ dir: before, storage, nativeModules: { top: memory("top") } });
  await first.kernel.modules.start("top");
  await first.close();
  const dir = await dirOf(["base", []], ["top", ["base"]]);
  const opened = await openedModules({ dir, storage, nativeModules: { base: memory("base"), top: memory("top") } });
  await settled(() => opened.messages().includes("a module that is wanted could not be started"));
  expect(opened.kernel.modules.list().map(({ state }) => state)).toEqual(["loaded", "loaded"]);
});

test("a registry that cannot be read leaves the modules as they are, and is logged", async () => {
  const dir = await dirOf(["good", []]);
  const inner = createMemoryStorage();
  const list: Storage["list"] = (request, signal) =>
    request.collection === "modules" ? Promise.reject(new Error("gone")) : inner.list(request, signal);
  const storage: Storage = {
    list,
    get: (request, signal) => inner.get(request, signal),
    commit: (request, signal) => inner.commit(request, signal),
    check: (signal) => inner.check(signal),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
  const opened = await openedModules({ dir, storage, nativeModules: { good: memory("good") } });
  await settled(() => opened.messages().includes("it could not be read which modules are wanted"));
  expect(opened.messages()).toContain("it could not be read which modules are wanted");
  expect(opened.kernel.modules.state("good")).toBe("loaded");
});

test("a server that ends while a module starts does not wait for it", async () => {
  const dir = await dirOf(["slow", []]);
  const storage = createMemoryStorage();
  const first = await openedModules({ dir, storage, nativeModules: { slow: memory("slow") } });
  await first.kernel.modules.start("slow");
  await first.close();
  const begun = Promise.withResolvers<void>();
  const start = (_context: unknown, signal: AbortSignal): Promise<void> => {
    begun.resolve();
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  };
  const slow = createNativeModule({ id: "slow", start, invoke: () => null });
  const second = await openedModules({ dir, storage, nativeModules: { slow } });
  await begun.promise;
  await second.close();
  const third = await openedModules({ dir, storage, nativeModules: { slow: memory("slow") } });
  await settled(() => third.kernel.modules.state("slow") === "running");
  expect(third.kernel.modules.state("slow")).toBe("running");
});
