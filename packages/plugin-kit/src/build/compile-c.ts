import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { kitError } from "../errors.ts";
import { kitFolder } from "./kit-folder.ts";

const run = promisify(execFile);

/** What compilers may be called, the one that CI has first. */
const COMPILERS = ["clang-19", "clang"];
const FLAGS = [
  "--target=wasm32-wasi",
  "-mexec-model=reactor",
  "-std=c17",
  "-O2",
  "-Wall",
  "-Wextra",
  "-fvisibility=hidden",
  // The stack lies first, so that what overflows it traps and overwrites nothing.
  "-Wl,--gc-sections,--strip-debug,--stack-first,-z,stack-size=65536,--initial-memory=262144",
];

/** Which C compiler is installed, or `undefined`. */
export async function findCCompiler(): Promise<string | undefined> {
  for (const name of COMPILERS) {
    try {
      await run(name, ["--version"]);
      return name;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

/** Compiles C with clang and wasi-libc. `#include <cordon.h>` is this package's guest kit. */
export async function compileC(source: string, dir: string): Promise<Uint8Array> {
  const compiler = await findCCompiler();
  if (compiler === undefined)
    throw kitError("kit/tool-missing", {
      tool: "clang",
      advice: "On Debian: apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32",
    });
  const folder = await mkdtemp(join(tmpdir(), "cordon-plugin-"));
  try {
    const output = join(folder, "plugin.wasm");
    await run(compiler, [...FLAGS, `-I${kitFolder("c")}`, source, "-o", output], { cwd: dir });
    return await readFile(output);
  } catch (cause) {
    const { stderr } = cause as { readonly stderr?: string };
    throw kitError("kit/build-failed", { problem: stderr?.trim() || String(cause) }, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
