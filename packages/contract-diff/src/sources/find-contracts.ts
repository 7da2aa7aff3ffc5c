import { posix } from "node:path";
import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { type ContractName, contractName } from "./contract-name.ts";
import { type ContractKind, detectKind } from "./detect-kind.ts";
import type { FileTree } from "./file-tree.ts";
import { isReadable, readDocument } from "./read-document.ts";
import { named, treePath } from "./tree-path.ts";

/** A contract as it was found. A WIT package has all its files; every other contract is one. */
export type ContractFile = ContractName &
  (
    | { readonly kind: Exclude<ContractKind, "wit">; readonly document: ContractDocument }
    | { readonly kind: "wit"; readonly documents: readonly ContractDocument[] }
  );

interface Found {
  /** From the folder that was searched; from the root for a file that was named. */
  readonly path: string;
  readonly kind: ContractKind;
  readonly document: ContractDocument;
}

/**
 * Reads the contracts below a folder, or the files of a list, and says what each is. Names are paths from the folder, without extension and
 * version. In a folder, files that are no contract are passed over, and one that cannot be parsed rejects; of a list, every file must be one.
 * Rejects with `contract-diff/nothing-compared` if there is none, and `contract-diff/invalid-contract` if two would have the same name.
 */
export async function findContracts(
  tree: FileTree,
  from: string | readonly string[],
  signal: AbortSignal,
): Promise<readonly ContractFile[]> {
  const folder = typeof from === "string" ? treePath(from, tree.label) : "";
  const found = typeof from === "string" ? await search(tree, folder, signal) : await readAll(tree, from, signal);
  if (found.length === 0) {
    const where = named(folder || ".", tree.label);
    const what = typeof from === "string" ? `there is no contract below ${where}` : "no file was named";
    throw contractDiffError("contract-diff/nothing-compared", { what });
  }
  const contracts = [...singles(found, folder), ...packages(found, folder)];
  checkNames(contracts);
  return contracts.sort(byName);
}

async function search(tree: FileTree, folder: string, signal: AbortSignal): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const file of (await tree.list(folder, signal)).filter(isReadable)) {
    const document = await readDocument(tree, file, signal);
    const kind = detectKind(document);
    const path = folder === "" ? file : file.slice(folder.length + 1);
    if (kind !== undefined) found.push({ path, kind, document });
  }
  return found;
}

async function readAll(tree: FileTree, files: readonly string[], signal: AbortSignal): Promise<readonly Found[]> {
  const found: Found[] = [];
  // A file that is named twice is read once.
  for (const path of new Set(files.map((file) => treePath(file, tree.label)))) {
    const document = await readDocument(tree, path, signal);
    const kind = detectKind(document);
    if (kind === undefined) {
      const message =
        "this is no contract: it has neither openapi nor asyncapi, and no word of JSON Schema such as type, properties or $ref";
      throw contractDiffError("contract-diff/invalid-contract", {
        file: document.file,
        issues: [{ pointer: "", message }],
      });
    }
    found.push({ path, kind, document });
  }
  return found;
}

function singles(found: readonly Found[], folder: string): readonly ContractFile[] {
  return found.flatMap(({ path, kind, document }) =>
    kind === "wit" ? [] : [{ ...contractName(path, folder), kind, document }],
  );
}

/** The WIT files of a folder are one package, and what lies in its `deps` is what it needs. */
function packages(found: readonly Found[], folder: string): readonly ContractFile[] {
  const texts = found.filter(({ kind }) => kind === "wit");
  return [...Map.groupBy(texts, ({ path }) => packageFolder(path))].map(([name, files]) => {
    // Files beside each other at the top have no folder to be named after, other than the one that was searched.
    const around = posix.basename(folder) || contractName(files[0]?.path ?? "").name;
    return {
      ...(name === "" ? { name: around } : contractName(`${name}.wit`, folder)),
      kind: "wit",
      documents: files.map(({ document }) => document),
    };
  });
}

function packageFolder(path: string): string {
  const parts = posix.dirname(path).split("/");
  const deps = parts.indexOf("deps");
  const own = deps === -1 ? parts : parts.slice(0, deps);
  return own.join("/").replace(/^\.$/, "");
}

function checkNames(contracts: readonly ContractFile[]): void {
  const taken = new Map<string, string>();
  for (const contract of contracts) {
    const file = fileOf(contract);
    const key = `${contract.name} ${contract.version ?? ""}`;
    const other = taken.get(key);
    if (other !== undefined) {
      const message = `its name and version are those of ${other}, so it is not clear which is meant: rename one`;
      throw contractDiffError("contract-diff/invalid-contract", { file, issues: [{ pointer: "", message }] });
    }
    taken.set(key, file);
  }
}

function fileOf(contract: ContractFile): string {
  return (contract.kind === "wit" ? contract.documents[0]?.file : contract.document.file) ?? contract.name;
}

function byName(one: ContractFile, other: ContractFile): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return (one.version ?? 0) - (other.version ?? 0);
}
