import { join } from "node:path";
import type { JsonValue } from "@cordon/core";
import { kitError } from "../errors.ts";
import type { HttpExample, PluginExample, PluginFiles } from "./plugin-files.ts";
import { parseJsonFile, readNeededFile, readOptionalJson } from "./read-file.ts";

const UNBUILT = "Build the plugin first: cordon-plugin build.";

/** Reads what `buildPlugin` wrote to `dist`, and `examples.json`, `config.json` and `http.json` beside it where they are there. */
export async function readPluginFolder(dir: string, out: string = "dist"): Promise<PluginFiles> {
  const manifestFile = join(dir, out, "plugin.json");
  const bytes = await readNeededFile(manifestFile, UNBUILT);
  const code = await readNeededFile(
    join(dir, out, codeFileOf(manifestFile, parseJsonFile(manifestFile, bytes))),
    UNBUILT,
  );
  const config = await readOptionalJson(join(dir, "config.json"));
  return {
    manifest: new TextDecoder().decode(bytes),
    code,
    examples: await readList(join(dir, "examples.json"), isExample, "{operation, input, output?, refused?}"),
    http: await readList(join(dir, "http.json"), isHttpExample, "{method, url, status, headers?, body?}"),
    ...(config === undefined ? {} : { config }),
  };
}

// Whether the rest of the manifest is valid is for the runtime to say, which says it better.
function codeFileOf(manifestFile: string, manifest: JsonValue): string {
  const file = field(field(manifest, "entry"), "file");
  if (typeof file === "string") return file;
  throw kitError("kit/file", {
    file: manifestFile,
    problem: "names no file of code: its /entry/file must be a string.",
  });
}

async function readList<Item>(
  file: string,
  isItem: (value: JsonValue) => boolean,
  shape: string,
): Promise<readonly Item[]> {
  const list = (await readOptionalJson(file)) ?? [];
  if (Array.isArray(list) && list.every(isItem)) return list as readonly Item[];
  throw kitError("kit/file", { file, problem: `must be a list of ${shape}.` });
}

function isExample(value: JsonValue): boolean {
  const refused = field(value, "refused");
  return (
    typeof field(value, "operation") === "string" &&
    field(value, "input") !== undefined &&
    (refused === undefined || typeof refused === "boolean")
  );
}

function isHttpExample(value: JsonValue): boolean {
  return (
    typeof field(value, "method") === "string" &&
    typeof field(value, "url") === "string" &&
    typeof field(value, "status") === "number"
  );
}

function field(
  value: JsonValue | undefined,
  name: keyof PluginExample | keyof HttpExample | "entry" | "file",
): JsonValue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return (value as Readonly<Record<string, JsonValue>>)[name];
}
