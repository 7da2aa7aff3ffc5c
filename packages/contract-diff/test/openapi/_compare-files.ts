// Compares two files as the command does, but for the report, and prints what came of it and how much memory it took:
// `node _compare-files.ts <older> <newer>`. A process of its own, so that the memory is that of one comparison.
import { basename, dirname } from "node:path";
import process from "node:process";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { ContractDocument } from "../../src/document.ts";
import { compareOpenApi } from "../../src/openapi/compare-open-api.ts";
import { createFolderTree } from "../../src/sources/folder-tree.ts";
import { readDocument } from "../../src/sources/read-document.ts";

/** What this prints, as JSON. */
export interface ComparedFiles {
  readonly examined: number;
  readonly changes: number;
  readonly unknown: readonly string[];
  /** Proven, and not shown by a document. */
  readonly unshown: readonly string[];
  readonly maxResidentMib: number;
}

/** Reads two files and compares them. */
export async function compareFiles(older: string, newer: string): Promise<ComparedFiles> {
  const [old, next] = [await read(older), await read(newer)];
  const { changes, examined } = compareOpenApi(old, next, resolveCompareOptions());
  return {
    examined,
    changes: changes.length,
    unknown: changes
      .filter(({ certainty }) => certainty === "unknown")
      .map(({ subject, message }) => subject + message),
    unshown: changes
      .filter(
        ({ rule, certainty, breaks }) => rule.startsWith("schema/") && certainty === "proven" && breaks !== "none",
      )
      .filter(({ witness }) => witness === undefined || witness.acceptedBy === witness.refusedBy)
      .map(({ rule, subject, path }) => `${rule} ${subject} ${path}`),
    maxResidentMib: process.resourceUsage().maxRSS / 1024,
  };
}

function read(file: string): Promise<ContractDocument> {
  return readDocument(createFolderTree({ root: dirname(file) }), basename(file), new AbortController().signal);
}

if (import.meta.main) {
  const [older = "", newer = ""] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await compareFiles(older, newer)));
}
