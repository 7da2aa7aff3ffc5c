import { createMemoryLogger, createMemoryStorage, type Storage } from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { describe, expect, test } from "vitest";
import { createMemoryModule } from "../src/adapters/memory/memory-module.ts";
import { createNativeModule } from "../src/adapters/native/native-module.ts";
import { Kernel } from "../src/kernel.ts";
import type { ModuleContext } from "../src/modules/module.ts";
import { manifestOf, settle, rejection } from "./modules/_fixtures.ts";

const NEVER = new AbortController().signal;
const echo = (id: string) => createMemoryModule({ id, methods: { echo: (payload) => payload } });
const ports = () => ({
  clock: createManualClock(),
  ids: createSequentialIds(),
  random: createSeededRandom(3),
  logger: createMemoryLogger(),
});

describe("in memory", () => {
  test("a kernel needs no argument, and runs modules", async () => {
    await using kernel = await Kernel.inMemory();
    kernel.modules.load(echo("a"), manifestOf("a"));
    kernel.modules.load(echo("b"), manifestOf("b", { dependsOn: ["a"] }));
    await kernel.start();
    const command = { type: "invoke", moduleId: "b", method: "echo", payload: "hello" } as const;
    expect(await kernel.bus.request({ to: "b", command })).toBe("hello");
    expect(kernel.modules.list().map(({ state }) => state)).toEqual(["running", "running"]);
  });

  test("it has the name that it is given, which no module can have", async () => {
    await using kernel = await Kernel.inMemory({ name: "core" });
    expect(kernel.bus.name).toBe("core");
    expect(() => kernel.modules.load(echo("core"), manifestOf("core"))).toThrow(/the kernel's own name/);
  });

  test("ceilings, grants and the count of calls reach the modules", async () => {
    const ceilings = { startTimeoutMs: 10, stopTimeoutMs: 10, invokeTimeoutMs: 10 };
    const given = ports();
    await using kernel = await Kernel.inMemory({ ...given, ceilings, grants: ["emit:*"], maxCalls: 1 });
    const wait = createMemoryModule({ id: "a", methods: { wait: () => new Promise<never>(() => {}) } });
    kernel.modules.load(wait, manifestOf("a", { capabilities: ["*"] }));
    await kernel.start();
    expect(kernel.modules.status("a").capabilities).toEqual(["emit:*"]);
    const call = { moduleId: "a", method: "wait", payload: null };
    const late = rejection(kernel.modules.invoke(call), { code: "kernel/invoke-timeout" });
    await expect(kernel.modules.invoke(call)).rejects.toMatchObject({ code: "kernel/busy" });
    await settle();
    given.clock.advance(10);
    await late;
  });
});

describe("on a storage", () => {
  test("what was done with authority, and what was denied, is in the audit", async () => {
    const storage = createMemoryStorage();
    await using kernel = await Kernel.open(storage, { ...ports(), grants: ["emit:hello"] });
    let context: ModuleContext | undefined;
    const module = createNativeModule({ id: "a", start: (given) => void (context = given), invoke: () => null });
    kernel.modules.load(module, manifestOf("a", { capabilities: ["emit:*"] }));
    await kernel.start();
    await context?.sender.emitEvent({ kind: "other", payload: null }).catch(() => {});
    await kernel.state.audit.flush();
    const records = await kernel.state.audit.recent({ limit: 100 }, NEVER);
    const kept = records.map(({ action, capability, outcome }) => `${action} ${capability} ${outcome}`);
    expect(kept).toEqual(expect.arrayContaining(["grant emit:hello allowed", "publish emit:other denied"]));
  });

  test("a module is given configuration, and a secret only as one", async () => {
    const storage = createMemoryStorage();
    await using kernel = await Kernel.open(storage, { ...ports(), grants: ["config:a", "config:b.*", "secret:d"] });
    for (const key of ["a", "c", "d"]) await kernel.state.config.set({ key, value: `value of ${key}` }, NEVER);
    let context: ModuleContext | undefined;
    const module = createNativeModule({ id: "m", start: (given) => void (context = given), invoke: () => null });
    kernel.modules.load(module, manifestOf("m", { config: ["a", "c", "d", "e"] }));
    await kernel.start();
    expect(context?.config).toEqual({ a: "value of a" });
  });

  test("modules are kept with whether they are wanted, and a kernel that ends wishes nothing", async () => {
    const storage = createMemoryStorage();
    const given = ports();
    {
      await using kernel = await Kernel.open(storage, given);
      for (const id of ["a", "b"]) kernel.modules.load(echo(id), manifestOf(id));
      await kernel.start();
      await kernel.modules.stop("b");
    }
    await using again = await Kernel.open(storage, given);
    expect(await again.state.modules.list({ limit: 10 }, NEVER)).toMatchObject([
      {
        id: "a",
        wanted: "running",
        kind: "native",
        addedAt: given.clock.now(),
        manifest: { id: "a", version: "1.0.0" },
      },
      { id: "b", wanted: "stopped" },
    ]);
    expect(again.modules.list()).toEqual([]);
  });

  test("what is known of a module besides is left as it is", async () => {
    const storage = createMemoryStorage();
    await using kernel = await Kernel.open(storage, ports());
    const known = { id: "a", kind: "native", manifest: {}, wanted: "stopped", addedAt: 7, digest: "sha256:x" } as const;
    await kernel.state.modules.put(known, NEVER);
    kernel.modules.load(echo("a"), manifestOf("a"));
    await kernel.start();
    await settle();
    expect(await kernel.state.modules.get({ id: "a" }, NEVER)).toMatchObject({
      wanted: "running",
      addedAt: 7,
      digest: "sha256:x",
    });
  });

  test("a storage that refuses a record stops no module", async () => {
    const inner = createMemoryStorage();
    const storage: Storage = {
      ...inner,
      get: (request, signal) => inner.get(request, signal),
      commit: () => Promise.reject(new Error("full")),
    };
    const given = ports();
    const kernel = await Kernel.open(storage, given);
    kernel.modules.load(echo("a"), manifestOf("a"));
    await kernel.start();
    await settle();
    expect(kernel.modules.state("a")).toBe("running");
    expect(JSON.stringify(given.logger.records)).toContain("could not be kept");
  });

  test("a storage that does not answer is found out when the kernel is opened", async () => {
    const storage = createMemoryStorage();
    await storage[Symbol.asyncDispose]();
    await expect(Kernel.open(storage)).rejects.toMatchObject({ code: "storage/unavailable" });
  });
});

describe("disposal", () => {
  test("stops modules, dependents first, closes the bus, leaves the storage open, and is safe twice", async () => {
    const storage = createMemoryStorage();
    const kernel = await Kernel.open(storage, ports());
    const stopped: string[] = [];
    const module = (id: string) => createNativeModule({ id, stop: () => void stopped.push(id), invoke: () => null });
    kernel.modules.load(module("a"), manifestOf("a"));
    kernel.modules.load(module("b"), manifestOf("b", { dependsOn: ["a"] }));
    await kernel.start();
    await Promise.all([kernel[Symbol.asyncDispose](), kernel[Symbol.asyncDispose]()]);
    expect(stopped).toEqual(["b", "a"]);
    await expect(kernel.start()).rejects.toMatchObject({ code: "kernel/closed" });
    await expect(kernel.bus.request({ to: "a", command: { type: "ping" } })).rejects.toMatchObject({
      code: "bus/closed",
    });
    await storage.check(NEVER);
  });

  test("keeps what was noted until then", async () => {
    const storage = createMemoryStorage();
    const given = ports();
    const kernel = await Kernel.open(storage, given);
    await kernel.bus
      .openSender("somebody")
      .emitEvent({ kind: "x", payload: null })
      .catch(() => {});
    await kernel[Symbol.asyncDispose]();
    await using again = await Kernel.open(storage, given);
    expect(await again.state.audit.recent({ limit: 10 }, NEVER)).toMatchObject([{ principal: "somebody" }]);
  });

  test("of a kernel in memory disposes its storage", async () => {
    const kernel = await Kernel.inMemory(ports());
    await kernel[Symbol.asyncDispose]();
    await expect(kernel.state.config.get({ key: "a" }, NEVER)).rejects.toMatchObject({ code: "storage/unavailable" });
  });
});
