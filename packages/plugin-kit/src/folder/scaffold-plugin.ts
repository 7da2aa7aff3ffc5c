import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sampleFolder } from "../build/kit-folder.ts";
import { kitError } from "../errors.ts";

/** What a new plugin can be written in. */
export const TEMPLATES = ["typescript", "assemblyscript", "c"] as const;

/** One of `TEMPLATES`. */
export type Template = (typeof TEMPLATES)[number];

/** Which plugin to begin with. */
export interface ScaffoldOptions {
  /** Must not be there. */
  readonly dir: string;
  readonly id: string;
  readonly template: Template;
}

const ID = /^(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?$/;
// The samples are all called this, and no word of theirs is like it.
const SAMPLE_ID = '"sample"';

/** Copies a sample into a new folder, under a name of its own. Resolves with the files, relative to the folder. */
export async function scaffoldPlugin({ dir, id, template }: ScaffoldOptions): Promise<readonly string[]> {
  if (!ID.test(id))
    throw kitError("kit/usage", { problem: `A plugin is called by a-z, 0-9, hyphens and dots, and ${id} is not.` });
  if (existsSync(dir)) throw kitError("kit/file", { file: dir, problem: "is there already. Choose another name." });
  const from = sampleFolder(template);
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1))
    .filter((file) => !/^(?:dist|node_modules)\b/.test(file))
    .sort();
  for (const file of files) {
    const text = await readFile(join(from, file), "utf8");
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), text.replaceAll(SAMPLE_ID, JSON.stringify(id)));
  }
  return files;
}
