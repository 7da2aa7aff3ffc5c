import type { ContractDocument } from "../document.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import { allComparers, allRules } from "./all-comparers.ts";
import { resolveCheckSettings } from "./check-settings.ts";
import type { CheckSettings } from "./check-settings.ts";
import type { CheckRun } from "./comparison.ts";
import { pairContracts } from "./pair-contracts.ts";
import { runCheck } from "./run-check.ts";
import type { Waiver } from "./waivers.ts";

/** Two states of a set of contracts. */
export interface CheckContractsOptions {
  readonly old: readonly ContractFile[];
  readonly next: readonly ContractFile[];
  /** How each is checked, by its name. Default: as a check without options. */
  readonly settingsOf?: (contract: string) => CheckSettings;
  readonly waivers?: readonly Waiver[];
  /** Wall time in milliseconds, which waivers run out by. */
  readonly now: number;
  /** What `old` is, in reports. Default `old`. */
  readonly against?: string;
  /** Reads a file that a contract refers to. Default: there are none. */
  readonly readFile?: (file: string, signal: AbortSignal) => Promise<ContractDocument | undefined>;
}

/**
 * Checks contracts as the command line does. Every report is made of what comes back; the check failed if a finding of a comparison, or a
 * note, says that it `fails`. Rejects with `contract-diff/nothing-compared` where there is no contract on either side.
 */
export function checkContracts(options: CheckContractsOptions, signal: AbortSignal): Promise<CheckRun> {
  const { old, next, settingsOf = () => ({}), waivers = [], now, against = "old" } = options;
  const settings = (names: readonly string[]): ReturnType<typeof resolveCheckSettings> =>
    resolveCheckSettings(settingsOf(names.at(-1) ?? ""));
  return runCheck(
    {
      pairs: pairContracts(old, next, (names) => settings(names).versions),
      settingsOf: ({ names }) => settings(names),
      comparers: allComparers,
      rules: allRules,
      waivers,
      isWhole: true,
      now,
      given: {},
      against,
      toolVersion: "library",
      readFile: options.readFile ?? (() => Promise.resolve(undefined)),
    },
    signal,
  );
}
