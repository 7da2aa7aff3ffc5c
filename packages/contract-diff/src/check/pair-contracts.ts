import { contractDiffError } from "../errors.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import type { VersionsRule } from "./check-settings.ts";
import { documentOf } from "./compare-by-kind.ts";

/** Two versions of a contract that are held against each other; one of them where it was added or removed. */
export interface ContractPair {
  /** Its name, with its version or versions where it has some. */
  readonly contract: string;
  /** What rules of the configuration may know it by. */
  readonly names: readonly string[];
  readonly old?: ContractFile;
  readonly next?: ContractFile;
}

/** The name of a contract with its version: `dto/project/v2`. */
export function labelOf({ name, version }: Pick<ContractFile, "name" | "version">): string {
  return version === undefined ? name : `${name}/v${version}`;
}

/**
 * Pairs each version of each contract with the same one on the other side. Where `versionsOf` says so, the newest version is also paired with
 * the one before it, or with all before it: whoever reads it then reads what was written with them.
 */
export function pairContracts(
  old: readonly ContractFile[],
  next: readonly ContractFile[],
  versionsOf: (names: readonly string[]) => VersionsRule,
): readonly ContractPair[] {
  const [oldByLabel, nextByLabel] = [byLabel(old), byLabel(next)];
  const labels = [...new Set([...oldByLabel.keys(), ...nextByLabel.keys()])].sort();
  const same = labels.map((label) => pairOf(label, oldByLabel.get(label), nextByLabel.get(label)));
  return [...same, ...byName(next).flatMap((versions) => acrossVersions(versions, versionsOf))];
}

function pairOf(contract: string, old: ContractFile | undefined, next: ContractFile | undefined): ContractPair {
  const name = (next ?? old)?.name ?? contract;
  return {
    contract,
    names: [contract, name],
    ...(old === undefined ? {} : { old }),
    ...(next === undefined ? {} : { next }),
  };
}

function byLabel(contracts: readonly ContractFile[]): ReadonlyMap<string, ContractFile> {
  const found = new Map<string, ContractFile>();
  for (const contract of contracts) {
    const label = labelOf(contract);
    const other = found.get(label);
    if (other !== undefined) {
      const message = `is the contract ${label}, and so is ${documentOf(other).file}. Give one of them another name.`;
      const { file } = documentOf(contract);
      throw contractDiffError("contract-diff/invalid-contract", { file, issues: [{ pointer: "", message }] });
    }
    found.set(label, contract);
  }
  return found;
}

/** The contracts by their names, the oldest version first. One without a version counts as the first. */
export function byName(contracts: readonly ContractFile[]): readonly (readonly ContractFile[])[] {
  const groups = Map.groupBy(contracts, ({ name }) => name);
  return [...groups.values()].map((group) => group.toSorted((one, other) => numberOf(one) - numberOf(other)));
}

/** The number of a version; 1 for a contract that has none. */
export function numberOf({ version }: ContractFile): number {
  return version ?? 1;
}

function acrossVersions(
  versions: readonly ContractFile[],
  versionsOf: (names: readonly string[]) => VersionsRule,
): readonly ContractPair[] {
  const [newest, ...earlier] = versions.toReversed();
  if (newest === undefined) return [];
  const rule = versionsOf([labelOf(newest), newest.name]);
  const held = { independent: [], previous: earlier.slice(0, 1), all: earlier }[rule];
  return held.map((old) => ({
    contract: `${newest.name}/v${numberOf(old)}..v${numberOf(newest)}`,
    names: [labelOf(newest), newest.name],
    old,
    next: newest,
  }));
}
