import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { JsonObject, JsonValue } from "@cordon/core";
import { digestOf, parseManifest, type PluginManifest } from "@cordon/plugin-runtime";
import { kitError } from "../errors.ts";
import { parseJsonFile, readNeededFile } from "../folder/read-file.ts";
import { bundleScript } from "./bundle-script.ts";
import { compileAssemblyScript } from "./compile-assemblyscript.ts";
import { compileC } from "./compile-c.ts";
import { findSource, type SourceLanguage } from "./find-source.ts";

/** Which plugin to build. */
export interface BuildOptions {
  /** The plugin's folder, with `plugin.json` in it. */
  readonly dir: string;
  /** Default: `src/plugin.ts`, `src/index.ts` and the like, by the kind of the manifest's entry. */
  readonly source?: string;
  /** Where to write to, below the folder. Default `dist`. */
  readonly out?: string;
}

/** A plugin as it was built. */
export interface BuiltPlugin {
  readonly manifest: PluginManifest;
  /** The files that were written. */
  readonly files: readonly string[];
  readonly codeBytes: number;
}

const COMPILE: Readonly<Record<SourceLanguage, (source: string, dir: string) => Promise<Uint8Array>>> = {
  script: bundleScript,
  assemblyscript: compileAssemblyScript,
  c: compileC,
};
const UNWRITTEN = `sha256:${"0".repeat(64)}`;

/**
 * Builds a plugin into what hosts install: its code in one file, and its manifest with the digest of that. A signature is left out,
 * as it would be of another digest.
 */
export async function buildPlugin({ dir: folder, source: named, out = "dist" }: BuildOptions): Promise<BuiltPlugin> {
  const dir = resolve(folder);
  const file = join(dir, "plugin.json");
  const written = parseJsonFile(file, await readNeededFile(file, "Make a plugin first: cordon-plugin new <name>."));
  const { signature: _old, ...unsigned } = written as JsonObject;
  // What is wrong with the manifest is said before anything is compiled.
  const { entry } = manifestWith(unsigned, UNWRITTEN);
  if (entry.kind === "memory")
    throw kitError("kit/build-failed", { problem: "Its entry is of the kind memory: there is no file to build." });
  const { language, file: source } = findSource(dir, entry.kind, named);
  const code = await COMPILE[language](source, dir);
  const manifest = manifestWith(unsigned, digestOf(code));
  const files = [join(dir, out, entry.file), join(dir, out, "plugin.json")];
  await write(files[0] ?? "", code);
  await write(files[1] ?? "", `${JSON.stringify(manifest, undefined, 2)}\n`);
  return { manifest, files, codeBytes: code.length };
}

function manifestWith(written: JsonObject, digest: string): PluginManifest {
  const entry = written["entry"];
  const isObject = typeof entry === "object" && entry !== null && !Array.isArray(entry);
  const complete: JsonValue =
    isObject && (entry as JsonObject)["kind"] !== "memory" ? { ...(entry as JsonObject), digest } : (entry ?? null);
  return parseManifest({ ...written, entry: complete });
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
