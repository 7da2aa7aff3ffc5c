import { parseArgs } from "node:util";
import { contractDiffError } from "../errors.ts";
import type { Command, CommandArguments } from "./command.ts";

// An option like any other: a revision that is called --help must not end a check with exit code 0.
const HELP = { help: { type: "boolean", short: "h" } } as const;

/** Reads the arguments of a command, and `--help`, which each of them takes. Throws `contract-diff/usage` for what it does not take. */
export function readArguments({ name, options, maxPositionals }: Command, args: readonly string[]): CommandArguments {
  const { values, positionals } = parsed(args, options);
  const tooMany = positionals[maxPositionals];
  if (tooMany !== undefined)
    throw contractDiffError("contract-diff/usage", {
      problem: `${name} takes ${maxPositionals} arguments at most, and ${tooMany} is one more.`,
    });
  const listed = (option: string): readonly string[] =>
    [values[option] ?? []].flat().filter((value) => typeof value === "string");
  return {
    positionals,
    text: (option) => listed(option).at(-1),
    texts: listed,
    flag: (option) => values[option] === true,
  };
}

function parsed(args: readonly string[], options: Command["options"]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...args], options: { ...options, ...HELP }, allowPositionals: true, strict: true });
  } catch (cause) {
    // Node says which option it was, and what was wrong with it, in sentences.
    const [said = "An option is wrong"] = (cause as Error).message.split("\n");
    throw contractDiffError("contract-diff/usage", { problem: said.endsWith(".") ? said : `${said}.` }, { cause });
  }
}
