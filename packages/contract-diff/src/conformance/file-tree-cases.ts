import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { FileTree } from "../sources/file-tree.ts";
import type { TreeLimits } from "../sources/tree-limits.ts";

/** What a tree is to show. */
export interface TreeContent extends TreeLimits {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What each link leads to, from the folder that it stands in. With the ability `links`. */
  readonly links?: Readonly<Record<string, string>>;
}

/** Makes a tree of these files and no others. */
export type FileTreeFixture = (content: TreeContent) => Promise<FileTree>;

/** One case of the suite. */
export type FileTreeCase = ConformanceCase<FileTreeFixture>;

const NOT_FOUND = { code: "contract-diff/not-found" };
const UNREADABLE = { code: "contract-diff/unreadable" };
const TOO_LARGE = { code: "contract-diff/too-large" };
const OUTSIDE = ["..", "../x.json", "a/../../x.json", "/etc/passwd", "a\0b.json", "a\nb.json"];
// Names that mean something to an object, a shell, a glob, git's revisions or its path specifications.
const STRANGE = [
  "-rf.json",
  ":(glob)x.json",
  "HEAD:x.json",
  "__proto__",
  "a b.json",
  "constructor",
  'it"s\\.json',
  "x*.json",
  "Ä/ü.json",
];

const never = (): AbortSignal => new AbortController().signal;

const listing: readonly FileTreeCase[] = [
  {
    name: "a folder's files are listed with those of its subfolders, sorted, by their paths from the root",
    needs: [],
    async run(make) {
      const files = { "b.json": "", "a/z.json": "", "a/b/y.txt": "", "a/B.json": "", "ab/x.json": "" };
      const tree = await (await make())({ files });
      deepEqual(await tree.list("a", never()), ["a/B.json", "a/b/y.txt", "a/z.json"]);
      deepEqual(await tree.list("a/b", never()), ["a/b/y.txt"]);
    },
  },
  {
    name: "the root is listed by an empty name and by a dot",
    needs: [],
    async run(make) {
      const tree = await (await make())({ files: { "b.json": "", "a/a.json": "" } });
      for (const root of ["", ".", "./", "a/.."])
        deepEqual(await tree.list(root, never()), ["a/a.json", "b.json"], root);
    },
  },
  {
    name: "a folder may be named in every way that leads to it",
    needs: [],
    async run(make) {
      const tree = await (await make())({ files: { "a/b/x.json": "" } });
      for (const name of ["a/b", "./a/b", "a/b/", "a//b", "a/c/../b"])
        deepEqual(await tree.list(name, never()), ["a/b/x.json"], name);
    },
  },
  {
    name: "what is no folder has no files",
    needs: [],
    async run(make) {
      const tree = await (await make())({ files: { "a.json": "" } });
      for (const name of ["b", "a.json", "a.json/b"]) deepEqual(await tree.list(name, never()), [], name);
    },
  },
  {
    name: "node_modules is left out wherever it lies, unless it is what is named",
    needs: [],
    async run(make) {
      const files = { "node_modules/x/a.json": "", "a/node_modules/b.json": "", "a/node_modules_/c.json": "" };
      const tree = await (await make())({ files });
      deepEqual(await tree.list("", never()), ["a/node_modules_/c.json"]);
      deepEqual(await tree.list("node_modules/x", never()), ["node_modules/x/a.json"]);
    },
  },
  {
    name: "as many files as the limit are listed, and one more is refused",
    needs: [],
    async run(make) {
      const files = { "a/1": "", "a/2": "", "b/3": "", "b/node_modules/4": "" };
      const tree = await (await make())({ files, maxFiles: 2 });
      equal((await tree.list("a", never())).length, 2);
      await rejects(tree.list("", never()), TOO_LARGE);
    },
  },
  {
    name: "a name with control characters is refused, as it could forge a line of a report",
    needs: [],
    async run(make) {
      const tree = await (await make())({ files: { "a/x\n::error::.json": "", "b/x.json": "" } });
      await rejects(tree.list("", never()), UNREADABLE);
      deepEqual(await tree.list("b", never()), ["b/x.json"]);
    },
  },
];

