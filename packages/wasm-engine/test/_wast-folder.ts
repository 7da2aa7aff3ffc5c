import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { modernWast } from "./_modern-wast.ts";
import { runWast, type WastCount } from "./_wast-runner.ts";

const run = promisify(execFile);
const FEATURES = ["--enable-exceptions", "--enable-tail-call", "--enable-extended-const"];

/** Where wabt's wast2json is, or undefined. */
export async function findWast2json(): Promise<string | undefined> {
  try {
    await run("wast2json", ["--version"]);
    return "wast2json";
  } catch {
    return undefined;
  }
}

/** Converts every `.wast` of a folder into another folder; returns the names of those that wast2json does not understand. */
export async function convertFolder(from: string, to: string): Promise<readonly string[]> {
  await mkdir(to, { recursive: true });
  const failed: string[] = [];
  for (const file of (await readdir(from)).filter((each) => each.endsWith(".wast")).toSorted()) {
    const json = join(to, `${basename(file, ".wast")}.json`);
    try {
      const modern = join(to, file);
      await writeFile(modern, modernWast(file, await readFile(join(from, file), "utf8")));
      await run("wast2json", [...FEATURES, modern, "-o", json]);
    } catch {
      failed.push(file);
    }
  }
  return failed;
}

/** Runs every converted file of a folder. */
export async function runFolder(folder: string): Promise<ReadonlyMap<string, WastCount>> {
  const counts = new Map<string, WastCount>();
  for (const file of (await readdir(folder)).filter((each) => each.endsWith(".json")).toSorted())
    counts.set(basename(file, ".json"), await runWast(join(folder, file)));
  return counts;
}
