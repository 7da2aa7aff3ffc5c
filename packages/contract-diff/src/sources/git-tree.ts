import { stat } from "node:fs/promises";
import { contractDiffError } from "../errors.ts";
import { decodeText } from "./decode-text.ts";
import type { FileTree } from "./file-tree.ts";
import { type Git, type GitOptions, runGit } from "./run-git.ts";
import { shownText } from "./shown-text.ts";
import { checkByteCount, checkFileCount, resolveTreeLimits, type TreeLimits } from "./tree-limits.ts";
import { checkAborted, checkListedName, isLeftOut, missing, named, treePath } from "./tree-path.ts";

/** Which revision of which repository a tree shows. */
export interface GitTreeOptions extends TreeLimits, GitOptions {
  /** A folder of the repository; the tree shows what the revision has below it. */
  readonly root: string;
  /** A branch, a tag, a commit, or what else `git rev-parse` understands. Is the tree's label. */
  readonly revision: string;
}

// What `--batch` says first of an object; of everything else it repeats the name, which has a colon.
const OBJECT = /^([0-9a-f]+) (blob|tree|commit|tag) (\d+)$/;
const ENTRY = /^(\d+) (\w+) ([0-9a-f]+)\t(.+)$/s;
const HEADER_BYTES = 65_536;
const LIST_BYTES = 256 * 1024 * 1024;

/**
 * Shows the files of a revision as they were committed: without filters, text conversion and hooks. Runs the program `git`, which must be
 * installed; nothing is fetched. The revision is looked up once, so a branch that moves does not move the tree.
 */
export function createGitTree({ root, revision, git, timeoutMs, ...rest }: GitTreeOptions): FileTree {
  const limits = resolveTreeLimits(rest);
  const label = revision;
  const run: Git = (call, signal) =>
    runGit(
      root,
      call,
      { ...(git === undefined ? {} : { git }), ...(timeoutMs === undefined ? {} : { timeoutMs }) },
      signal,
    );
  let known: { readonly id: string | undefined } | undefined;
  const rootTree = async (signal: AbortSignal): Promise<string | undefined> => {
    checkAborted(signal);
    const id = known === undefined ? await findRootTree(run, root, revision, signal) : known.id;
    known ??= { id };
    return known.id;
  };
  return {
    label,
    async list(folder, signal) {
      const start = treePath(folder, label);
      const tree = await rootTree(signal);
      if (tree === undefined) return [];
      const top = start === "" ? tree : (await findObject(run, tree, start, signal)).treeId;
      if (top === undefined) return [];
      const entries = await listEntries(run, ["-r", top], label, signal);
      const listed = entries
        // The other modes are links and other repositories.
        .filter(({ mode }) => mode.startsWith("100"))
        .map(({ path }) => (start === "" ? path : `${start}/${path}`))
        .filter((path) => !isLeftOut(path, start))
        .sort();
      for (const path of listed) checkListedName(path, label);
      checkFileCount(listed.length, named(start || ".", label), limits);
      return listed;
    },
    async read(file, signal) {
      const path = treePath(file, label);
      const tree = await rootTree(signal);
      const found = tree === undefined || path === "" ? {} : await findObject(run, tree, path, signal, limits.maxBytes);
      if (found.size !== undefined) checkByteCount(found.size, named(path, label), limits);
      if (found.content === undefined) throw missing({ what: "file", path, label });
      return decodeText(found.content, named(path, label));
    },
  };
}

async function findRootTree(
  run: Git,
  root: string,
  revision: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const isFolder = await stat(root).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw missing({ what: "folder", path: root, label: "" });
  const place = await run({ args: ["rev-parse", "--show-prefix"], maxBytes: HEADER_BYTES }, signal);
  if (place.kind !== "ended" || place.code !== 0) {
    const said = place.kind === "ended" ? place.errors.split("\n")[0] : "it printed too much";
    const hint = `Run this in a clone, or compare files instead of revisions. git said: ${said}`;
    throw contractDiffError("contract-diff/not-found", { what: `git repository at ${root}`, hint });
  }
  const commit = await findCommit(run, revision, signal);
  const prefix = place.answer.toString().replace(/\n$/, "").replace(/\/$/, "");
  if (prefix === "") return commit;
  // Other than a look-up by name, a listing tells a folder that is not there from a repository that lacks the object.
  const entries = await listEntries(run, [commit, "--", prefix], revision, signal);
  return entries.find(({ kind }) => kind === "tree")?.id;
}

async function findCommit(run: Git, revision: string, signal: AbortSignal): Promise<string> {
  // `--end-of-options` alone would do, and not with the git of ten years ago.
  const isName = revision !== "" && !revision.startsWith("-") && !revision.includes("\0");
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const end = isName ? await run({ args, maxBytes: HEADER_BYTES }, signal) : undefined;
  const commit = end?.kind === "ended" && end.code === 0 ? end.answer.toString().trim() : "";
  if (/^[0-9a-f]+$/.test(commit)) return commit;
  const hint = isName
    ? "Check its name, or fetch it first: a shallow clone in CI needs fetch-depth: 0."
    : "Name a branch, a tag or a commit.";
  throw contractDiffError("contract-diff/not-found", {
    what: `revision ${shownText(revision) || "without a name"}`,
    hint,
  });
}

interface FoundObject {
  readonly treeId?: string;
  readonly size?: number;
  readonly content?: Uint8Array;
}

/** What a path leads to, links within the tree followed; with its content if `maxBytes` is given and is enough. */
async function findObject(
  run: Git,
  tree: string,
  path: string,
  signal: AbortSignal,
  maxBytes = 0,
): Promise<FoundObject> {
  const mode = maxBytes === 0 ? "--batch-check" : "--batch";
  const call = {
    args: ["cat-file", mode, "--follow-symlinks"],
    input: `${tree}:${path}\n`,
    maxBytes: maxBytes + HEADER_BYTES,
  };
  const end = await run(call, signal);
  if (end.kind === "too-much") return { size: Number.POSITIVE_INFINITY };
  const line = end.answer.indexOf("\n");
  const [, id = "", kind, digits] = OBJECT.exec(end.answer.subarray(0, line).toString()) ?? [];
  const size = Number(digits);
  if (kind === "tree") return { treeId: id };
  if (kind !== "blob") return {};
  const content = end.answer.subarray(line + 1, line + 1 + size);
  return content.length === size ? { size, content } : { size };
}

interface Entry {
  readonly mode: string;
  readonly kind: string;
  readonly id: string;
  readonly path: string;
}

async function listEntries(
  run: Git,
  args: readonly string[],
  label: string,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const end = await run({ args: ["ls-tree", "-z", "--full-tree", ...args], maxBytes: LIST_BYTES }, signal);
  if (end.kind === "too-much" || end.code !== 0) {
    const said = end.kind === "too-much" ? "too much" : end.errors;
    const problem = `git could not list this revision; a partial clone must be fetched whole. git said: ${said}`;
    throw contractDiffError("contract-diff/unreadable", { file: label, problem });
  }
  return decodeText(end.answer, label)
    .split("\0")
    .map((line) => ENTRY.exec(line))
    .filter((match) => match !== null)
    .map(([, mode = "", kind = "", id = "", path = ""]) => ({ mode, kind, id, path }));
}
