import { posix } from "node:path";
import { AppError } from "@cordon/core";
import { contractName } from "../sources/contract-name.ts";
import type { FileTree } from "../sources/file-tree.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import { isReadable } from "../sources/read-document.ts";
import type { CliHost } from "./command.ts";
import { findInModule, isModule } from "./find-in-module.ts";
import type { FindOptions, FoundContracts } from "./found-contracts.ts";
import { type OpenedPath, openPath, shown, type ShownTree } from "./open-path.ts";

const ABSENT: ReadonlySet<string> = new Set(["contract-diff/not-found", "contract-diff/nothing-compared"]);

/** The contracts of what a user names: a file, a folder, either of a revision, or `module.ts#Export`. Refuses what has none. */
export function findSource(
  text: string,
  options: FindOptions,
  host: CliHost,
  signal: AbortSignal,
): Promise<FoundContracts> {
  return isModule(text)
    ? findInModule(text, options, host, signal)
    : findAt(openPath(text, host), options, host, signal);
}

/** The contracts below a path; none where there is no such path, or nothing in it. A revision that there is not is refused all the same. */
export async function findOptional(
  opened: OpenedPath,
  options: FindOptions,
  host: CliHost,
  signal: AbortSignal,
): Promise<FoundContracts> {
  // Only after this is a missing path told from a missing revision.
  await opened.tree.list(opened.path, signal);
  try {
    return await findAt(opened, options, host, signal);
  } catch (error) {
    if (!AppError.is(error) || !ABSENT.has(error.code)) throw error;
    return { contracts: [], tree: opened, isSingle: false };
  }
}

async function findAt(
  opened: OpenedPath,
  { folders }: FindOptions,
  { tools }: CliHost,
  signal: AbortSignal,
): Promise<FoundContracts> {
  const { tree, path, shownBelow } = opened;
  const around = shownBelow === "" ? folders.find((folder) => isWithin(path, folder)) : undefined;
  if (!isReadable(path) || (await tree.list(path, signal)).length > 0) {
    const found = await tools.findContracts(onlyBelow(tree, path), around ?? path, signal);
    return { contracts: found.map((contract) => shownContract(contract, opened)), tree: opened, isSingle: false };
  }
  // What is directly below a root has its name from elsewhere, if at all.
  const folder = around ?? (path.includes("/") ? posix.dirname(path) : shownBelow.replace(/\/$/, ""));
  const found = await tools.findContracts(tree, [path], signal);
  const contracts = found.map((contract) => shownContract(namedFrom(contract, path, folder), opened));
  return { contracts, tree: opened, isSingle: true };
}

function isWithin(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

function shownContract(contract: ContractFile, tree: ShownTree): ContractFile {
  if (contract.kind === "wit")
    return { ...contract, documents: contract.documents.map((document) => shown(document, tree)) };
  return { ...contract, document: shown(contract.document, tree) };
}

// A part of a folder of contracts, whose names are those that they have in the whole of it: waivers and rules know them by these.
function onlyBelow(tree: FileTree, path: string): FileTree {
  return {
    label: tree.label,
    list: (_folder, signal) => tree.list(path, signal),
    read: (file, signal) => tree.read(file, signal),
  };
}

// The same for a file, which is called by its whole path when it is found by that.
function namedFrom(contract: ContractFile, path: string, folder: string): ContractFile {
  const below = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
  const { name: _name, version: _version, ...rest } = contract;
  if (rest.kind !== "wit") return { ...rest, ...contractName(below, folder) };
  const around = posix.dirname(below);
  if (around !== ".") return { ...rest, ...contractName(`${around}.wit`, folder) };
  const name = posix.basename(folder);
  return { ...rest, name: name === "" ? contractName(below).name : name };
}
