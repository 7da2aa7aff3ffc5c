import { posix } from "node:path";
import type { ZodExport } from "../sources/load-zod-module.ts";
import type { CliHost } from "./command.ts";
import type { FindOptions, FoundContracts } from "./found-contracts.ts";
import { openOnDisk } from "./open-path.ts";

const MODULE = /\.[cm]?[jt]s(?:#[^#]*)?$/;

/** Whether a text names a module, with or without one of its exports. */
export function isModule(text: string): boolean {
  return MODULE.test(text);
}

/**
 * The zod schemas of a module, called as their exports are, in kebab-case. What a schema takes is not what it gives, where it fills in or
 * turns values into others: a contract whose documents go out is read from that side, any other from the side that takes.
 */
export async function findInModule(
  text: string,
  { flowOf }: FindOptions,
  { workingDir, tools }: CliHost,
  signal: AbortSignal,
): Promise<FoundContracts> {
  const [file = "", name = ""] = text.split("#");
  const { tree, path: below, shownBelow } = openOnDisk(file, { workingDir, tools });
  const path = `${shownBelow}${below}`;
  // A file that is not there is told of in other words than one that does not load.
  await tree.read(below, signal);
  const module = { path: posix.resolve(workingDir, path), ...(name === "" ? {} : { export: name }) };
  const taken = await tools.loadZodModule({ ...module, io: "input" }, signal);
  const goesOut = taken.map((each) => flowOf(nameOf(each, path)) === "out");
  const given = goesOut.includes(true) ? await tools.loadZodModule({ ...module, io: "output" }, signal) : taken;
  const contracts = taken.map((each, index) => {
    const { document } = (goesOut[index] === true && given.find((other) => other.name === each.name)) || each;
    return {
      name: nameOf(each, path),
      kind: "json-schema" as const,
      document: { ...document, file: `${path}#${each.name}` },
    };
  });
  return { contracts, isSingle: name !== "" };
}

function nameOf({ name }: ZodExport, path: string): string {
  const own = name === "default" ? posix.basename(path, posix.extname(path)) : name;
  return own
    .replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, "-")
    .replaceAll(/[_$.]+/g, "-")
    .toLowerCase();
}
