import { resolve } from "node:path";
import { AppError } from "@cordon/core";
import { registerSuite } from "@cordon/core/conformance";
import { createWasmEngine } from "@cordon/wasm-engine";
import { pluginCases } from "../conformance/plugin-cases.ts";
import { readPluginFolder } from "../folder/read-plugin-folder.ts";
import { type Command, DIR_OPTION, DIR_USAGE } from "./command.ts";

/** `cordon-plugin check`. */
export const checkCommand: Command = {
  name: "check",
  summary: "Holds a plugin that was built to what every host expects of one.",
  usage: [
    "cordon-plugin check [--dir <folder>]",
    "",
    "Calls the plugin with its examples.json, and with input that it should not be given. Exits with 1 where it is not as it should be.",
    DIR_USAGE,
  ],
  maxPositionals: 0,
  options: DIR_OPTION,
  async run({ text }, host) {
    const files = await readPluginFolder(resolve(host.workingDir, text("dir") ?? "."));
    await using engine = createWasmEngine({ clock: host.clock });
    const subject = { ...host, files, engine };
    const waiting: { readonly name: string; readonly body: () => Promise<void> }[] = [];
    registerSuite({
      cases: pluginCases,
      make: async () => subject,
      claims: { abilities: [] },
      registrar: {
        run: (name, body) => void waiting.push({ name, body }),
        skip: (name, reason) => host.print(`skip  ${name} (${reason})`),
      },
    });
    let failed = 0;
    for (const { name, body } of waiting) {
      const problem = await body().then(() => undefined, problemOf);
      if (problem !== undefined) failed += 1;
      host.print(problem === undefined ? `ok    ${name}` : `FAIL  ${name}\n      ${problem}`);
    }
    host.print(failed === 0 ? `All ${waiting.length} hold.` : `${failed} of ${waiting.length} do not hold.`);
    return failed === 0 ? 0 : 1;
  },
};

function problemOf(error: unknown): string {
  if (AppError.is(error)) return `${error.code}: ${error.message}`;
  // An assertion's own message ends where its comparison begins.
  return error instanceof Error ? error.message.trim().replaceAll("\n", "\n      ") : String(error);
}
