import { globSync } from "node:fs";
import { matchesGlob } from "node:path";
import process from "node:process";
import { contractFiles } from "../generators/contracts.ts";
import { examined, runCommand } from "../run-command.ts";
import { failWith, hasFile, readJson, readText, ROOT } from "../workspace.ts";

/** Holds the pinned contracts against what the code would write now, and against those of the revision that a change begins at. */
export async function checkContracts(): Promise<string> {
  const expected = await contractFiles();
  const base = await baseRevision();
  const [unpinned, misdirected] = [pinProblems(expected), flowProblems()];
  const comparison = await runCommand("node", [CLI, "check", `--against=${base}`]);
  const problems = [
    ...withAdvice(unpinned, PIN_ADVICE),
    ...withAdvice(misdirected, FLOW_ADVICE),
    ...(comparison.code === 0 ? [] : [comparison.output.trim()]),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n\n"));
  return `${expected.size} contracts; ${examined(comparison, /^(\d+) contracts? against/m)} compared with ${base}`;
}

const CLI = "packages/contract-diff/bin/contract-diff.js";
const PIN_ADVICE =
  "The code and the pinned contracts disagree. If the change is meant, run `npx pnpm generate` and commit contracts/. A change that would break a client of a published version needs a new version instead (packages/interface/README.md).";
const FLOW_ADVICE =
  "What a request carries goes in, what an answer carries goes out: say so in contract-diff.json, or a break looks like an addition.";

function withAdvice(problems: readonly string[], advice: string): readonly string[] {
  return problems.length === 0 ? [] : [`${problems.join("\n")}\n${advice}`];
}

/**
 * Where a change begins. In order: what CONTRACT_BASE says, where the branch left origin/main, the commit before this one. A clone that has none
 * of them has only its own commit, and what is not committed yet is compared with that.
 */
async function baseRevision(): Promise<string> {
  const given = process.env["CONTRACT_BASE"];
  if (given !== undefined && given !== "") return given;
  const head = await commitOf(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  const left = await commitOf(["merge-base", "origin/main", "HEAD"]);
  if (left !== undefined && left !== head) return left;
  const before = await commitOf(["rev-parse", "--verify", "--quiet", "HEAD~1^{commit}"]);
  return before === undefined ? "HEAD" : "HEAD~1";
}

async function commitOf(args: readonly string[]): Promise<string | undefined> {
  const { code, stdout } = await runCommand("git", args);
  return code === 0 ? stdout.trim() : undefined;
}

function pinProblems(expected: ReadonlyMap<string, string>): readonly string[] {
  const pinned = globSync("contracts/**/*.{json,wit}", { cwd: ROOT });
  const problems = pinned
    .filter((path) => !expected.has(path))
    .map((path) => `${path} is pinned, but no schema makes it any more.`);
  for (const [path, content] of expected) {
    if (!hasFile(path)) problems.push(`${path} is not pinned yet.`);
    else if (readText(path) !== content) problems.push(`${path} differs at ${placeOf(path, readText(path), content)}.`);
  }
  return problems;
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

/** The DTOs whose flow is not the one that the operations give them. */
function flowProblems(): readonly string[] {
  const { rules } = readJson("contract-diff.json") as {
    readonly rules: readonly { readonly match: string; readonly flow?: string }[];
  };
  const requests = requestNames();
  const names = new Set(globSync("contracts/dto/*/", { cwd: ROOT }).map((path) => path.split("/")[2] ?? ""));
  failWith(names.size > 0 && requests.size > 0 ? [] : ["There is no DTO, or none of a request."], FLOW_ADVICE);
  return [...names].flatMap((name) => {
    const flow = rules.find(({ match }) => matchesGlob(`dto/${name}`, match))?.flow ?? "not said";
    const expected = requests.has(name) ? "in" : "out";
    return flow === expected ? [] : [`The flow of dto/${name} is ${flow}, and must be ${expected}.`];
  });
}

function requestNames(): ReadonlySet<string> {
  const { paths } = readJson("contracts/openapi.json") as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const bodies = Object.values(paths).flatMap((item) =>
    Object.values(item).map(({ requestBody }) => JSON.stringify(requestBody?.content ?? {})),
  );
  return new Set(
    bodies.flatMap((body) =>
      [...body.matchAll(/"#\/components\/schemas\/([^"]+)\.v\d+"/g)].map(([, name = ""]) => name),
    ),
  );
}

function placeOf(path: string, pinned: string, expected: string): string {
  if (path.endsWith(".json")) return firstDifference(JSON.parse(pinned), JSON.parse(expected));
  const lines = expected.split("\n");
  return `line ${pinned.split("\n").findIndex((line, at) => line !== lines[at]) + 1}`;
}

/** The JSON pointer of the first place where two documents differ. */
function firstDifference(one: unknown, other: unknown, pointer = ""): string {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return pointer || "(the whole document)";
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (JSON.stringify(left[key]) !== JSON.stringify(right[key])) {
      return firstDifference(left[key], right[key], `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
  }
  return pointer;
}
