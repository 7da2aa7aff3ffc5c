import { parseArgs } from "node:util";
import { kitError } from "../errors.ts";
import type { Command, CommandArguments } from "./command.ts";

/** Reads the arguments of a command. Throws `kit/usage` for what it does not take. */
export function readArguments({ name, options, maxPositionals }: Command, args: readonly string[]): CommandArguments {
  const { values, positionals } = parsed(args, options);
  const tooMany = positionals[maxPositionals];
  if (tooMany !== undefined)
    throw kitError("kit/usage", {
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
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    // Node says which option it was, and what was wrong with it.
    throw kitError("kit/usage", { problem: (cause as Error).message }, { cause });
  }
}
