import type { CheckRun, Comparison } from "../check/comparison.ts";
import { summaryOf } from "../check/summary.ts";
import type { Finding } from "../finding.ts";
import { aboutOf, messageOf, standingOf, witnessText } from "./finding-words.ts";
import { plainText } from "./plain-text.ts";
import { summaryText } from "./summary-text.ts";

/**
 * Workflow commands, which GitHub shows beside the lines that they name. What fails is an error, what a waiver excuses or the level lets
 * pass a notice; changes of words alone are left out, as GitHub shows ten of a kind.
 */
export function githubReport(run: CheckRun): string {
  const ofContracts = run.comparisons.flatMap((comparison) =>
    comparison.findings.filter(isShown).map((finding) => command(finding, comparison)),
  );
  const ofRun = run.notes.map((finding) => command(finding, {}));
  const { passes } = summaryOf(run);
  const summary = `::${passes ? "notice" : "error"} title=contract-diff::${data(summaryText(run))}`;
  return `${[...ofContracts, ...ofRun, summary].join("\n")}\n`;
}

function isShown({ fails, breaks, waived }: Finding): boolean {
  return fails || waived !== undefined || breaks !== "none";
}

function command(finding: Finding, { newFile, oldFile }: Pick<Comparison, "newFile" | "oldFile">): string {
  const place = finding.new;
  const file = place?.file ?? newFile ?? oldFile;
  const properties = [
    ...(file === undefined ? [] : [`file=${property(plainText(file))}`]),
    ...(place?.line === undefined ? [] : [`line=${place.line}`]),
    `title=${property(plainText([finding.contract, finding.rule].filter((part) => part !== "").join(" ")))}`,
  ];
  const kind = standingOf(finding) === "fails" ? "error" : "notice";
  const about = aboutOf(finding);
  const text = [about === "" ? "" : `${about}: `, messageOf(finding)].join("");
  const lines = [text, witnessText(finding) ?? "", `Fingerprint ${finding.fingerprint}.`].filter((line) => line !== "");
  return `::${kind} ${properties.join(",")}::${data(lines.join("\n"))}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
