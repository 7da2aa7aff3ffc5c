import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { JsonValue } from "@cordon/core";

/** One file of cases: what it holds, or why it could not be read. */
export interface CaseFile {
  /** Relative to the folder, with `/`. */
  readonly file: string;
  readonly value?: JsonValue;
  readonly problem?: string;
}

/** Files of cases by their names, or the folder that they lie in. */
export type CaseSource = string | ReadonlyMap<string, JsonValue>;

/**
 * All JSON files of a source in the order of their names. A file that is no JSON is among them, with its problem. Rejects with a `RangeError`
 * if there is no file: whoever tries nothing must not hear that all went well.
 */
export async function readCaseFiles(source: CaseSource): Promise<readonly CaseFile[]> {
  const files = typeof source === "string" ? await readFolder(source) : readMap(source);
  if (files.length === 0) throw new RangeError("There is no file of cases, so nothing was tried.");
  return files;
}

function readMap(source: ReadonlyMap<string, JsonValue>): readonly CaseFile[] {
  return [...source].map(([file, value]) => ({ file, value })).toSorted(byName);
}

async function readFolder(folder: string): Promise<readonly CaseFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".json"));
  const files = paths.map(async ({ parentPath, name }): Promise<CaseFile> => {
    const path = join(parentPath, name);
    const file = relative(folder, path).split(sep).join("/");
    try {
      return { file, value: JSON.parse(await readFile(path, "utf8")) as JsonValue };
    } catch (error) {
      return { file, problem: String(error) };
    }
  });
  return (await Promise.all(files)).toSorted(byName);
}

function byName(left: CaseFile, right: CaseFile): number {
  if (left.file === right.file) return 0;
  return left.file < right.file ? -1 : 1;
}
