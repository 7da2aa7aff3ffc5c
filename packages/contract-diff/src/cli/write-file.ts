import { copyFile, constants, link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { contractDiffError } from "../errors.ts";

/** Writes a file whole or not at all, in place of what was there. Makes the folders that it lies in. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await written(path, text, (made) => rename(made, path));
}

/** Writes a file whole or not at all, and only where there is none. Makes the folders that it lies in. */
export async function createFile(path: string, text: string): Promise<void> {
  await written(path, text, async (made) => {
    try {
      await link(made, path);
    } catch (cause) {
      if (codeOf(cause) === "EEXIST") throw cause;
      // Not every file system has hard links.
      await copyFile(made, path, constants.COPYFILE_EXCL);
    }
  });
}

async function written(path: string, text: string, place: (made: string) => Promise<void>): Promise<void> {
  const made = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(made, text, { flag: "wx" });
    await place(made);
  } catch (cause) {
    const problem = `it could not be written: ${codeOf(cause) ?? String(cause)}`;
    throw contractDiffError("contract-diff/unreadable", { file: path, problem }, { cause });
  } finally {
    // What cannot be removed was not made either; the first problem is the one to tell.
    await rm(made, { force: true }).catch(() => undefined);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
