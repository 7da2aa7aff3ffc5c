import type { ParseArgsConfig } from "node:util";
import type { Clock } from "@cordon/core";
import type { CliTools } from "./cli-tools.ts";

/** What the command line takes from its process. */
export interface CliHost {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
  /** Each takes a line, or several. */
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Whether what is printed goes to a terminal, and so may have colours. */
  readonly isTerminal: boolean;
  readonly tools: CliTools;
  /** Ends the command where it stands. */
  readonly signal?: AbortSignal;
}

/** The arguments of one command, checked against what it takes. */
export interface CommandArguments {
  readonly positionals: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly texts: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
}

/** A command. It resolves with the exit code, 0 or 1, or rejects with an `AppError` that says what to do. */
export interface Command {
  readonly name: string;
  /** In a line, what it does. */
  readonly summary: string;
  /** What it takes, line by line. */
  readonly usage: readonly string[];
  readonly maxPositionals: number;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  readonly run: (given: CommandArguments, host: CliHost, signal: AbortSignal) => Promise<number>;
}
