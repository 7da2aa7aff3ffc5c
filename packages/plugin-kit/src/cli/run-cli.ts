import { AppError } from "@cordon/core";
import { buildCommand } from "./build-command.ts";
import { checkCommand } from "./check-command.ts";
import type { CliHost, Command } from "./command.ts";
import { installCommand } from "./install-command.ts";
import { invokeCommand } from "./invoke-command.ts";
import { keygenCommand } from "./keygen-command.ts";
import { newCommand } from "./new-command.ts";
import { readArguments } from "./read-arguments.ts";
import { signCommand } from "./sign-command.ts";
import { testCommand } from "./test-command.ts";

const COMMANDS: readonly Command[] = [
  newCommand,
  buildCommand,
  testCommand,
  checkCommand,
  keygenCommand,
  signCommand,
  installCommand,
  invokeCommand,
];
const HELP: ReadonlySet<string | undefined> = new Set(["--help", "-h", "help"]);

/** Runs `cordon-plugin`. Resolves with the exit code: 0, 1 for what did not come about, 2 for what was asked for wrongly. */
export async function runCli(args: readonly string[], host: CliHost): Promise<number> {
  const [name, ...rest] = args;
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) return helpOn(name, host);
  if (rest.some((each) => each === "--help" || each === "-h")) {
    host.print([`${command.summary}\n`, ...command.usage].join("\n"));
    return 0;
  }
  try {
    return await command.run(readArguments(command, rest), host);
  } catch (error) {
    if (!AppError.is(error)) throw error;
    host.printError(error.message);
    if (error.code !== "kit/usage") return 1;
    host.printError(`See cordon-plugin ${command.name} --help.`);
    return 2;
  }
}

function helpOn(name: string | undefined, host: CliHost): number {
  const lines = COMMANDS.map((each) => `  ${each.name.padEnd(8)} ${each.summary}`);
  const help = [
    "cordon-plugin <command>: for authors of Cordon plugins.\n",
    ...lines,
    "\ncordon-plugin <command> --help says more.",
  ];
  if (HELP.has(name)) {
    host.print(help.join("\n"));
    return 0;
  }
  if (name !== undefined) host.printError(`There is no command ${name}.\n`);
  host.printError(help.join("\n"));
  return 2;
}
