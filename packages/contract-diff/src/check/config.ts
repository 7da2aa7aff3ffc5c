import { z } from "zod";
import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import type { CheckSettings } from "./check-settings.ts";
import { matchesPattern } from "./matches-pattern.ts";
import { zodIssues } from "./zod-issues.ts";

const path = z.string().min(1).max(1000);

const ruleSchema = z.strictObject({
  match: z.string().min(1).max(200),
  flow: z.enum(["in", "out", "both"]).optional(),
  level: z.enum(["backward", "forward", "full", "none"]).optional(),
  versions: z.enum(["independent", "previous", "all"]).optional(),
  content: z.enum(["declared", "open"]).optional(),
  formats: z.enum(["annotation", "assertion"]).optional(),
  defaults: z.enum(["annotation", "filled"]).optional(),
  versionDemand: z.enum(["hold", "tell"]).optional(),
});

const configSchema = z.strictObject({
  contracts: z.union([path, z.array(path).min(1)]).optional(),
  sources: z.array(path).min(1).optional(),
  rules: z.array(ruleSchema).max(1000).optional(),
  waivers: path.optional(),
});

/** What `contract-diff.json` says. Paths are relative to the folder it lies in. */
export interface CheckConfig {
  /** Where the contracts lie. */
  readonly contracts: readonly string[];
  /** What the pinned copies are made from: files, folders, `module.ts#Export`. */
  readonly sources: readonly string[];
  /** How contracts are checked, by patterns of their names. The first that matches counts. */
  readonly rules: readonly ConfigRule[];
  readonly waivers?: string;
}

/** How the contracts are checked whose names a pattern matches. */
export interface ConfigRule {
  readonly match: string;
  readonly settings: CheckSettings;
}

/** What counts where there is no file. */
export const DEFAULT_CONFIG: CheckConfig = Object.freeze({ contracts: ["contracts"], sources: [], rules: [] });

/** Reads a configuration. Throws `contract-diff/invalid-contract` with the pointer of each mistake, and of each field that there is not. */
export function readConfig({ file, value }: ContractDocument): CheckConfig {
  const result = configSchema.safeParse(value);
  if (!result.success)
    throw contractDiffError("contract-diff/invalid-contract", { file, issues: zodIssues(result.error) });
  const { contracts, sources, rules = [], waivers } = result.data;
  return {
    contracts: contracts === undefined ? DEFAULT_CONFIG.contracts : [contracts].flat(),
    sources: sources ?? DEFAULT_CONFIG.sources,
    rules: rules.map(({ match, ...settings }) => ({ match, settings: withoutUndefined(settings) })),
    ...(waivers === undefined ? {} : { waivers }),
  };
}

/** What the configuration says of one contract, by its name with or without its version. */
export function settingsFor({ rules }: CheckConfig, names: readonly string[]): CheckSettings {
  return rules.find(({ match }) => names.some((name) => matchesPattern(name, match)))?.settings ?? {};
}

// zod types an optional field as one that may be undefined.
function withoutUndefined(settings: Readonly<Record<string, unknown>>): CheckSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as CheckSettings;
}
