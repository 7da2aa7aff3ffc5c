import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { coreError } from "@cordon/core";
import { type ManifestFormat, parseManifest } from "@cordon/plugin-runtime";
import { serverError } from "../errors.ts";
import { readBoundedBytes } from "./read-bounded-bytes.ts";

/** A plugin as it lay in its folder. */
export interface FoundPlugin {
  readonly manifest: Uint8Array;
  readonly format: ManifestFormat;
  /** `undefined` for a plugin of the server's own process. */
  readonly code: Uint8Array | undefined;
}

/** Reads plugins from folders below the one that an operator opened for them. */
export interface PluginFolders {
  /** Throws `server/plugin-folder-refused`, or `plugin/invalid-manifest`. Reads nothing outside of the plugin's folder. */
  readonly read: (path: string, signal: AbortSignal) => Promise<FoundPlugin>;
}

const MANIFESTS: ReadonlyMap<ManifestFormat, string> = new Map([
  ["json", "plugin.json"],
  ["toml", "plugin.toml"],
]);
const MAX_MANIFEST_BYTES = 1_048_576;
const MAX_CODE_BYTES = 16_777_216;

/**
 * Makes a reader of folders below `dir`. What a path really leads to must lie below it, and what a manifest names below the plugin's
 * own folder: a symbolic link does not lead out. Without `dir` there is no such folder, and everything is refused.
 */
export function createPluginFolders(dir: string | undefined): PluginFolders {
  return {
    async read(path, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      if (dir === undefined) throw serverError("server/no-plugin-folder", {});
      const folder = await below(await root(dir), path, path);
      const { manifest, format } = await readManifest(folder);
      const { entry } = parseManifest(manifest, { format });
      const code =
        entry.kind === "memory" ? undefined : await readBelow(folder, entry.file, entry.file, MAX_CODE_BYTES);
      return { manifest, format, code };
    },
  };
}

async function readManifest(
  folder: string,
): Promise<{ readonly manifest: Uint8Array; readonly format: ManifestFormat }> {
  const found: ManifestFormat[] = [];
  for (const [format, name] of MANIFESTS) if (await isThere(join(folder, name))) found.push(format);
  const [format, another] = found;
  if (format === undefined) throw refused("it has neither plugin.json nor plugin.toml");
  if (another !== undefined) throw refused("it has both plugin.json and plugin.toml");
  const name = MANIFESTS.get(format) ?? "";
  return { format, manifest: await readBelow(folder, name, name, MAX_MANIFEST_BYTES) };
}

async function readBelow(folder: string, path: string, shown: string, maxBytes: number): Promise<Uint8Array> {
  const real = await below(folder, path, shown);
  try {
    return (await readBoundedBytes(real, { maxBytes, links: "refuse" })).bytes;
  } catch (error) {
    throw refused(`${shown} ${(error as Error).message}`, error);
  }
}

/** Where a path really leads. Only the name that was asked for is told: where it lies is the operator's business. */
async function below(folder: string, path: string, shown: string): Promise<string> {
  let real: string;
  try {
    real = await realpath(join(folder, path));
  } catch (error) {
    throw refused(`${shown} is not there`, error);
  }
  if (!real.startsWith(`${folder}${sep}`)) throw refused(`${shown} leads out of its folder`);
  return real;
}

async function root(dir: string): Promise<string> {
  try {
    return await realpath(dir);
  } catch (error) {
    throw refused("the operator's folder for plugins is not there", error);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await realpath(path);
    return true;
  } catch {
    // Not there, or not ours to see: either way there is nothing to install.
    return false;
  }
}

function refused(problem: string, cause?: unknown): Error {
  return serverError("server/plugin-folder-refused", { problem }, cause === undefined ? {} : { cause });
}