const reading: readonly FileTreeCase[] = [
  {
    name: "a file is read as it is, line ends and all characters kept",
    needs: [],
    async run(make) {
      const text = '{\r\n\t"ä\u2028": "\u{1f600}"\r\n}\n\n';
      const tree = await (await make())({ files: { "a/x.json": text, empty: "" } });
      for (const name of ["a/x.json", "./a//x.json"]) equal(await tree.read(name, never()), text);
      equal(await tree.read("empty", never()), "");
    },
  },
  {
    name: "a byte order mark is no part of the text",
    needs: [],
    async run(make) {
      const tree = await (await make())({ files: { "x.json": "\u{feff}{}" } });
      equal(await tree.read("x.json", never()), "{}");
    },
  },
  {
    name: "strange names are listed and read like others",
    needs: [],
    async run(make) {
      const files = Object.fromEntries(STRANGE.map((name) => [name, name]));
      const tree = await (await make())({ files });
      deepEqual(await tree.list("", never()), STRANGE.toSorted());
      for (const name of STRANGE) equal(await tree.read(name, never()), name);
    },
  },
  {
    name: "what is no file is not found, and the error names it",
    needs: [],
    async run(make) {
      const tree = await (await make())({ files: { "a/x.json": "" } });
      for (const name of ["b.json", "a", "", "a/x.json/y", "toString", "*/x.json"])
        await rejects(tree.read(name, never()), NOT_FOUND, name);
      await rejects(tree.read("a/missing.json", never()), /a\/missing\.json/);
    },
  },
  {
    name: "a path that leaves the root, or has control characters, is not found",
    needs: [],
    async run(make) {
      const tree = await (await make())({ files: { "a/x.json": "" } });
      for (const name of OUTSIDE) {
        await rejects(tree.read(name, never()), NOT_FOUND, name);
        await rejects(tree.list(name, never()), NOT_FOUND, name);
      }
    },
  },
  {
    name: "text that is not UTF-8 is refused",
    needs: [],
    async run(make) {
      const files = { "latin.json": Uint8Array.of(0x22, 0xe4, 0x22), "utf16.json": Uint8Array.of(0xff, 0xfe, 0x7b, 0) };
      const tree = await (await make())({ files });
      for (const name of Object.keys(files)) await rejects(tree.read(name, never()), UNREADABLE);
      await rejects(tree.read("latin.json", never()), /latin\.json: the file is not UTF-8/);
    },
  },
  {
    name: "a file as large as the limit is read, and one byte more is refused",
    needs: [],
    async run(make) {
      const tree = await (
        await make()
      )({ files: { right: "äää", large: "ääää", huge: "x".repeat(200_000) }, maxBytes: 6 });
      equal(await tree.read("right", never()), "äää");
      await rejects(tree.read("large", never()), TOO_LARGE);
      await rejects(tree.read("huge", never()), TOO_LARGE);
    },
  },
  {
    name: "files are read at the same time without getting mixed up",
    needs: [],
    async run(make) {
      const names = Array.from({ length: 20 }, (_, at) => `${at}.json`);
      const tree = await (await make())({ files: Object.fromEntries(names.map((name) => [name, name.repeat(100)])) });
      const texts = await Promise.all(names.map((name) => tree.read(name, never())));
      deepEqual(
        texts,
        names.map((name) => name.repeat(100)),
      );
    },
  },
  {
    name: "after an abort nothing is listed or read",
    needs: [],
    async run(make) {
      const tree = await (await make())({ files: { "a.json": "" } });
      const reason = { code: "core/aborted" };
      await rejects(tree.list("", AbortSignal.abort()), reason);
      await rejects(tree.read("a.json", AbortSignal.abort()), reason);
      deepEqual(await tree.list("", never()), ["a.json"]);
    },
  },
];

const linking: readonly FileTreeCase[] = [
  {
    name: "a link is followed when it is named, and left out of a listing",
    needs: ["links"],
    async run(make) {
      const links = { "b/link.json": "../a/x.json", "b/folder": "../a" };
      const tree = await (await make())({ files: { "a/x.json": "text" }, links });
      equal(await tree.read("b/link.json", never()), "text");
      equal(await tree.read("b/folder/x.json", never()), "text");
      deepEqual(await tree.list("", never()), ["a/x.json"]);
      deepEqual(await tree.list("b/folder", never()), ["b/folder/x.json"]);
    },
  },
  {
    name: "a link that leaves the root, leads nowhere or leads to itself is not found",
    needs: ["links"],
    async run(make) {
      const links = { out: "../../../../../../../../etc", file: "/etc/passwd", self: "self", gone: "nothing.json" };
      const tree = await (await make())({ files: { "x.json": "" }, links });
      for (const name of ["file", "out/passwd", "self", "gone"])
        await rejects(tree.read(name, never()), NOT_FOUND, name);
    },
  },
];

/** The contract of `FileTree`, case by case. Ability: `links`, of a tree that can have them. */
export const fileTreeCases: readonly FileTreeCase[] = [...listing, ...reading, ...linking];
