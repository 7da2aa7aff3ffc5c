import { basename, join, resolve } from "node:path";
import { kitError } from "../errors.ts";
import { scaffoldPlugin, TEMPLATES } from "../folder/scaffold-plugin.ts";
import type { Command } from "./command.ts";

/** `cordon-plugin new`. */
export const newCommand: Command = {
  name: "new",
  summary: "Makes a folder with a small plugin in it, to begin with.",
  usage: [
    "cordon-plugin new <name> [--template typescript|assemblyscript|c]",
    "",
    "  <name>               the id of the plugin: a-z, 0-9, hyphens and dots; also the name of its folder, which must not be there",
    "  --template <name>    default: typescript",
  ],
  maxPositionals: 1,
  options: { template: { type: "string" } },
  async run({ positionals, text }, host) {
    const [name] = positionals;
    if (name === undefined) throw kitError("kit/usage", { problem: "Give the plugin a name." });
    const asked = text("template") ?? "typescript";
    const template = TEMPLATES.find((each) => each === asked);
    if (template === undefined)
      throw kitError("kit/usage", { problem: `There is no template ${asked}; there are ${TEMPLATES.join(", ")}.` });
    const dir = resolve(host.workingDir, name);
    const files = await scaffoldPlugin({ dir, id: basename(dir), template });
    host.print([...files.map((file) => `  ${join(name, file)}`), `Next: cordon-plugin build --dir ${name}`].join("\n"));
    return 0;
  },
};
