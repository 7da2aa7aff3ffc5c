import { AppError } from "@cordon/core";
import { plainText } from "../report/plain-text.ts";
import { checkCommand } from "./check-command.ts";
import type { CliHost, Command } from "./command.ts";
import { diffCommand } from "./diff-command.ts";
import { explainCommand } from "./explain-command.ts";
import { matrixCommand } from "./matrix-command.ts";
import { pinCommand } from "./pin-command.ts";
import { readArguments } from "./read-arguments.ts";

const COMMANDS: readonly Command[] = [diffCommand, checkCommand, pinCommand, explainCommand, matrixCommand];
const HELP: ReadonlySet<string | undefined> = new Set(["--help", "-h", "help"]);

/**
 * Runs `contract-diff`. Resolves with the exit code: 0 if nothing fails, 1 if something does, 2 for what cannot be read or was asked for
 * wrongly, 3 for a mistake of this program. Never rejects.
 */
export async function runCli(args: readonly string[], host: CliHost): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version") {
    host.print(host.tools.version);
    return 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) return helpOn(name, host);
  try {
    const given = readArguments(command, rest);
    if (given.flag("help")) {
      host.print([`${command.summary}\n`, ...command.usage].join("\n"));
      return 0;
    }
    return await command.run(given, host, host.signal ?? new AbortController().signal);
  } catch (error) {
    return exitCodeOf(error, host);
  }
}

function exitCodeOf(error: unknown, { printError }: CliHost): number {
  if (AppError.is(error) && error.kind !== "internal") {
    printError(plainText(error.message));
    return 2;
  }
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  printError(
    `This is a mistake of contract-diff, and nothing was decided. Please report it:\n${said.split("\n").map(plainText).join("\n")}`,
  );
  return 3;
}

function helpOn(name: string | undefined, host: CliHost): number {
  const help = [
    "contract-diff <command>: whether a change of a contract breaks anybody.\n",
    ...COMMANDS.map((each) => `  ${each.name.padEnd(8)} ${each.summary}`),
    "\nExit codes: 0 nothing fails, 1 something does, 2 input or use is wrong, 3 a mistake of this program.",
    "contract-diff <command> --help says more; contract-diff --version says the version.",
  ].join("\n");
  if (HELP.has(name)) {
    host.print(help);
    return 0;
  }
  if (name !== undefined) host.printError(`There is no command ${plainText(name)}.\n`);
  host.printError(help);
  return 2;
}
