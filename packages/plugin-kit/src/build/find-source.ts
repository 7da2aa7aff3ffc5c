import { existsSync } from "node:fs";
import { join } from "node:path";
import { kitError } from "../errors.ts";

/** What a plugin is written in. */
export type SourceLanguage = "script" | "assemblyscript" | "c";

/** A plugin's main file, relative to its folder. */
export interface PluginSource {
  readonly language: SourceLanguage;
  readonly file: string;
}

const CANDIDATES: Readonly<Record<"javascript" | "wasm", readonly PluginSource[]>> = {
  javascript: ["src/plugin.ts", "src/plugin.js", "src/index.ts", "src/index.js"].map((file) => ({
    language: "script",
    file,
  })),
  wasm: [
    { language: "assemblyscript", file: "assembly/plugin.ts" },
    { language: "assemblyscript", file: "assembly/index.ts" },
    { language: "c", file: "src/plugin.c" },
  ],
};

/** Finds the main file of a plugin whose entry is of this kind: the one that the author names, or the first that is there. */
export function findSource(dir: string, kind: "javascript" | "wasm", named?: string): PluginSource {
  if (named !== undefined) return { language: languageOf(kind, named), file: named };
  const candidates = CANDIDATES[kind];
  const found = candidates.find(({ file }) => existsSync(join(dir, file)));
  if (found !== undefined) return found;
  const files = candidates.map(({ file }) => file).join(", ");
  throw kitError("kit/file", { file: dir, problem: `has none of ${files}. Name the source: --source <file>.` });
}

function languageOf(kind: "javascript" | "wasm", file: string): SourceLanguage {
  if (kind === "javascript") return "script";
  return file.endsWith(".c") ? "c" : "assemblyscript";
}
