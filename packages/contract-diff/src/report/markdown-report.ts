import type { CheckRun, Comparison } from "../check/comparison.ts";
import { summaryOf } from "../check/summary.ts";
import type { Finding } from "../finding.ts";
import { aboutOf, messageOf, placeText, type Standing, standingOf, witnessText } from "./finding-words.ts";
import { plainText } from "./plain-text.ts";
import { summaryText } from "./summary-text.ts";

/** What stands first in the comment, so that the one of the last run is found and written over. */
export const COMMENT_MARK = "<!-- contract-diff -->";

// GitHub takes 65,536 characters in a comment.
const MAX_CHARS = 60_000;
const CUT = "\n\n_The rest is cut: a comment holds no more. `contract-diff --format json` shows all of it._\n";

const WORDS: Readonly<Record<Standing, string>> = { fails: "**fails**", waived: "waived", allowed: "passes" };

/** The report for a comment on a change: a table for each contract in which something was found. At most 60,000 characters. */
export function markdownReport(run: CheckRun): string {
  const { passes } = summaryOf(run);
  const head = [
    COMMENT_MARK,
    `### Contracts: ${passes ? "nothing fails" : "something fails"}`,
    "",
    markdown(summaryText(run)),
  ];
  const tables = run.comparisons.flatMap((comparison) => contractTable(comparison));
  const notes = run.notes.length === 0 ? [] : ["", "#### Waivers", "", ...table(run.notes)];
  return cut([...head, ...tables, ...notes]);
}

// Between lines, so that no table row ends in its middle.
function cut(lines: readonly string[]): string {
  const kept: string[] = [];
  let chars = 0;
  for (const line of lines) {
    chars += line.length + 1;
    if (chars > MAX_CHARS - CUT.length) return `${kept.join("\n")}${CUT}`;
    kept.push(line);
  }
  return `${kept.join("\n")}\n`;
}

function contractTable({ contract, findings, bump, declared, hint }: Comparison): readonly string[] {
  if (findings.length === 0) return [];
  const asks = bump === "none" ? "asks for no version" : `asks for a ${bump} version`;
  const says = declared === undefined ? "" : `, declares ${declared.bump}`;
  const hasFailed = findings.some(({ fails }) => fails);
  return [
    "",
    `#### ${markdown(contract)}: ${asks}${says}`,
    "",
    ...table(findings),
    ...(hint === undefined || !hasFailed ? [] : ["", markdown(hint)]),
  ];
}

function table(findings: readonly Finding[]): readonly string[] {
  return ["| | Rule | What | Where |", "| --- | --- | --- | --- |", ...findings.map(row)];
}

function row(finding: Finding): string {
  const { rule, fingerprint, waived, certainty } = finding;
  const standing = `${WORDS[standingOf(finding)]}${certainty === "unknown" ? " (undecided)" : ""}`;
  const about = aboutOf(finding);
  const witness = finding.fails ? witnessText(finding) : undefined;
  const what = [
    ...(about === "" ? [] : [`_${markdown(about)}_`]),
    markdown(messageOf(finding)),
    ...(witness === undefined ? [] : [markdown(witness)]),
    ...(waived === undefined ? [] : [`Waived: ${markdown(waived)}`]),
  ];
  const place = finding.new ?? finding.old;
  const where = place === undefined ? "" : markdown(placeText(place));
  return `| ${standing} | ${markdown(rule)}<br>${markdown(fingerprint)} | ${what.join("<br>")} | ${where} |`;
}

/**
 * Text that stays text: no HTML, links, images, code, tables or emphasis, and nobody is called. A space without width goes behind what GitHub
 * would make a mention, a reference or a link of: it looks for those in what is left once everything else is undone.
 */
function markdown(text: string): string {
  return plainText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]()|!~$]/g, String.raw`\$&`)
    .replaceAll(/[@#]|:(?=\/\/)|\bwww(?=\.)|\bGH(?=-\d)/gi, "$&\u200B");
}
