import type { Flow } from "../finding.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import type { ShownTree } from "./open-path.ts";

/** What decides how contracts are called and read. */
export interface FindOptions {
  /** Folders that contracts are named from, as paths of the folder that the command runs in. */
  readonly folders: readonly string[];
  /** Which way the documents of a contract go, by its name. */
  readonly flowOf: (name: string) => Flow | "both" | undefined;
}

/** Contracts, and the tree they came from; no tree for those of a module. */
export interface FoundContracts {
  readonly contracts: readonly ContractFile[];
  readonly tree?: ShownTree;
  /** True if it was one file that was named, or one export. */
  readonly isSingle: boolean;
}
