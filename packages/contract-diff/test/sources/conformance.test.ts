import { describe } from "vitest";
import { runSuite } from "../../../../tools/testing/run-suite.ts";
import { fileTreeCases } from "../../src/conformance/file-tree-cases.ts";
import { createFolderTree } from "../../src/sources/folder-tree.ts";
import { createGitTree } from "../../src/sources/git-tree.ts";
import { createMemoryTree } from "../../src/sources/memory-tree.ts";
import { makeFolder, makeRepository } from "./_folders.ts";

describe("memory tree", () => {
  runSuite(
    fileTreeCases,
    async () =>
      async ({ files, ...limits }) =>
        createMemoryTree(files, limits),
  );
});

describe("folder tree", () => {
  runSuite(fileTreeCases, async () => async (content) => createFolderTree({ ...content, root: makeFolder(content) }), {
    abilities: ["links"],
  });
});

describe("git tree", () => {
  runSuite(
    fileTreeCases,
    async () => async (content) => createGitTree({ ...content, root: makeRepository(content), revision: "main" }),
    { abilities: ["links"] },
  );
});

describe("git tree of a folder of a repository", () => {
  const below = <Value>(values: Readonly<Record<string, Value>> = {}): Record<string, Value> =>
    Object.fromEntries(Object.entries(values).map(([path, value]) => [`in/side/${path}`, value]));
  runSuite(
    fileTreeCases,
    async () =>
      async ({ files, links, ...limits }) => {
        const root = makeRepository({
          files: { ...below(files), "outside.json": "", "in/other": "" },
          links: below(links),
        });
        return createGitTree({ ...limits, root: `${root}/in/side`, revision: "HEAD" });
      },
    { abilities: ["links"] },
  );
});
