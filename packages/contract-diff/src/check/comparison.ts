import type { Bump, Finding } from "../finding.ts";
import type { RuleCatalogue } from "../rules/rule.ts";
import type { ContractKind } from "../sources/detect-kind.ts";
import type { CheckLevel } from "./forbids.ts";
import type { DeclaredVersion } from "./version-demand.ts";

/** What was found of one contract. */
export interface Comparison {
  /** Its name, with its version where it has one: `dto/project/v2`; `dto/project/v1..v2` where two are held against each other. */
  readonly contract: string;
  readonly kind: ContractKind;
  readonly level: CheckLevel;
  /** Those that fail first, then by rule and place. */
  readonly findings: readonly Finding[];
  /** The part of the version that the findings ask for. */
  readonly bump: Bump;
  readonly declared?: DeclaredVersion;
  /** False only where a version is declared that is smaller than what is asked for. */
  readonly bumpIsEnough: boolean;
  readonly examined: number;
  readonly oldFile?: string;
  readonly newFile?: string;
  /** Something that the reader should know of how it was compared. */
  readonly hint?: string;
}

/** A whole check: what every report is made of. */
export interface CheckRun {
  /** Of this package. */
  readonly toolVersion: string;
  /** What the contracts were held against, as the user named it. */
  readonly against: string;
  readonly comparisons: readonly Comparison[];
  /** Findings about the check itself: waivers that ran out or match nothing. */
  readonly notes: readonly Finding[];
  /** What is known of each rule that a finding may name. */
  readonly rules: RuleCatalogue;
}
