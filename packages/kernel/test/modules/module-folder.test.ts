import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadModuleFolder, resolveEntry } from "../../src/adapters/file/index.ts";
import { FULL } from "./_manifests.ts";

const CODE = Uint8Array.of(0, 0x61, 0x73, 0x6d);

async function folderOf(
  manifest: unknown = { ...FULL, entry: "a.wasm" },
): Promise<{ readonly dir: string; readonly outside: string }> {
  const root = await mkdtemp(join(tmpdir(), "cordon-kernel-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const dir = join(root, "module");
  await mkdir(join(dir, "below"), { recursive: true });
  await writeFile(join(dir, "module.json"), JSON.stringify(manifest));
  await writeFile(join(dir, "a.wasm"), CODE);
  await writeFile(join(dir, "below", "b.wasm"), CODE);
  await writeFile(join(root, "secret.wasm"), "secret");
  return { dir, outside: join(root, "secret.wasm") };
}

const refused = { code: "kernel/entry-refused" };

describe("a folder", () => {
  test("is read: its manifest, and the code that it names", async () => {
    const { dir } = await folderOf();
    expect(await loadModuleFolder(dir)).toEqual({ manifest: { ...FULL, entry: "a.wasm" }, code: CODE });
    const { limits: _limits, ...rest } = FULL;
    const native = await folderOf({ ...rest, kind: "native", entry: "a" });
    expect(await loadModuleFolder(native.dir)).toEqual({ manifest: { ...rest, kind: "native", entry: "a" } });
  });

  test("code may lie below it, and be reached by links that stay inside", async () => {
    const { dir } = await folderOf({ ...FULL, entry: "link/c.wasm" });
    await symlink("below", join(dir, "link"));
    await symlink("b.wasm", join(dir, "below", "c.wasm"));
    expect((await loadModuleFolder(dir)).code).toEqual(CODE);
  });

  test("may itself be reached by a link", async () => {
    const { dir } = await folderOf();
    await symlink(dir, `${dir}-link`);
    expect((await loadModuleFolder(`${dir}-link`)).code).toEqual(CODE);
  });
});

describe("what leads out of it is refused", () => {
  test.each([
    "../secret.wasm",
    "/etc/passwd",
    "below/../../secret.wasm",
    "..\\secret.wasm",
    "%2e%2e/secret.wasm",
    "a.wasm\0",
  ])("%j, as it is written", async (entry) => {
    const { dir } = await folderOf();
    await expect(resolveEntry(dir, entry)).rejects.toMatchObject(refused);
    await writeFile(join(dir, "module.json"), JSON.stringify({ ...FULL, entry }));
    await expect(loadModuleFolder(dir)).rejects.toMatchObject({ code: "kernel/invalid-manifest" });
  });

  test("a link to a file outside, absolute or not", async () => {
    const { dir, outside } = await folderOf({ ...FULL, entry: "link.wasm" });
    await symlink(outside, join(dir, "link.wasm"));
    await expect(loadModuleFolder(dir)).rejects.toMatchObject(refused);
    await rm(join(dir, "link.wasm"));
    await symlink("../secret.wasm", join(dir, "link.wasm"));
    await expect(loadModuleFolder(dir)).rejects.toMatchObject(refused);
  });

  test("a folder on the way that is a link outside", async () => {
    const { dir } = await folderOf({ ...FULL, entry: "link/secret.wasm" });
    await symlink("..", join(dir, "link"));
    await expect(loadModuleFolder(dir)).rejects.toMatchObject(refused);
  });

  test("a folder whose name begins like its own", async () => {
    const { dir } = await folderOf({ ...FULL, entry: "link.wasm" });
    await mkdir(`${dir}-evil`);
    await writeFile(join(`${dir}-evil`, "x.wasm"), "evil");
    await symlink(join(`${dir}-evil`, "x.wasm"), join(dir, "link.wasm"));
    await expect(loadModuleFolder(dir)).rejects.toMatchObject(refused);
  });

  test("a manifest that is a link outside", async () => {
    const { dir } = await folderOf();
    await rename(join(dir, "module.json"), join(dir, "..", "module.json"));
    await symlink("../module.json", join(dir, "module.json"));
    await expect(loadModuleFolder(dir)).rejects.toMatchObject(refused);
  });

  test("a link to itself", async () => {
    const { dir } = await folderOf({ ...FULL, entry: "loop.wasm" });
    await symlink("loop.wasm", join(dir, "loop.wasm"));
    await expect(loadModuleFolder(dir)).rejects.toMatchObject(refused);
  });
});

describe("what is no file to read is refused", () => {
  test("one that is not there, and a folder that is not there", async () => {
    const { dir } = await folderOf({ ...FULL, entry: "none.wasm" });
    await expect(loadModuleFolder(dir)).rejects.toMatchObject(refused);
    await expect(loadModuleFolder(join(dir, "none"))).rejects.toMatchObject(refused);
  });

  test("a folder", async () => {
    const { dir } = await folderOf({ ...FULL, entry: "below" });
    await expect(loadModuleFolder(dir)).rejects.toMatchObject({ ...refused, details: { problem: "it is no file" } });
  });

  test("a pipe, for which nobody waits", async () => {
    const { dir } = await folderOf({ ...FULL, entry: "pipe.wasm" });
    expect(spawnSync("mkfifo", [join(dir, "pipe.wasm")]).status).toBe(0);
    await expect(loadModuleFolder(dir)).rejects.toMatchObject({ ...refused, details: { problem: "it is no file" } });
  });

  test("one that is larger than may be, by a byte", async () => {
    const { dir } = await folderOf();
    await truncate(join(dir, "a.wasm"), 1001);
    const larger = { ...refused, details: { problem: "it is larger than 1000 bytes" } };
    await expect(loadModuleFolder(dir, { maxCodeBytes: 1000 })).rejects.toMatchObject(larger);
    await truncate(join(dir, "a.wasm"), 1000);
    expect((await loadModuleFolder(dir, { maxCodeBytes: 1000 })).code).toHaveLength(1000);
    await truncate(join(dir, "module.json"), 65_537);
    await expect(loadModuleFolder(dir)).rejects.toMatchObject(refused);
  });

  test("one that is empty is read as it is", async () => {
    const { dir } = await folderOf();
    await truncate(join(dir, "a.wasm"), 0);
    expect((await loadModuleFolder(dir)).code).toEqual(new Uint8Array());
  });
});
