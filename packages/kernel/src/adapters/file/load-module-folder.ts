import { constants } from "node:fs";
import { type FileHandle, lstat, open, realpath } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { kernelModuleError } from "../../modules/module-errors.ts";
import { entryPathProblem } from "../../modules/manifest/entry-path.ts";
import type { ModuleManifest } from "../../modules/manifest/module-manifest.ts";
import { parseModuleManifest } from "../../modules/manifest/parse-module-manifest.ts";
import { MANIFEST_LIMITS } from "../../modules/manifest/read-manifest-text.ts";

/** A module as it lies in its folder. */
export interface ModuleFolder {
  readonly manifest: ModuleManifest;
  /** Of a `wasm` module: the code that its entry names. */
  readonly code?: Uint8Array;
}

/** How much of a folder is read. */
export interface LoadModuleFolderOptions {
  /** How large the code may be. Default 16 MiB. */
  readonly maxCodeBytes?: number;
}

/** What is read where nothing is said. */
export const MODULE_FOLDER_DEFAULTS: Required<LoadModuleFolderOptions> = Object.freeze({ maxCodeBytes: 16_777_216 });

const MANIFEST_FILE = "module.json";

/**
 * Reads `module.json` of a folder, and the code that it names. Throws `kernel/invalid-manifest` for what is no manifest, and `kernel/entry-refused`
 * for a file that is missing, is none, is too large, or does not lie in the folder, links followed.
 */
export async function loadModuleFolder(folder: string, options: LoadModuleFolderOptions = {}): Promise<ModuleFolder> {
  const { maxCodeBytes } = { ...MODULE_FOLDER_DEFAULTS, ...options };
  const manifest = parseModuleManifest(await readEntry(folder, MANIFEST_FILE, MANIFEST_LIMITS.maxBytes));
  if (manifest.kind !== "wasm") return { manifest };
  return { manifest, code: await readEntry(folder, manifest.entry, maxCodeBytes) };
}

/** The real path of a file in a folder. Throws `kernel/entry-refused` for a path that leads out of it, as it is written or by links. */
export async function resolveEntry(folder: string, entry: string): Promise<string> {
  const problem = entryPathProblem(entry);
  if (problem !== undefined) throw refused(`it ${problem}`);
  const root = await realpath(resolve(folder)).catch(unreadable);
  const path = await realpath(join(root, entry)).catch(unreadable);
  if (!isInside(root, path)) throw refused("it leads out of the folder");
  return path;
}

async function readEntry(folder: string, entry: string, maxBytes: number): Promise<Uint8Array> {
  const path = await resolveEntry(folder, entry);
  // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  await using file = await open(path, flags).catch(unreadable);
  await checkSame(file, path, folder, entry);
  // Waited for here: what is read from must not be closed before.
  return await readWhole(file, maxBytes);
}

// What was checked by its name is what is open now: a folder on the way may have been swapped for a link in between.
async function checkSame(file: FileHandle, path: string, folder: string, entry: string): Promise<void> {
  const opened = await file.stat();
  if (!opened.isFile()) throw refused("it is no file");
  const again = await resolveEntry(folder, entry);
  const named = await lstat(again).catch(unreadable);
  if (again !== path || named.ino !== opened.ino || named.dev !== opened.dev)
    throw refused("it was changed while it was read");
}

async function readWhole(file: FileHandle, maxBytes: number): Promise<Uint8Array> {
  // One byte more than is allowed: a file that grows while it is read is found out, too.
  const bytes = new Uint8Array(Math.min((await file.stat()).size, maxBytes) + 1);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
    if (bytesRead === 0) return bytes.slice(0, length);
    length += bytesRead;
  }
  throw refused(`it is larger than ${maxBytes} bytes`);
}

function isInside(root: string, path: string): boolean {
  const below = relative(root, path);
  return below !== "" && below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function unreadable(cause: unknown): never {
  throw kernelModuleError("kernel/entry-refused", { problem: "it cannot be read" }, { cause });
}

function refused(problem: string): Error {
  return kernelModuleError("kernel/entry-refused", { problem });
}
