import { styleText } from "node:util";
import type { CheckRun, Comparison } from "../check/comparison.ts";
import { summaryOf } from "../check/summary.ts";
import type { Finding } from "../finding.ts";
import { aboutOf, alsoText, messageOf, placesText, type Standing, standingOf, witnessText } from "./finding-words.ts";
import { plainText } from "./plain-text.ts";
import { summaryText } from "./summary-text.ts";

/** How a report for a terminal looks. */
export interface TerminalReportOptions {
  /** Default false. */
  readonly isColoured?: boolean;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

// A terminal holds no more of one contract; the other reports hold all.
const MAX_FAILING = 50;
const MAX_OTHERS = 20;

const MARKS: Readonly<Record<Standing, readonly [mark: string, style: Style]>> = {
  fails: ["FAIL", ["red", "bold"]],
  waived: ["waived", "yellow"],
  allowed: ["note", "dim"],
};

/** The report for people at a terminal: what fails in full, the rest in a line each. */
export function terminalReport(run: CheckRun, { isColoured = false }: TerminalReportOptions = {}): string {
  const paint: Paint = (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
  const contracts = run.comparisons.flatMap((comparison) => contractLines(comparison, paint));
  const notes = run.notes.flatMap((finding) => findingLines(finding, paint));
  const { passes } = summaryOf(run);
  const last = paint(passes ? "green" : "red", summaryText(run));
  return `${[...contracts, ...notes, last].join("\n")}\n`;
}

function contractLines(comparison: Comparison, paint: Paint): readonly string[] {
  const { contract, findings, bump, declared, hint } = comparison;
  if (findings.length === 0) return [];
  const asks = bump === "none" ? "" : `, asks for a ${bump} version`;
  const says = declared === undefined ? "" : `, declares ${declared.bump}`;
  const failing = findings.filter(({ fails }) => fails);
  const others = findings.filter(({ fails }) => !fails);
  const result = failing.length === 0 ? "passes" : "fails";
  return [
    paint("bold", `${plainText(contract)} ${result}${asks}${says}`),
    ...someOf(failing, MAX_FAILING, paint),
    ...someOf(others, MAX_OTHERS, paint),
    ...(hint === undefined || failing.length === 0 ? [] : [`  ${plainText(hint)}`]),
    "",
  ];
}

function someOf(findings: readonly Finding[], max: number, paint: Paint): readonly string[] {
  const lines = findings.slice(0, max).flatMap((finding) => findingLines(finding, paint));
  const left = findings.length - max;
  return left > 0 ? [...lines, `  and ${left} more, which --format json shows`] : lines;
}

function findingLines(finding: Finding, paint: Paint): readonly string[] {
  const { rule, certainty, fingerprint, waived, fails } = finding;
  const [mark, style] = MARKS[standingOf(finding)];
  const about = aboutOf(finding);
  const head = [
    paint(style, certainty === "unknown" ? `${mark} (undecided)` : mark),
    plainText(rule),
    ...(about === "" ? [] : [about]),
    paint("dim", fingerprint),
  ].join(" ");
  if (!fails)
    return [`  ${head}`, `    ${messageOf(finding)}${waived === undefined ? "" : ` Waived: ${plainText(waived)}`}`];
  const more = [placesText(finding), witnessText(finding) ?? "", alsoText(finding)].filter((line) => line !== "");
  return [`  ${head}`, `    ${messageOf(finding)}`, ...more.map((line) => paint("dim", `    ${line}`))];
}
