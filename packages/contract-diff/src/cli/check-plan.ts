import type { JsonObject } from "@cordon/core";
import { type ContractPair, byName, labelOf, numberOf, pairContracts } from "../check/pair-contracts.ts";
import { contractDiffError } from "../errors.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import type { CheckSetup } from "./check-setup.ts";
import type { CliHost, CommandArguments } from "./command.ts";
import { findOptional, findSource } from "./find-sources.ts";
import type { FoundContracts } from "./found-contracts.ts";
import { openAtRevision, openOnDisk, type ShownTree } from "./open-path.ts";
import type { GivenVersion } from "../check/contract-version.ts";

/** What is held against what. */
export interface CheckPlan {
  readonly pairs: readonly ContractPair[];
  /** In words, what is on the old side. */
  readonly against: string;
  /** Where files come from that the contracts refer to. */
  readonly trees: readonly ShownTree[];
  /** Whether these are all contracts that there are, and not only those that were named. */
  readonly isWhole: boolean;
  readonly given: GivenVersion;
}

/** The options of a check that say what is held against what. */
export const PLAN_OPTIONS = { against: { type: "string" }, package: { type: "string" } } as const;

/** The lines of usage that go with them. */
export const PLAN_USAGE: readonly string[] = [
  "  --against <rev>      a revision of git whose contracts are the old ones; without it, the pinned copies are, and the paths are sources",
  "  --package <file>     a package.json whose versions, at the revision and now, are given to contracts without one of their own",
];

/** Finds what a check compares: the contracts as they were at a revision and as they are, or the pinned copies and their sources. */
export async function planCheck(
  paths: readonly string[],
  given: CommandArguments,
  setup: CheckSetup,
  host: CliHost,
  signal: AbortSignal,
): Promise<CheckPlan> {
  const revision = given.text("against");
  const packageFile = given.text("package");
  if (revision !== undefined) return againstRevision(paths, { revision, packageFile }, setup, host, signal);
  if (packageFile !== undefined)
    throw contractDiffError("contract-diff/usage", {
      problem: "--package needs --against, as a version is held against the one before.",
    });
  return againstPinned(paths, setup, host, signal);
}

/** The pinned versions of the contracts, the oldest first, by name. */
export async function findPinned(
  folders: readonly string[],
  { find }: CheckSetup,
  host: CliHost,
  signal: AbortSignal,
): Promise<readonly FoundContracts[]> {
  return Promise.all(folders.map((folder) => findOptional(openOnDisk(folder, host), find, host, signal)));
}

/** The contracts of all sources. */
export async function findSources(
  sources: readonly string[],
  { find }: CheckSetup,
  host: CliHost,
  signal: AbortSignal,
): Promise<readonly FoundContracts[]> {
  const found: FoundContracts[] = [];
  for (const source of sources) found.push(await findSource(source, find, host, signal));
  return found;
}

/** All that was found, in one list. */
export function contractsOf(found: readonly FoundContracts[]): readonly ContractFile[] {
  return found.flatMap(({ contracts }) => contracts);
}

/** All trees that something was found in. */
export function treesOf(found: readonly FoundContracts[]): readonly ShownTree[] {
  return found.flatMap(({ tree }) => (tree === undefined ? [] : [tree]));
}

interface Against {
  readonly revision: string;
  readonly packageFile: string | undefined;
}

async function againstRevision(
  paths: readonly string[],
  { revision, packageFile }: Against,
  { config, settingsOf, given, find }: CheckSetup,
  host: CliHost,
  signal: AbortSignal,
): Promise<CheckPlan> {
  const wanted = paths.length === 0 ? config.contracts : paths;
  const old: FoundContracts[] = [];
  const next: FoundContracts[] = [];
  for (const path of wanted) {
    old.push(await findOptional(openAtRevision(path, revision, host), find, host, signal));
    next.push(await findOptional(openOnDisk(path, host), find, host, signal));
  }
  const pairs = pairContracts(contractsOf(old), contractsOf(next), (names) => settingsOf(names).versions);
  if (pairs.length === 0)
    throw contractDiffError("contract-diff/nothing-compared", {
      what: `there is no contract in ${wanted.join(", ")}, neither at ${revision} nor now`,
    });
  const packageVersions = packageFile === undefined ? undefined : await versionsOf(packageFile, revision, host, signal);
  return {
    pairs,
    against: revision,
    trees: [...treesOf(old), ...treesOf(next)],
    isWhole: paths.length === 0,
    given: { ...given, ...(packageVersions === undefined ? {} : { packageVersions }) },
  };
}

async function againstPinned(
  paths: readonly string[],
  setup: CheckSetup,
  host: CliHost,
  signal: AbortSignal,
): Promise<CheckPlan> {
  const { config, settingsOf, given } = setup;
  const wanted = paths.length === 0 ? config.sources : paths;
  if (wanted.length === 0)
    throw contractDiffError("contract-diff/usage", {
      problem: "There is nothing to hold against the pinned copies: name the sources, or a revision with --against.",
    });
  const sources = await findSources(wanted, setup, host, signal);
  const pinned = await findPinned(config.contracts, setup, host, signal);
  const { old, next } = sides(contractsOf(sources), contractsOf(pinned));
  const pairs = pairContracts(old, next, (names) => settingsOf(names).versions);
  return {
    // The older pinned versions are on both sides, for the newest to be held against.
    pairs: pairs.filter((pair) => pair.old === undefined || pair.old !== pair.next),
    against: "the pinned copies",
    trees: [...treesOf(sources), ...treesOf(pinned)],
    isWhole: paths.length === 0,
    given,
  };
}

// A source is what the newest pinned version would become.
function sides(
  sources: readonly ContractFile[],
  pinned: readonly ContractFile[],
): { readonly old: readonly ContractFile[]; readonly next: readonly ContractFile[] } {
  const versions = new Map(byName(pinned).map((group) => [group[0]?.name ?? "", group]));
  const old = sources.flatMap(({ name }) => versions.get(name) ?? []);
  const next = sources.flatMap((source) => {
    const group = versions.get(source.name) ?? [];
    const newest = group.at(-1);
    const { version: _version, ...rest } = source;
    const current = newest?.version === undefined ? rest : { ...rest, version: numberOf(newest) };
    return [...group.slice(0, -1), current];
  });
  return { old: [...new Map(old.map((each) => [labelOf(each), each])).values()], next };
}

async function versionsOf(
  file: string,
  revision: string,
  host: CliHost,
  signal: AbortSignal,
): Promise<{ readonly from: string; readonly to: string }> {
  const [old, next] = [openAtRevision(file, revision, host), openOnDisk(file, host)];
  const [from, to] = await Promise.all(
    [old, next].map(async ({ tree, path }) => {
      const document = await host.tools.readDocument(tree, path, signal);
      const { version } = (document.value ?? {}) as JsonObject;
      if (typeof version === "string") return version;
      throw contractDiffError("contract-diff/invalid-contract", {
        file: document.file,
        issues: [{ pointer: "/version", message: "must be the version of the package" }],
      });
    }),
  );
  return { from: from ?? "", to: to ?? "" };
}
