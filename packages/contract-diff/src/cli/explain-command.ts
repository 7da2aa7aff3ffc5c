import type { CheckRun } from "../check/comparison.ts";
import { contractDiffError } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { aboutOf, alsoText, messageOf, placesText, ruleOf } from "../report/finding-words.ts";
import { plainJson, plainText } from "../report/plain-text.ts";
import type { Rule } from "../rules/rule.ts";
import { PLAN_OPTIONS, PLAN_USAGE, planCheck } from "./check-plan.ts";
import { readSetup } from "./check-setup.ts";
import type { CliHost, Command, CommandArguments } from "./command.ts";
import { runPlan } from "./run-plan.ts";
import { COMPARE_OPTIONS, COMPARE_USAGE } from "./shared-options.ts";

const FINGERPRINT = /^[0-9a-f]{16}$/;

/** `contract-diff explain`. */
export const explainCommand: Command = {
  name: "explain",
  summary: "Says what a rule is for, or shows one finding in full.",
  usage: [
    "contract-diff explain <rule>",
    "contract-diff explain <fingerprint> [<path>...] [--against <rev>]",
    "",
    "A rule is named as in reports: schema/required. A fingerprint is found by running check once more, with the options it was run with.",
    ...PLAN_USAGE,
    ...COMPARE_USAGE,
  ],
  maxPositionals: 1000,
  options: { ...COMPARE_OPTIONS, ...PLAN_OPTIONS },
  async run(given, host, signal) {
    const [name] = given.positionals;
    if (name === undefined)
      throw contractDiffError("contract-diff/usage", { problem: "explain needs a rule or a fingerprint." });
    host.print(
      (FINGERPRINT.test(name) ? await findingLines(name, given, host, signal) : ruleLines(name, host)).join("\n"),
    );
    return 0;
  },
};

function ruleLines(id: string, { tools }: CliHost): readonly string[] {
  const rule = ruleOf(tools.rules, id);
  if (rule !== undefined) return [`${id}: ${rule.title}`, "", ...aboutRule(rule)];
  const known = Object.keys(tools.rules).sort().join(", ");
  throw contractDiffError("contract-diff/not-found", {
    what: `rule ${plainText(id)}`,
    hint: `The rules are ${known}.`,
  });
}

function aboutRule({ why, instead, breaks }: Rule): readonly string[] {
  return [why, `Instead: ${instead}`, `Breaks: ${breaks.join(" or ")}.`];
}

async function findingLines(
  fingerprint: string,
  given: CommandArguments,
  host: CliHost,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const setup = await readSetup(given, host, signal);
  const plan = await planCheck(given.positionals.slice(1), given, setup, host, signal);
  const run = await runPlan(plan, setup, host, signal);
  const found = allFindings(run).filter((finding) => finding.fingerprint === fingerprint);
  if (found.length > 0) return found.flatMap((finding) => [...inFull(finding, run), ""]).slice(0, -1);
  throw contractDiffError("contract-diff/not-found", {
    what: `finding ${fingerprint} against ${plainText(run.against)}`,
    hint: "It may be gone, or come of other paths or options: give those that the report was made with.",
  });
}

function allFindings({ comparisons, notes }: CheckRun): readonly Finding[] {
  return [...comparisons.flatMap(({ findings }) => findings), ...notes];
}

function inFull(finding: Finding, { rules }: CheckRun): readonly string[] {
  const { contract, rule, fails, waived, breaks, bump, certainty, witness } = finding;
  const known = ruleOf(rules, rule);
  const standing = waived === undefined ? (fails ? "fails" : "passes") : `is waived: ${plainText(waived)}`;
  const lines = [
    `${plainText(rule)} in ${plainText(contract)} ${standing}`,
    aboutOf(finding),
    messageOf(finding),
    placesText(finding),
    alsoText(finding),
    `Breaks ${breaks}, asks for ${bump === "none" ? "no" : `a ${bump}`} version; ${certainty === "proven" ? "proven" : "could not be decided"}.`,
    ...(witness === undefined
      ? []
      : [
          `Taken by the ${witness.acceptedBy} contract, refused by the ${witness.refusedBy}: ${plainText(witness.reason)}`,
          plainJson(witness.document, 2),
        ]),
  ];
  return [...lines.filter((line) => line !== ""), ...(known === undefined ? [] : ["", ...aboutRule(known)])];
}
