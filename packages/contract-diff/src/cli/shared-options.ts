import type { CheckSettings } from "../check/check-settings.ts";
import { BUMPS } from "../check/bump-order.ts";
import { CHECK_LEVELS } from "../check/forbids.ts";
import { contractDiffError } from "../errors.ts";
import type { Bump } from "../finding.ts";
import type { CommandArguments } from "./command.ts";

/** What every command takes that compares. */
export const COMPARE_OPTIONS = {
  level: { type: "string" },
  flow: { type: "string" },
  versions: { type: "string" },
  content: { type: "string" },
  formats: { type: "string" },
  defaults: { type: "string" },
  "version-demand": { type: "string" },
  "allow-unknown": { type: "boolean" },
  "max-steps": { type: "string" },
  config: { type: "string" },
  waivers: { type: "string" },
  declared: { type: "string" },
  verbose: { type: "boolean" },
} as const;

/** The lines of usage that go with them. */
export const COMPARE_USAGE: readonly string[] = [
  "  --level backward|forward|full|none",
  "                       who must not be let down: those built against the old contract (the default), those built against the new one,",
  "                       both, or nobody, so that only the version is held",
  "  --flow in|out|both   which way documents of a bare schema go, seen from its owner; default: both, and out for event types",
  "  --versions independent|previous|all",
  "                       whether the newest version is also held against the one before, or against all before; default: independent",
  "  --content declared|open",
  "                       whether senders send only what is declared (the default), or anything that is not forbidden",
  "  --formats annotation|assertion     whether formats are held; default: annotation",
  "  --defaults annotation|filled       whether receivers fill in defaults first; default: annotation",
  "  --allow-unknown      lets pass what could not be decided",
  "  --max-steps <n>      how far one question is followed; default: 100000",
  "  --version-demand hold|tell         whether a version that says too little fails; default: hold",
  "  --declared major|minor|patch       the part of the version that the change is given, for contracts without a version",
  "  --config <file>      default: contract-diff.json, where there is one",
  "  --waivers <file>     default: contract-diff.waivers.json, where there is one",
  "  --verbose            says on stderr what is looked at",
];

/** The settings that are asked for on the command line. They go before those of the configuration. */
export function readSettings(given: CommandArguments): CheckSettings {
  const flow = choiceOf(given, "flow", ["in", "out", "both"] as const);
  const level = choiceOf(given, "level", CHECK_LEVELS);
  const versions = choiceOf(given, "versions", ["independent", "previous", "all"] as const);
  const content = choiceOf(given, "content", ["declared", "open"] as const);
  const formats = choiceOf(given, "formats", ["annotation", "assertion"] as const);
  const defaults = choiceOf(given, "defaults", ["annotation", "filled"] as const);
  const versionDemand = choiceOf(given, "version-demand", ["hold", "tell"] as const);
  const maxSteps = readMaxSteps(given);
  return {
    ...(flow === undefined ? {} : { flow }),
    ...(level === undefined ? {} : { level }),
    ...(versions === undefined ? {} : { versions }),
    ...(content === undefined ? {} : { content }),
    ...(formats === undefined ? {} : { formats }),
    ...(defaults === undefined ? {} : { defaults }),
    ...(versionDemand === undefined ? {} : { versionDemand }),
    ...(maxSteps === undefined ? {} : { maxSteps }),
    ...(given.flag("allow-unknown") ? { allowUnknown: true } : {}),
  };
}

/** The part of the version that `--declared` names. */
export function readDeclared(given: CommandArguments): Bump | undefined {
  return choiceOf(given, "declared", BUMPS);
}

function choiceOf<Choice extends string>(
  { text }: CommandArguments,
  option: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = text(option);
  const found = choices.find((choice) => choice === value);
  if (value === undefined || found !== undefined) return found;
  throw contractDiffError("contract-diff/usage", {
    problem: `--${option} is one of ${choices.join(", ")}, and not ${value}.`,
  });
}

function readMaxSteps({ text }: CommandArguments): number | undefined {
  const value = text("max-steps");
  if (value === undefined) return undefined;
  const steps = /^\d+$/.test(value) ? Number(value) : 0;
  if (steps >= 1 && Number.isSafeInteger(steps)) return steps;
  throw contractDiffError("contract-diff/usage", {
    problem: `--max-steps is a whole number from 1 on, and not ${value}.`,
  });
}
