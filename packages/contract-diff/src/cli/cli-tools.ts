import type { Comparers } from "../check/comparers.ts";
import type { ContractDocument } from "../document.ts";
import type { RuleCatalogue } from "../rules/rule.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import type { FileTree } from "../sources/file-tree.ts";
import type { ZodExport, ZodModuleRequest } from "../sources/load-zod-module.ts";

/** What the commands are made of: where contracts come from, and what compares them. */
export interface CliTools {
  readonly version: string;
  readonly comparers: Comparers;
  /** What is known of every rule. */
  readonly rules: RuleCatalogue;
  readonly createFolderTree: (options: { readonly root: string }) => FileTree;
  readonly createGitTree: (options: { readonly root: string; readonly revision: string }) => FileTree;
  readonly readDocument: (tree: FileTree, file: string, signal: AbortSignal) => Promise<ContractDocument>;
  readonly findContracts: (
    tree: FileTree,
    folderOrFiles: string | readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly ContractFile[]>;
  readonly loadZodModule: (module: ZodModuleRequest, signal: AbortSignal) => Promise<readonly ZodExport[]>;
  /** The table of what is decided and what is not, which comes with the package. */
  readonly readMatrix: () => Promise<string>;
}
