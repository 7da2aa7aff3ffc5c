import { join, resolve } from "node:path";
import type { JsonObject, JsonValue } from "@cordon/core";
import { kitError } from "../errors.ts";
import { parseJsonFile, readNeededFile } from "../folder/read-file.ts";
import { askServer } from "../server/server-client.ts";
import { type Command, DIR_OPTION, DIR_USAGE } from "./command.ts";
import { readTarget, SERVER_OPTIONS, SERVER_USAGE } from "./server-target.ts";
import { kibibytes, whole } from "./show-call.ts";

/** `cordon-plugin invoke`. */
export const invokeCommand: Command = {
  name: "invoke",
  summary: "Calls an operation of a plugin on a server.",
  usage: [
    "cordon-plugin invoke <operation> [<json>] [--dir <folder>]",
    "",
    "Prints what the plugin answered, and the fuel, memory and time that the call took.",
    "  <json>               the input; default: null",
    ...SERVER_USAGE,
    DIR_USAGE,
  ],
  maxPositionals: 2,
  options: { ...DIR_OPTION, ...SERVER_OPTIONS },
  async run(given, host) {
    const [operation, input = "null"] = given.positionals;
    if (operation === undefined) throw kitError("kit/usage", { problem: "Name the operation." });
    const dir = resolve(host.workingDir, given.text("dir") ?? ".");
    const target = await readTarget(dir, given, host);
    if (target.project === undefined)
      throw kitError("kit/usage", { problem: "Say where it is installed: --project <id>." });
    const path = ["projects", target.project, "plugins", await idOf(dir), "operations", operation];
    const { output, usage } = await askServer({ method: "POST", path, body: { input: inputOf(input) } }, target);
    const { fuelUsed, peakMemoryBytes, wallMs } = usage as JsonObject;
    host.print(
      [
        `output  ${JSON.stringify(output)}`,
        `fuel    ${whole(Number(fuelUsed))}`,
        `memory  ${kibibytes(Number(peakMemoryBytes))}`,
        `time    ${Number(wallMs).toFixed(1)} ms`,
      ].join("\n"),
    );
    return 0;
  },
};

async function idOf(dir: string): Promise<string> {
  const file = join(dir, "plugin.json");
  const manifest = parseJsonFile(file, await readNeededFile(file, "Name the plugin's folder: --dir <folder>."));
  const { id } = manifest as JsonObject;
  if (typeof id === "string") return id;
  throw kitError("kit/file", { file, problem: "has no id." });
}

function inputOf(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw kitError("kit/usage", { problem: `The input is not JSON: ${text}` }, { cause });
  }
}
