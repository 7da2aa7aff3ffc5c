import { type ContractPair, labelOf, pairContracts } from "../check/pair-contracts.ts";
import { summaryOf } from "../check/summary.ts";
import { contractDiffError } from "../errors.ts";
import { treesOf } from "./check-plan.ts";
import { type CheckSetup, readSetup } from "./check-setup.ts";
import type { Command } from "./command.ts";
import { findSource } from "./find-sources.ts";
import type { FoundContracts } from "./found-contracts.ts";
import { readOutputs, REPORT_OPTIONS, REPORT_USAGE, writeReports } from "./report-outputs.ts";
import { runPlan } from "./run-plan.ts";
import { COMPARE_OPTIONS, COMPARE_USAGE } from "./shared-options.ts";

/** `contract-diff diff`. */
export const diffCommand: Command = {
  name: "diff",
  summary: "Holds one contract against another, or one folder of contracts against another.",
  usage: [
    "contract-diff diff <old> <new>",
    "",
    "Each is a file, a folder, either at a revision (origin/main:contracts/openapi.json), or a zod schema of a module (src/orders.ts#Order). A module",
    "is run to read its schemas. Exits with 1 where a change is found that the level forbids.",
    ...COMPARE_USAGE,
    ...REPORT_USAGE,
  ],
  maxPositionals: 2,
  options: { ...COMPARE_OPTIONS, ...REPORT_OPTIONS },
  async run(given, host, signal) {
    const [oldPath, newPath] = given.positionals;
    if (oldPath === undefined || newPath === undefined)
      throw contractDiffError("contract-diff/usage", {
        problem: "diff needs two contracts: the old one, and the new one.",
      });
    const outputs = readOutputs(given);
    const setup = await readSetup(given, host, signal);
    const old = await findSource(oldPath, setup.find, host, signal);
    const next = await findSource(newPath, setup.find, host, signal);
    const plan = {
      pairs: pairsOf(old, next, setup),
      against: oldPath,
      trees: treesOf([old, next]),
      isWhole: false,
      given: setup.given,
    };
    const run = await runPlan(plan, setup, host, signal);
    await writeReports(run, outputs, host, given);
    return summaryOf(run).passes ? 0 : 1;
  },
};

// Two files are two versions of one contract, whatever they are called.
function pairsOf(old: FoundContracts, next: FoundContracts, { settingsOf }: CheckSetup): readonly ContractPair[] {
  const [oldOne, nextOne] = [old.contracts[0], next.contracts[0]];
  const areSingle = (old.isSingle && next.isSingle) || (oldOne?.kind === "wit" && nextOne?.kind === "wit");
  if (
    areSingle &&
    old.contracts.length === 1 &&
    next.contracts.length === 1 &&
    oldOne !== undefined &&
    nextOne !== undefined
  )
    return [{ contract: labelOf(nextOne), names: [labelOf(nextOne), nextOne.name], old: oldOne, next: nextOne }];
  return pairContracts(old.contracts, next.contracts, (names) => settingsOf(names).versions);
}
