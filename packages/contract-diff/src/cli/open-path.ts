import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import type { FileTree } from "../sources/file-tree.ts";
import type { CliHost } from "./command.ts";

/** A tree, and what goes before the names of its files for people to know them. */
export interface ShownTree {
  readonly tree: FileTree;
  /** Empty for what lies below the folder that the command runs in; otherwise the folder that holds it, with a slash. */
  readonly shownBelow: string;
}

/** A file or a folder, and the tree that has it. */
export interface OpenedPath extends ShownTree {
  readonly path: string;
}

/** Where paths start, and what opens them. */
export type PathHost = Pick<CliHost, "workingDir" | "tools">;

/** What a user names: a path, or a path of a revision, `origin/main:contracts`. */
export function openPath(text: string, host: PathHost): OpenedPath {
  const colon = text.indexOf(":");
  const isOnDisk = colon < 1 || existsSync(resolve(host.workingDir, text));
  if (isOnDisk) return openOnDisk(text, host);
  return openAtRevision(text.slice(colon + 1), text.slice(0, colon), host);
}

/** A path as it was at a revision. */
export function openAtRevision(text: string, revision: string, { workingDir, tools }: PathHost): OpenedPath {
  const path = relative(workingDir, resolve(workingDir, text));
  if (isOutside(path))
    throw contractDiffError("contract-diff/usage", {
      problem: `${text} is not below ${workingDir}, so it has no older version there: run this from the folder that holds it.`,
    });
  return { tree: tools.createGitTree({ root: workingDir, revision }), path: slashed(path), shownBelow: "" };
}

/** A path as it is now. What lies below the folder that the command runs in keeps its name there, which is the one CI systems know it by. */
export function openOnDisk(text: string, { workingDir, tools }: PathHost): OpenedPath {
  const absolute = resolve(workingDir, text);
  const path = relative(workingDir, absolute);
  if (!isOutside(path))
    return { tree: tools.createFolderTree({ root: workingDir }), path: slashed(path), shownBelow: "" };
  const root = dirname(absolute);
  const shownBelow = root.endsWith(sep) ? slashed(root) : `${slashed(root)}/`;
  return { tree: tools.createFolderTree({ root }), path: basename(absolute), shownBelow };
}

/** A document by the name that people know it by. */
export function shown(document: ContractDocument, { shownBelow }: ShownTree): ContractDocument {
  return shownBelow === "" ? document : { ...document, file: `${shownBelow}${document.file}` };
}

function isOutside(path: string): boolean {
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}
