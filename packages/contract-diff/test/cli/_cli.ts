import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { createManualClock } from "@cordon/core/testing";
import { onTestFinished } from "vitest";
import { contractRules } from "../../src/check/contract-rules.ts";
import type { CliTools } from "../../src/cli/cli-tools.ts";
import type { CliHost } from "../../src/cli/command.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { findContracts } from "../../src/sources/find-contracts.ts";
import { createFolderTree } from "../../src/sources/folder-tree.ts";
import { createGitTree } from "../../src/sources/git-tree.ts";
import { readDocument } from "../../src/sources/read-document.ts";
import { comparers, NOW } from "../check/_samples.ts";

/** A folder with these files, which goes with the test. Anything but a text is written as JSON. */
export function folderOf(files: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "contract-diff-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  }
}

export function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** A schema of the contracts that the comparers of these tests know. */
export function schema(...required: readonly string[]): object {
  return { type: "object", required };
}

/** Commits all that is in the folder, as a repository of its own. */
export function commit(folder: string): void {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
  const run = (...args: readonly string[]): void =>
    void execFileSync("git", [...identity, ...args], {
      cwd: folder,
      stdio: "pipe",
      env: { PATH: process.env["PATH"], HOME: folder, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
    });
  run("init", "--quiet", "--initial-branch=main");
  run("add", "--all");
  run("commit", "--quiet", "--allow-empty", "--message=A commit");
}

export const tools: CliTools = {
  version: "1.2.3",
  comparers,
  rules: {
    ...contractRules,
    "schema/required": { title: "Required", why: "It lacks it.", instead: "Make it optional.", breaks: ["backward"] },
  },
  createFolderTree,
  createGitTree,
  readDocument,
  findContracts,
  loadZodModule: async ({ path, export: name = "Order", io }) => [
    {
      name,
      document: {
        file: path,
        value: io === "output" ? { type: "object", required: ["id", "made"] } : { type: "object", required: ["id"] },
        linesOf: (pointers) => pointers.map(() => undefined),
      },
    },
  ],
  readMatrix: async () => "| Keyword |\n",
};

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function cli(folder: string, args: readonly string[], parts: Partial<CliHost> = {}): Promise<Answer> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCli(args, {
    clock: createManualClock(NOW),
    env: {},
    workingDir: folder,
    print: (text) => void out.push(text),
    printError: (text) => void err.push(text),
    isTerminal: false,
    tools,
    ...parts,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}
