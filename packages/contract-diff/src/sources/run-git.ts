import { contractDiffError } from "../errors.ts";
import { type ChildEnd, runChild } from "./run-child.ts";

/** How git is run. */
export interface GitOptions {
  /** The program. Default `git`, as the search path finds it. */
  readonly git?: string;
  /** How long one run may take. Default 30,000. */
  readonly timeoutMs?: number;
}

/** One run of git. */
export interface GitCall {
  readonly args: readonly string[];
  readonly input?: string;
  readonly maxBytes: number;
}

/** Runs git in one folder. */
export type Git = (call: GitCall, signal: AbortSignal) => Promise<Extract<ChildEnd, { kind: "ended" | "too-much" }>>;

// The commands that are run read objects only, and start nothing. These hold should one of them ever ask for more.
const ALWAYS = ["--no-pager", "--no-replace-objects", "--literal-pathspecs", "-c", "core.fsmonitor=false"];
const FIXED = {
  // A partial clone would fetch what it lacks.
  GIT_ALLOW_PROTOCOL: "none",
  GIT_NO_LAZY_FETCH: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  LC_ALL: "C",
};

/**
 * Runs git in a folder. Rejects if it is not installed or takes too long; a code other than 0 is the caller's to judge. Variables that begin
 * with `GIT_` are not passed on: inside of a hook they name another repository than the folder's.
 */
export async function runGit(
  cwd: string,
  { args, ...rest }: GitCall,
  { git = "git", timeoutMs = 30_000 }: GitOptions,
  signal: AbortSignal,
): ReturnType<Git> {
  const env = { ...inherited(), ...FIXED };
  const request = { ...rest, command: git, args: [...ALWAYS, ...args], cwd, env, answersOn: 1, timeoutMs } as const;
  const end = await runChild(request, signal);
  if (end.kind === "timed-out") {
    const problem = `git ${args[0]} did not end within ${timeoutMs} ms; look whether the disk or another git holds it`;
    throw contractDiffError("contract-diff/unreadable", { file: cwd, problem });
  }
  if (end.kind === "not-started") {
    const hint = "Install git, or compare files instead of revisions.";
    throw contractDiffError("contract-diff/not-found", { what: `program ${git}`, hint }, { cause: end.cause });
  }
  return end;
}

function inherited(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined && !name.toUpperCase().startsWith("GIT_")) kept[name] = value;
  return kept;
}
