import type { Dirent } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { loadModuleFolder } from "@cordon/kernel/file";
import { serverError } from "../errors.ts";
import { createModule } from "./create-module.ts";
import type { OpenModulesOptions } from "./open-modules-options.ts";

/**
 * Loads every folder below the operator's that has a `module.json`, in the order of their names. One that cannot be loaded is logged, and keeps no other
 * from it. Links are not followed. Rejects with `server/bad-config` where the folder itself cannot be read.
 */
export async function loadModules(options: OpenModulesOptions): Promise<void> {
  const { dir, kernel, logger } = options;
  if (dir === undefined) return;
  for (const folder of await foldersBelow(dir)) {
    if (folder.isSymbolicLink()) logger.log("warn", "a link is not looked at for a module", { folder: folder.name });
    if (!folder.isDirectory() || !(await hasManifest(join(dir, folder.name)))) continue;
    try {
      const { manifest, code } = await loadModuleFolder(join(dir, folder.name));
      kernel.modules.load(createModule(manifest, code, options), manifest);
      logger.log("info", "a module was loaded", { folder: folder.name, moduleId: manifest.id, kind: manifest.kind });
    } catch (error) {
      logger.log("error", "a module could not be loaded", { folder: folder.name, error });
    }
  }
}

async function foldersBelow(dir: string): Promise<readonly Dirent[]> {
  try {
    const found = await readdir(dir, { withFileTypes: true });
    return found.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (cause) {
    // An operator who names a folder wants its modules; a server without them would only seem to work.
    const problems = ["CORDON_MODULE_DIR names a folder that cannot be read."];
    throw serverError("server/bad-config", { problems }, { cause });
  }
}

async function hasManifest(folder: string): Promise<boolean> {
  try {
    await lstat(join(folder, "module.json"));
    return true;
  } catch {
    // Not there, or not ours to see: either way it is no module.
    return false;
  }
}
