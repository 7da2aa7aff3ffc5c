import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createFolderTree } from "../../src/sources/folder-tree.ts";
import { makeFolder } from "./_folders.ts";

const never = (): AbortSignal => new AbortController().signal;
const NOT_FOUND = { code: "contract-diff/not-found" };

test("what lies in .git is left out of a listing", async () => {
  const root = makeFolder({ files: { ".git/a.json": "", "a/.git/b.json": "", "a/.github/c.json": "" } });
  expect(await createFolderTree({ root }).list("", never())).toEqual(["a/.github/c.json"]);
});

test("a root that is not there is not found, by its name", async () => {
  const root = join(makeFolder({ files: {} }), "gone");
  const tree = createFolderTree({ root });
  for (const asked of [tree.list("", never()), tree.read("a.json", never())])
    await expect(asked).rejects.toMatchObject({ message: `There is no folder ${root}. Check its name.` });
});

test("a root that is a link shows what it leads to", async () => {
  const root = makeFolder({ files: { "true/a.json": "text" }, links: { link: "true" } });
  const tree = createFolderTree({ root: join(root, "link") });
  expect(await tree.list("", never())).toEqual(["a.json"]);
  expect(await tree.read("a.json", never())).toBe("text");
});

test("a link that leaves the root for a folder whose name begins like the root's is not followed", async () => {
  const folder = makeFolder({ files: { "root/a.json": "", "root-secret/b.json": "" } });
  symlinkSync("../root-secret", join(folder, "root", "link"));
  const tree = createFolderTree({ root: join(folder, "root") });
  await expect(tree.read("link/b.json", never())).rejects.toMatchObject(NOT_FOUND);
  await expect(tree.list("link", never())).rejects.toMatchObject(NOT_FOUND);
});

test("files and folders whose names begin with two dots are within the root", async () => {
  const root = makeFolder({ files: { "..a/..b.json": "text" } });
  expect(await createFolderTree({ root }).read("..a/..b.json", never())).toBe("text");
});

test("the label stands before the names of files in errors, and not in listings", async () => {
  const tree = createFolderTree({ root: makeFolder({ files: { "a.json": "" } }), label: "old" });
  expect([tree.label, await tree.list("", never())]).toEqual(["old", ["a.json"]]);
  await expect(tree.read("b.json", never())).rejects.toThrow("There is no file old:b.json.");
});

test("a pipe is no file, and is not waited for", async () => {
  const root = makeFolder({ files: { "a.json": "" } });
  expect(spawnSync("mkfifo", [join(root, "pipe.json")]).status).toBe(0);
  const tree = createFolderTree({ root });
  expect(await tree.list("", never())).toEqual(["a.json"]);
  await expect(tree.read("pipe.json", never())).rejects.toMatchObject(NOT_FOUND);
});

test("a file that is far too large is refused by its size alone", async () => {
  const root = makeFolder({ files: { "a.json": "" } });
  truncateSync(join(root, "a.json"), 300 * 1024 * 1024);
  await expect(createFolderTree({ root }).read("a.json", never())).rejects.toMatchObject({
    code: "contract-diff/too-large",
    message: "a.json: the file has too many bytes; the limit is 268435456.",
  });
});

test("the files are those of the moment", async () => {
  const root = makeFolder({ files: { "a.json": "old" } });
  const tree = createFolderTree({ root });
  await tree.list("", never());
  rmSync(join(root, "a.json"));
  mkdirSync(join(root, "b"));
  writeFileSync(join(root, "b", "c.json"), "new");
  expect(await tree.list("", never())).toEqual(["b/c.json"]);
});
