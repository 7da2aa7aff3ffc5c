import type { Bump, Finding } from "../finding.ts";
import { greatestBump } from "./bump-order.ts";
import type { CheckRun } from "./comparison.ts";

/** A run in numbers. */
export interface Summary {
  readonly contracts: number;
  /** Contracts of which something fails. */
  readonly failedContracts: number;
  readonly failing: number;
  readonly waived: number;
  /** Changes that could not be decided, failing or not. */
  readonly unknown: number;
  /** Findings that neither fail nor are waived. */
  readonly others: number;
  readonly bump: Bump;
  readonly passes: boolean;
}

/** Counts a run. */
export function summaryOf({ comparisons, notes }: CheckRun): Summary {
  const findings = [...comparisons.flatMap((comparison) => comparison.findings), ...notes];
  const failing = findings.filter(({ fails }) => fails).length;
  const waived = findings.filter((finding) => finding.waived !== undefined).length;
  return {
    contracts: comparisons.length,
    failedContracts: comparisons.filter((comparison) => comparison.findings.some(hasFailed)).length,
    failing,
    waived,
    unknown: findings.filter(({ certainty }) => certainty === "unknown").length,
    others: findings.length - failing - waived,
    bump: greatestBump(comparisons.map(({ bump }) => bump)),
    passes: failing === 0,
  };
}

function hasFailed({ fails }: Finding): boolean {
  return fails;
}
