import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "@cordon/core";
import { kitError } from "../errors.ts";
import { readOptionalJson } from "../folder/read-file.ts";
import type { ServerOptions } from "../server/server-client.ts";
import type { CliHost, CommandArguments } from "./command.ts";

/** The options by which a server is named. */
export const SERVER_OPTIONS = {
  server: { type: "string" },
  token: { type: "string" },
  project: { type: "string" },
} as const;

/** The lines of usage that go with them. */
export const SERVER_USAGE: readonly string[] = [
  "  --server <url>       or CORDON_SERVER; default: where it was installed last, or http://127.0.0.1:8787",
  "  --token <token>      or CORDON_TOKEN",
  "  --project <id>       or CORDON_PROJECT; default: where it was installed last",
];

/** A server, and what of it is worked on. */
export interface ServerTarget extends ServerOptions {
  readonly project: string | undefined;
}

const DEFAULT_SERVER = "http://127.0.0.1:8787";
const FILE = join("dist", "installed.json");

/** Which server is meant: by option, by environment, or the one that the plugin was installed on last. */
export async function readTarget(dir: string, { text }: CommandArguments, host: CliHost): Promise<ServerTarget> {
  const last = ((await readOptionalJson(join(dir, FILE))) ?? {}) as JsonObject;
  const named = (option: keyof typeof SERVER_OPTIONS): string | undefined =>
    text(option) ?? host.env[`CORDON_${option.toUpperCase()}`] ?? (last[option] as string | undefined);
  const server = named("server") ?? DEFAULT_SERVER;
  if (!URL.canParse(server)) throw kitError("kit/usage", { problem: `${server} is no URL of a server.` });
  const token = named("token");
  if (token === undefined)
    throw kitError("kit/usage", {
      problem: "A token is needed: --token, or CORDON_TOKEN. The server prints one when it starts.",
    });
  return { server, token, project: named("project"), fetch: host.fetch };
}

/** Keeps where a plugin was installed, so that it need not be said again. The token is not kept. */
export async function keepTarget(dir: string, { server }: ServerTarget, project: string): Promise<void> {
  await writeFile(join(dir, FILE), `${JSON.stringify({ server, project })}\n`);
}
