import { resolve } from "node:path";
import { compareContracts, type CompareContractsOptions } from "../check/compare-contracts.ts";
import { documentOf } from "../check/compare-by-kind.ts";
import { labelOf, numberOf } from "../check/pair-contracts.ts";
import { contractDiffError } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { plainText } from "../report/plain-text.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import { canonicalJson } from "./canonical-json.ts";

/** What pinning a contract comes to: a file to write, if any, and what is said of it. */
export interface PinStep {
  readonly said: string;
  /** `create` must not find a file there; `replace` finds the version that it takes the place of. */
  readonly write?: { readonly path: string; readonly text: string; readonly how: "create" | "replace" };
}

/** What a contract is pinned by. */
export interface PinOptions {
  /** The pinned versions of the contract, the oldest first. */
  readonly pinned: readonly ContractFile[];
  /** The folder of the pinned copies. */
  readonly into: string;
  readonly workingDir: string;
  /** What compares the newest pinned version with the source, by its label. */
  readonly compareOptionsOf: (label: string) => CompareContractsOptions;
}

// The parts of a name become folders.
const NAME = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\p{L}\p{N}._@ -]+(?:\/[\p{L}\p{N}._@ -]+)*$/u;

/**
 * Decides what pinning a source does. A contract that is new becomes version 1. A change that the level lets pass is written over the newest
 * version; one that it forbids becomes the next version, and the older one stays for those who were built against it.
 */
export function pinContract(source: ContractFile, options: PinOptions): PinStep {
  const { pinned } = options;
  const { name } = source;
  const newest = pinned.at(-1);
  checkPinnable(source);
  const text = canonicalJson(documentOf(source).value);
  if (newest === undefined) return created(name, 1, text, options);
  const current = documentOf(newest);
  const label = labelOf(newest);
  if (newest.kind !== "wit" && canonicalJson(current.value) === text)
    return { said: `${plainText(label)} is unchanged.` };
  const { findings, bump } = compareContracts(newest, source, options.compareOptionsOf(label));
  const broken = findings.filter(isBroken);
  if (broken.length > 0) {
    const step = created(name, numberOf(newest) + 1, text, options);
    return { ...step, said: `${step.said} ${plainText(label)} stays, as ${reasonOf(broken)}` };
  }
  if (!current.file.endsWith(".json"))
    throw contractDiffError("contract-diff/usage", {
      problem: `The pinned copy ${current.file} is not JSON, and would lose how it is written. Convert it to JSON once by hand.`,
    });
  const said = `${plainText(label)} is written anew: ${bump === "none" ? "nothing that asks for a version" : `a ${bump} change`}.`;
  return { said, write: { path: resolve(options.workingDir, current.file), text, how: "replace" } };
}

// That the source's own version says too little is for a check to tell, and no reason for another file.
function isBroken({ fails, rule }: Finding): boolean {
  return fails && rule !== "contract/version-too-small";
}

function reasonOf(broken: readonly Finding[]): string {
  const [first] = broken;
  const more = broken.length > 1 ? `, and ${broken.length - 1} more` : "";
  return `${first?.rule ?? "a change"} lets somebody down: ${plainText(first?.message ?? "")}${more}`;
}

function created(name: string, version: number, text: string, { into, workingDir }: PinOptions): PinStep {
  const path = resolve(workingDir, into, name, `v${version}.json`);
  return { said: `${plainText(name)}/v${version} is new.`, write: { path, text, how: "create" } };
}

function checkPinnable({ kind, name }: ContractFile): void {
  if (kind === "wit")
    throw contractDiffError("contract-diff/usage", {
      problem: `${name} is a WIT package, which is not pinned: keep it in the folder of contracts, and check it --against a revision.`,
    });
  if (!NAME.test(name))
    throw contractDiffError("contract-diff/usage", {
      problem: `${JSON.stringify(name)} cannot be the name of a pinned copy: give the source's file a name of letters, digits, dots, dashes and underscores.`,
    });
}
