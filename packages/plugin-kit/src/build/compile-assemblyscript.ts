import { readFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { kitError } from "../errors.ts";
import { kitFolder } from "./kit-folder.ts";

/** As much of the compiler as is used here. */
interface Compiler {
  readonly main: (
    args: readonly string[],
    host: {
      readonly readFile: (file: string) => Promise<string | null>;
      readonly writeFile: (file: string, contents: string | Uint8Array) => void;
      readonly listFiles: () => readonly string[];
    },
  ) => Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}

// Where the compiler looks first for what is imported from "cordon", and what it calls it from then on.
const KIT_FILE = "node_modules/cordon/index.ts";
const FLAGS = ["-O3", "--runtime", "stub", "--noColors", "--use", "abort=~lib/cordon/index/abort"];

/** Compiles AssemblyScript. `import … from "cordon"` is this package's guest kit. */
export async function compileAssemblyScript(source: string, dir: string): Promise<Uint8Array> {
  const compiler = await findCompiler(dir);
  const folder = join(dir, dirname(source));
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await compiler.main([basename(source), "-o", "plugin.wasm", ...FLAGS], {
    readFile: (file) => readSource(folder, file.replaceAll("\\", "/")),
    writeFile(_file, contents) {
      if (typeof contents !== "string") compiled = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || compiled === undefined)
    throw kitError("kit/build-failed", { problem: stderr.toString().trim() || String(error) });
  return compiled;
}

// The compiler asks for many files that are not there.
async function readSource(folder: string, file: string): Promise<string | null> {
  const path = file === KIT_FILE ? join(kitFolder("assemblyscript"), "cordon.ts") : join(folder, file);
  return readFile(path, "utf8").catch(() => null);
}

// The plugin's own compiler first: which version it is, is for its author to say.
async function findCompiler(dir: string): Promise<Compiler> {
  for (const from of [join(dir, "plugin.json"), import.meta.filename]) {
    const found = packageOf(from);
    if (found === undefined) continue;
    const url = pathToFileURL(join(dirname(found), "dist", "asc.js")).href;
    return ((await import(url)) as { readonly default: Compiler }).default;
  }
  throw kitError("kit/tool-missing", { tool: "AssemblyScript", advice: "npm install --save-dev assemblyscript" });
}

function packageOf(file: string): string | undefined {
  try {
    return findPackageJSON("assemblyscript", file);
  } catch {
    return undefined;
  }
}
