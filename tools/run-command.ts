import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import process from "node:process";
import { ROOT } from "./workspace.ts";

/** What a command printed, all of it together, and how it ended. */
export interface CommandResult {
  readonly output: string;
  readonly stdout: string;
  readonly code: number;
}

/** Runs a command of the workspace's own and collects what it prints. */
export function runCommand(command: string, args: readonly string[]): Promise<CommandResult> {
  const path = [join(ROOT, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, PATH: path, NO_COLOR: "1", FORCE_COLOR: "0" },
    });
    let output = "";
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ output, stdout, code: code ?? 1 }));
  });
}

/** Runs a command that must end well; throws what it printed when it does not. */
export async function mustRun(command: string, args: readonly string[]): Promise<CommandResult> {
  const result = await runCommand(command, args);
  if (result.code !== 0) throw new Error(result.output.trim());
  return result;
}

/** The number that a tool says it examined; throws when it says none, or zero. */
export function examined({ output }: CommandResult, pattern: RegExp): number {
  const count = Number(pattern.exec(output)?.[1]?.replaceAll(",", "") ?? 0);
  if (count > 0) return count;
  throw new Error(`The tool examined nothing, or no longer says how much it examined. It printed:\n${output}`);
}
