import { resolve } from "node:path";
import type { JsonObject, JsonValue } from "@cordon/core";
import { parseManifest, type PluginManifest } from "@cordon/plugin-runtime";
import { kitError } from "../errors.ts";
import { readPluginFolder } from "../folder/read-plugin-folder.ts";
import { askedGrant } from "../harness/asked-grant.ts";
import { askServer } from "../server/server-client.ts";
import { type Command, type CommandArguments, DIR_OPTION, DIR_USAGE } from "./command.ts";
import { keepTarget, readTarget, SERVER_OPTIONS, SERVER_USAGE, type ServerTarget } from "./server-target.ts";

/** As much as is read of what the server says of a plugin. */
interface Enabled {
  readonly state: string;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** `cordon-plugin install`. */
export const installCommand: Command = {
  name: "install",
  summary: "Installs a plugin that was built on a server, and enables it.",
  usage: [
    "cordon-plugin install [--project <id> | --new-project <name>] [--grant] [--dir <folder>]",
    "",
    "The token must be one that may do this. A version that is installed already and is not the same is refused: give what is new a new version.",
    ...SERVER_USAGE,
    "  --new-project <name> makes a project for it",
    "  --grant              grants the plugin all that its manifest asks for, with config.json as its configuration",
    DIR_USAGE,
  ],
  maxPositionals: 0,
  options: { ...DIR_OPTION, ...SERVER_OPTIONS, "new-project": { type: "string" }, grant: { type: "boolean" } },
  async run(given, host) {
    const dir = resolve(host.workingDir, given.text("dir") ?? ".");
    const files = await readPluginFolder(dir);
    const manifest = parseManifest(files.manifest);
    const target = await readTarget(dir, given, host);
    const project = await projectOf(target, given);
    const plugins = ["projects", project, "plugins"];
    const own = [...plugins, manifest.id];
    const code = Buffer.from(files.code).toString("base64");
    const installed = await askServer(
      { method: "POST", path: plugins, body: { manifest: files.manifest, code } },
      target,
    );
    await keepTarget(dir, target, project);
    if (given.flag("grant")) {
      const grant = askedGrant(manifest, files.config) as JsonValue;
      await askServer({ method: "PUT", path: [...own, "grant"], body: grant }, target);
      host.print(`Granted: ${Object.keys(grant as JsonObject).join(", ") || "nothing, as nothing is asked for"}.`);
    }
    await activate(manifest, installed, own, target);
    host.print(`${manifest.id} ${manifest.version} is active in project ${project} of ${target.server}.`);
    return 0;
  },
};

async function projectOf(target: ServerTarget, { text }: CommandArguments): Promise<string> {
  const name = text("new-project");
  if (name !== undefined) {
    const { id } = await askServer({ method: "POST", path: ["projects"], body: { name } }, target);
    if (typeof id === "string") return id;
    throw kitError("kit/server", { problem: "The server made a project and did not say which." });
  }
  if (target.project !== undefined) return target.project;
  throw kitError("kit/usage", { problem: "Say where to install it: --project <id>, or --new-project <name>." });
}

// Installing a version does not make it run where another one does.
async function activate(
  { version }: PluginManifest,
  { current }: JsonObject,
  own: readonly string[],
  target: ServerTarget,
): Promise<void> {
  if (current !== version) await askServer({ method: "POST", path: [...own, "upgrade"], body: { version } }, target);
  const answer = await askServer({ method: "POST", path: [...own, "enable"] }, target);
  const { state, failure } = answer as unknown as Enabled;
  if (state === "active") return;
  const why = failure === null ? "" : `: ${failure.code}: ${failure.message}`;
  throw kitError("kit/server", { problem: `It is installed, and ${state}${why}` });
}
