import { readFile } from "node:fs/promises";
import { AppError } from "@cordon/core";
import { allComparers, allRules } from "../check/all-comparers.ts";
import { contractDiffError } from "../errors.ts";
import { findContracts } from "../sources/find-contracts.ts";
import { createFolderTree } from "../sources/folder-tree.ts";
import { createGitTree } from "../sources/git-tree.ts";
import { loadZodModule } from "../sources/load-zod-module.ts";
import { readDocument } from "../sources/read-document.ts";
import type { CliTools } from "./cli-tools.ts";

// The same two folders up from the sources and from what is built of them.
const PACKAGE = new URL("../../", import.meta.url);

/** The tools of the command line as the package ships them. */
export async function createCliTools(): Promise<CliTools> {
  const { version } = JSON.parse(await readFile(new URL("package.json", PACKAGE), "utf8")) as { version: string };
  return {
    version,
    comparers: allComparers,
    rules: allRules,
    createFolderTree,
    createGitTree,
    readDocument,
    findContracts,
    loadZodModule,
    readMatrix,
  };
}

async function readMatrix(): Promise<string> {
  try {
    return await readFile(new URL("MATRIX.md", PACKAGE), "utf8");
  } catch (cause) {
    const hint = "It comes with the package: install it again.";
    throw AppError.from(cause, (options) =>
      contractDiffError("contract-diff/not-found", { what: "MATRIX.md", hint }, options),
    );
  }
}
