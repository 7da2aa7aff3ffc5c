import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createMemoryModule } from "@cordon/kernel";
import { expect, test } from "vitest";
import { manifestOf } from "./_messaging.ts";
import { ECHO, moduleDir, openedModules, wasmManifest, writeModule } from "./_modules.ts";

const idsOf = ({ kernel }: Awaited<ReturnType<typeof openedModules>>): readonly string[] =>
  kernel.modules.list().map(({ moduleId }) => moduleId);

test("every folder with a manifest is loaded, and nothing runs", async () => {
  const dir = await moduleDir();
  writeModule(dir, "two", wasmManifest("echo.two"), ECHO);
  writeModule(dir, "one", wasmManifest("echo.one"), ECHO);
  mkdirSync(join(dir, "empty"));
  writeFileSync(join(dir, "module.json"), JSON.stringify(wasmManifest("stray")));
  const opened = await openedModules({ dir });
  expect(idsOf(opened)).toEqual(["echo.one", "echo.two"]);
  expect(opened.kernel.modules.list().map(({ state }) => state)).toEqual(["loaded", "loaded"]);
  expect(opened.messages()).toEqual(["a module was loaded", "a module was loaded"]);
});

test("a WebAssembly module runs in the engine, and its crash is its own", async () => {
  const dir = await moduleDir();
  writeModule(dir, "echo", wasmManifest("echo"), ECHO);
  const { kernel } = await openedModules({ dir });
  await kernel.modules.start("echo");
  const invoke = (method: string) => kernel.modules.invoke({ moduleId: "echo", method, payload: { a: [1] } });
  expect(await invoke("same")).toEqual({ a: [1] });
  await expect(invoke("fail")).rejects.toMatchObject({ code: "kernel/module-crashed" });
  expect(await invoke("same")).toEqual({ a: [1] });
});

test("a WebAssembly module has no more than its manifest says", async () => {
  const dir = await moduleDir();
  writeModule(dir, "echo", wasmManifest("echo", { limits: { fuel: 1 } }), ECHO);
  const { kernel } = await openedModules({ dir });
  await kernel.modules.start("echo");
  const call = kernel.modules.invoke({ moduleId: "echo", method: "same", payload: 1 });
  await expect(call).rejects.toMatchObject({ code: "kernel/module-crashed", details: { stop: expect.any(String) } });
});

test("what cannot be loaded is logged by its folder, and keeps no other from it", async () => {
  const dir = await moduleDir();
  writeModule(dir, "a-no-json", "{");
  writeModule(dir, "b-twice", '{"id":"x","id":"y"}');
  writeModule(dir, "c-unknown-field", wasmManifest("c", { trusted: true }), ECHO);
  writeModule(dir, "d-no-code", wasmManifest("d"));
  writeModule(dir, "e-leads-out", wasmManifest("e", { entry: "../good/module.wasm" }));
  writeModule(dir, "f-no-native", manifestOf("f"));
  writeModule(dir, "g-no-plugin", { ...manifestOf("g"), kind: "plugin", entry: "acme.hello" });
  writeModule(dir, "good", wasmManifest("good"), ECHO);
  writeModule(dir, "same-id", wasmManifest("good"), ECHO);
  writeModule(dir, "the-kernel", wasmManifest("kernel"), ECHO);
  const opened = await openedModules({ dir });
  expect(idsOf(opened)).toEqual(["good"]);
  const failed = opened.logger.records.filter(({ level }) => level === "error");
  expect(
    failed.map(({ fields }) => [
      fields?.["folder"],
      (fields?.["error"] as { readonly code?: string } | undefined)?.code,
    ]),
  ).toEqual([
    ["a-no-json", "kernel/invalid-manifest"],
    ["b-twice", "kernel/invalid-manifest"],
    ["c-unknown-field", "kernel/invalid-manifest"],
    ["d-no-code", "kernel/entry-refused"],
    ["e-leads-out", "kernel/invalid-manifest"],
    ["f-no-native", "kernel/load-failed"],
    ["g-no-plugin", "kernel/load-failed"],
    ["same-id", "kernel/already-loaded"],
    ["the-kernel", "kernel/invalid-manifest"],
  ]);
});

test("links are not followed, neither to a folder nor to code", async () => {
  const [dir, elsewhere] = [await moduleDir(), await moduleDir()];
  writeModule(elsewhere, "linked", wasmManifest("linked"), ECHO);
  symlinkSync(join(elsewhere, "linked"), join(dir, "linked"));
  writeModule(dir, "code", wasmManifest("code"));
  symlinkSync(join(elsewhere, "linked", "module.wasm"), join(dir, "code", "module.wasm"));
  const opened = await openedModules({ dir });
  expect(idsOf(opened)).toEqual([]);
  expect(opened.messages()).toEqual(["a module could not be loaded", "a link is not looked at for a module"]);
});

test("code that is none fails the start of its module, and says why", async () => {
  const dir = await moduleDir();
  writeModule(dir, "bad", wasmManifest("bad"), new Uint8Array([0, 1, 2]));
  const { kernel } = await openedModules({ dir });
  await expect(kernel.modules.start("bad")).rejects.toMatchObject({ code: "kernel/load-failed" });
  expect(kernel.modules.status("bad")).toMatchObject({ state: "failed", failure: { code: "kernel/load-failed" } });
});

test("a native module is one that the server was started with, and no other", async () => {
  const dir = await moduleDir();
  writeModule(dir, "native", manifestOf("native"));
  writeModule(dir, "proto", manifestOf("proto", { entry: "constructor" }));
  const nativeModules = { native: createMemoryModule({ id: "native", methods: { hi: () => "hi" } }) };
  const opened = await openedModules({ dir, nativeModules });
  expect(idsOf(opened)).toEqual(["native"]);
  const failed = opened.logger.records.filter(({ level }) => level === "error");
  expect(failed).toMatchObject([{ fields: { folder: "proto", error: { code: "kernel/load-failed" } } }]);
  await opened.kernel.modules.start("native");
  expect(await opened.kernel.modules.invoke({ moduleId: "native", method: "hi", payload: null })).toBe("hi");
});

test("a folder that is not there keeps the server from starting, and none is no modules", async () => {
  const dir = await moduleDir();
  rmSync(dir, { recursive: true });
  await expect(openedModules({ dir })).rejects.toMatchObject({
    code: "server/bad-config",
    details: { problems: ["CORDON_MODULE_DIR names a folder that cannot be read."] },
  });
  expect(idsOf(await openedModules({ dir: undefined }))).toEqual([]);
});
