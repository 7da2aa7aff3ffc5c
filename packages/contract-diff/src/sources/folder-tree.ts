import { constants } from "node:fs";
import { type FileHandle, open, readdir, realpath } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { AppError } from "@cordon/core";
import { contractDiffError } from "../errors.ts";
import { decodeText } from "./decode-text.ts";
import type { FileTree } from "./file-tree.ts";
import { checkByteCount, checkFileCount, resolveTreeLimits, type TreeLimits } from "./tree-limits.ts";
import { checkAborted, checkListedName, isLeftOut, missing, named, treePath } from "./tree-path.ts";

/** Which folder a tree shows. */
export interface FolderTreeOptions extends TreeLimits {
  readonly root: string;
  /** Default empty, which suits the folder that commands are run in. */
  readonly label?: string;
}

// What the file system says of something that is not there, or cannot be on a path.
const ABSENT = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"]);
// The path is already free of links; a pipe or a device must not make the open wait.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Shows the files of a folder as they are at the moment. The folder itself may be a link; what leaves it is not followed. */
export function createFolderTree({ root, label = "", ...rest }: FolderTreeOptions): FileTree {
  const limits = resolveTreeLimits(rest);
  return {
    label,
    async list(folder, signal) {
      const start = treePath(folder, label);
      checkAborted(signal);
      const absolute = await findBelow(root, { what: "folder", path: start, label });
      if (absolute === undefined) return [];
      const listed: string[] = [];
      const waiting = [start];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        checkAborted(signal);
        for (const entry of await entriesOf(join(absolute, next.slice(start.length)), named(next, label))) {
          const path = next === "" ? entry.name : `${next}/${entry.name}`;
          if (isLeftOut(path, next)) continue;
          if (entry.isDirectory()) waiting.push(path);
          else if (entry.isFile()) listed.push(path);
        }
        checkFileCount(listed.length, named(start || ".", label), limits);
      }
      for (const path of listed) checkListedName(path, label);
      checkAborted(signal);
      return listed.sort();
    },
    async read(file, signal) {
      const path = treePath(file, label);
      const name = named(path, label);
      checkAborted(signal);
      const absolute = await findBelow(root, { what: "file", path, label });
      if (absolute === undefined) throw missing({ what: "file", path, label });
      try {
        await using handle = await open(absolute, FLAGS);
        const bytes = await readWhole(handle, { path, label }, limits);
        checkAborted(signal);
        return decodeText(bytes, name);
      } catch (cause) {
        throw AppError.from(cause, () => readError(cause, path, label));
      }
    },
  };
}

interface Sought {
  readonly what: "file" | "folder";
  readonly path: string;
  readonly label: string;
}

/** The true path of something below the root; `undefined` where there is nothing. Throws for what is elsewhere, or if there is no root. */
async function findBelow(root: string, { what, path, label }: Sought): Promise<string | undefined> {
  const base = await realPathOf(resolve(root), label);
  if (base === undefined) throw missing({ what: "folder", path: root, label: "" });
  const found = await realPathOf(join(base, path), label);
  if (found === undefined) return undefined;
  const way = relative(base, found);
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way))
    throw missing({ what, path, label, hint: "A link leads out of the root: choose a root that holds all files." });
  return found;
}

async function realPathOf(path: string, label: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw readError(cause, path, label);
  }
}

async function entriesOf(absolute: string, name: string): ReturnType<typeof readEntries> {
  try {
    return await readEntries(absolute);
  } catch (cause) {
    // Gone since its parent was listed, or a file.
    if (isAbsent(cause)) return [];
    throw readError(cause, name || ".", "");
  }
}

function readEntries(
  absolute: string,
): Promise<readonly { readonly name: string; isDirectory(): boolean; isFile(): boolean }[]> {
  return readdir(absolute, { withFileTypes: true });
}

async function readWhole(
  handle: FileHandle,
  { path, label }: Omit<Sought, "what">,
  limits: Required<TreeLimits>,
): Promise<Uint8Array> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw missing({ what: "file", path, label, hint: "What has this name is no file." });
  checkByteCount(stats.size, named(path, label), limits);
  return handle.readFile();
}

function readError(cause: unknown, path: string, label: string): AppError {
  if (isAbsent(cause)) return missing({ what: "file", path, label, cause });
  const problem = `it could not be read: ${codeOf(cause) ?? String(cause)}`;
  return contractDiffError("contract-diff/unreadable", { file: named(path, label), problem }, { cause });
}

function isAbsent(error: unknown): boolean {
  return ABSENT.has(codeOf(error) ?? "");
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
