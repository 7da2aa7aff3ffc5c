import { resolveCompareOptions, type CompareOptions, type ResolvedCompareOptions } from "../compare-options.ts";
import type { Flow } from "../finding.ts";
import type { CheckLevel } from "./forbids.ts";

/** Which versions of a contract are held against each other. */
export type VersionsRule = "independent" | "previous" | "all";

/** How one contract is checked. */
export interface CheckSettings extends CompareOptions {
  /** Default `backward`. */
  readonly level?: CheckLevel;
  /** For a bare JSON Schema and an event type. Default: both for a schema, as nobody said which; `out` for an event type. */
  readonly flow?: Flow | "both";
  /**
   * `independent`: each version against itself in the base. `previous`: the newest also against the one before it. `all`: also against all
   * earlier ones. Default `independent`.
   */
  readonly versions?: VersionsRule;
  /** Whether a change that could not be decided passes. Default false. */
  readonly allowUnknown?: boolean;
  /** Whether a version that says less than the change fails, or is only told of. Default `hold`. */
  readonly versionDemand?: "hold" | "tell";
}

/** The settings with their defaults. */
export interface ResolvedCheckSettings extends Required<Omit<CheckSettings, keyof CompareOptions | "flow">> {
  readonly flow?: Flow | "both";
  readonly compare: ResolvedCompareOptions;
}

/** Fills in the defaults and refuses what cannot be honoured. */
export function resolveCheckSettings(settings: CheckSettings = {}): ResolvedCheckSettings {
  const { level = "backward", versions = "independent", allowUnknown = false, versionDemand = "hold", flow } = settings;
  return Object.freeze({
    level,
    versions,
    allowUnknown,
    versionDemand,
    ...(flow === undefined ? {} : { flow }),
    compare: resolveCompareOptions(settings),
  });
}
