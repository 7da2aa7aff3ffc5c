import { relative, resolve } from "node:path";
import { buildPlugin } from "../build/build-plugin.ts";
import { type Command, DIR_OPTION, DIR_USAGE } from "./command.ts";

/** `cordon-plugin build`. */
export const buildCommand: Command = {
  name: "build",
  summary: "Builds a plugin into one file, and writes its manifest with the digest of that.",
  usage: [
    "cordon-plugin build [--dir <folder>] [--source <file>] [--out <folder>]",
    "",
    "Reads plugin.json. TypeScript and JavaScript are bundled; a wasm entry is compiled from AssemblyScript (assembly/plugin.ts) or C (src/plugin.c).",
    DIR_USAGE,
    "  --source <file>      the plugin's main file, in its folder; default: src/plugin.ts, src/index.ts and the like",
    "  --out <folder>       default: dist",
  ],
  maxPositionals: 0,
  options: { ...DIR_OPTION, source: { type: "string" }, out: { type: "string" } },
  async run({ text }, host) {
    const dir = resolve(host.workingDir, text("dir") ?? ".");
    const source = text("source");
    const out = text("out");
    const { files, manifest, codeBytes } = await buildPlugin({
      dir,
      ...(source === undefined ? {} : { source }),
      ...(out === undefined ? {} : { out }),
    });
    const written = files.map((file) => relative(host.workingDir, file)).join(", ");
    host.print(`${manifest.id} ${manifest.version}: ${codeBytes} bytes of code. Wrote ${written}.`);
    return 0;
  },
};
