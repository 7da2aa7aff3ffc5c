import { decodeText } from "./decode-text.ts";
import type { FileTree } from "./file-tree.ts";
import { checkByteCount, checkFileCount, resolveTreeLimits, type TreeLimits } from "./tree-limits.ts";
import { checkAborted, checkListedName, isLeftOut, missing, named, treePath } from "./tree-path.ts";

/** How a tree in memory behaves. */
export interface MemoryTreeOptions extends TreeLimits {
  /** Default empty. */
  readonly label?: string;
}

/** Keeps files in memory, by their paths: for tests, and for contracts that are made rather than read. */
export function createMemoryTree(
  files: Readonly<Record<string, string | Uint8Array>>,
  { label = "", ...rest }: MemoryTreeOptions = {},
): FileTree {
  const limits = resolveTreeLimits(rest);
  const contents = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : Uint8Array.from(content),
    ]),
  );
  return {
    label,
    async list(folder, signal) {
      const start = treePath(folder, label);
      checkAborted(signal);
      const below = [...contents.keys()].filter((path) => start === "" || path.startsWith(`${start}/`));
      const listed = below.filter((path) => !isLeftOut(path, start)).sort();
      for (const path of listed) checkListedName(path, label);
      checkFileCount(listed.length, named(start || ".", label), limits);
      return listed;
    },
    async read(file, signal) {
      const path = treePath(file, label);
      checkAborted(signal);
      const content = contents.get(path);
      if (content === undefined) throw missing({ what: "file", path, label });
      checkByteCount(content.length, named(path, label), limits);
      return decodeText(content, named(path, label));
    },
  };
}
