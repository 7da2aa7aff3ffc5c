import { AppError } from "@cordon/core";
import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import type { RuleCatalogue } from "../rules/rule.ts";
import type { ResolvedCheckSettings } from "./check-settings.ts";
import { addedContract, compareContracts, type CompareContractsOptions, removedContract } from "./compare-contracts.ts";
import type { Comparers } from "./comparers.ts";
import type { CheckRun, Comparison } from "./comparison.ts";
import type { GivenVersion } from "./contract-version.ts";
import type { ContractPair } from "./pair-contracts.ts";
import { waiverNotes } from "./waiver-notes.ts";
import type { Waiver } from "./waivers.ts";

/** What a check goes over, and by what. */
export interface RunCheckOptions {
  readonly pairs: readonly ContractPair[];
  readonly settingsOf: (pair: ContractPair) => ResolvedCheckSettings;
  readonly comparers: Comparers;
  readonly rules: RuleCatalogue;
  readonly waivers: readonly Waiver[];
  /** Whether `pairs` are all that the waivers are for. */
  readonly isWhole: boolean;
  /** Wall time, which waivers run out by. */
  readonly now: number;
  readonly given: GivenVersion;
  readonly against: string;
  readonly toolVersion: string;
  /** Reads a file that a contract refers to, as it is named there; `undefined` where there is none. */
  readonly readFile: (file: string, signal: AbortSignal) => Promise<ContractDocument | undefined>;
  readonly onProgress?: (what: string) => void;
}

/** Compares each pair. Throws `contract-diff/nothing-compared` where there is none, and what the contracts themselves are refused with. */
export async function runCheck(options: RunCheckOptions, signal: AbortSignal): Promise<CheckRun> {
  const { pairs, waivers, now, isWhole, against, toolVersion, rules } = options;
  if (pairs.length === 0) throw contractDiffError("contract-diff/nothing-compared", { what: "there is no contract" });
  const comparisons: Comparison[] = [];
  for (const pair of pairs) {
    signal.throwIfAborted();
    options.onProgress?.(pair.contract);
    comparisons.push(await comparisonOf(pair, options, signal));
  }
  const findings = comparisons.flatMap((comparison) => comparison.findings);
  const notes = waiverNotes(waivers, findings, { now, isWhole });
  return { toolVersion, against, comparisons, notes, rules };
}

async function comparisonOf(pair: ContractPair, options: RunCheckOptions, signal: AbortSignal): Promise<Comparison> {
  const { old, next, contract } = pair;
  const { comparers, waivers, now, given, settingsOf } = options;
  const compareOptions = { contract, settings: settingsOf(pair), comparers, waivers, now, ...given };
  if (old !== undefined && next !== undefined)
    return withFiles((files) => compareContracts(old, next, { ...compareOptions, ...files }), options, signal);
  if (old !== undefined) return removedContract(old, compareOptions);
  if (next !== undefined) return addedContract(next, compareOptions);
  throw new TypeError(`The pair ${contract} has neither an old nor a new contract.`);
}

// Comparers cannot wait for a file. What they ask for and is not at hand is read, and the comparison begun again: few contracts have parts in
// other files, and each file is read once.
async function withFiles(
  compare: (files: Required<Pick<CompareContractsOptions, "load" | "otherDocuments">>) => Comparison,
  { readFile }: RunCheckOptions,
  signal: AbortSignal,
): Promise<Comparison> {
  const files = new Map<string, ContractDocument | undefined>();
  const otherDocuments = (): readonly ContractDocument[] => [...files.values()].filter((file) => file !== undefined);
  for (;;) {
    const missing = new Set<string>();
    const load = (file: string): ContractDocument | undefined => {
      if (!files.has(file)) missing.add(file);
      return files.get(file);
    };
    try {
      const comparison = compare({ load, otherDocuments });
      if (missing.size === 0) return comparison;
    } catch (error) {
      if (!AppError.is(error) || missing.size === 0) throw error;
    }
    for (const file of missing) files.set(file, await readFile(file, signal));
  }
}
