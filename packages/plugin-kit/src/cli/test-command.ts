import { resolve } from "node:path";
import type { JsonValue } from "@cordon/core";
import { createWasmEngine } from "@cordon/wasm-engine";
import { kitError } from "../errors.ts";
import type { PluginExample, PluginFiles } from "../folder/plugin-files.ts";
import { parseJsonFile, readNeededFile } from "../folder/read-file.ts";
import { readPluginFolder } from "../folder/read-plugin-folder.ts";
import { DENIABLE, type Deniable } from "../harness/asked-grant.ts";
import { createPluginHarness } from "../harness/create-plugin-harness.ts";
import { type CliHost, type Command, DIR_OPTION, DIR_USAGE } from "./command.ts";
import { showCall } from "./show-call.ts";

/** `cordon-plugin test`. */
export const testCommand: Command = {
  name: "test",
  summary: "Calls a plugin in the real sandbox, and shows what it answered, used and was denied.",
  usage: [
    "cordon-plugin test [<operation> [<input.json>]] [--dir <folder>] [--deny http|storage|publish|secrets]",
    "",
    "Without an operation, calls every example of examples.json; with one, its examples, or what <input.json> holds. The plugin has all that it asks",
    "for: a storage in memory, and of the network what http.json answers. Exits with 1 where a call ends with an error.",
    "  --deny <capability>  grants all but this; may be there several times",
    DIR_USAGE,
  ],
  maxPositionals: 2,
  options: { ...DIR_OPTION, deny: { type: "string", multiple: true } },
  async run(given, host) {
    const deny = given.texts("deny").map(deniable);
    const files = await readPluginFolder(resolve(host.workingDir, given.text("dir") ?? "."));
    const calls = await callsOf(files, given.positionals, host);
    await using engine = createWasmEngine({ clock: host.clock });
    let failed = 0;
    for (const { operation, input } of calls) {
      // Each begins with nothing in storage, so that one can be told from the other.
      await using harness = await createPluginHarness({ ...host, files, deny, engine });
      const call = await harness.call(operation, input, new AbortController().signal);
      if (call.outcome.kind === "error") failed += 1;
      host.print(showCall({ operation, input, call, manifest: harness.manifest }));
    }
    return failed === 0 ? 0 : 1;
  },
};

function deniable(name: string): Deniable {
  const found = DENIABLE.find((each) => each === name);
  if (found !== undefined) return found;
  throw kitError("kit/usage", { problem: `${name} cannot be denied; ${DENIABLE.join(", ")} can.` });
}

async function callsOf(
  { examples }: PluginFiles,
  [operation, file]: readonly string[],
  host: CliHost,
): Promise<readonly PluginExample[]> {
  if (operation !== undefined && file !== undefined) {
    const path = resolve(host.workingDir, file);
    const input: JsonValue = parseJsonFile(path, await readNeededFile(path, "Write the input to it, as JSON."));
    return [{ operation, input }];
  }
  const found = examples.filter((each) => operation === undefined || each.operation === operation);
  if (found.length > 0) return found;
  const what = operation === undefined ? "no example" : `no example of ${operation}`;
  throw kitError("kit/usage", { problem: `examples.json has ${what}. Write one, or name a file of input.` });
}
