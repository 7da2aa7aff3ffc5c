import type { CheckRun } from "../check/comparison.ts";
import type { Finding } from "../finding.ts";
import { aboutOf, alsoText, messageOf, placesText, standingOf, witnessText } from "./finding-words.ts";
import { plainText } from "./plain-text.ts";

/** JUnit's XML: a suite for each contract, a case for each finding; a contract of which nothing is found is one case that passes. */
export function junitReport(run: CheckRun): string {
  const suites = run.comparisons.map(({ contract, findings }) => suite(contract, findings));
  const notes = run.notes.length === 0 ? [] : [suite("waivers", run.notes)];
  const all = [...run.comparisons.flatMap(({ findings }) => findings), ...run.notes];
  const cases = all.length + run.comparisons.filter(({ findings }) => findings.length === 0).length;
  const head = `<testsuites name="contract-diff" tests="${cases}" failures="${countOf(all, "fails")}" skipped="${countOf(all, "waived")}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...suites, ...notes, "</testsuites>"].join("\n")}\n`;
}

function suite(contract: string, findings: readonly Finding[]): string {
  const name = xml(contract);
  const cases =
    findings.length === 0
      ? [`    <testcase classname="${name}" name="nothing changed that matters"/>`]
      : findings.map((finding) => testCase(name, finding));
  const head = `  <testsuite name="${name}" tests="${cases.length}" failures="${countOf(findings, "fails")}" skipped="${countOf(findings, "waived")}">`;
  return [head, ...cases, "  </testsuite>"].join("\n");
}

function testCase(classname: string, finding: Finding): string {
  const { rule, fingerprint, waived } = finding;
  const name = xml([rule, aboutOf(finding), fingerprint].filter((part) => part !== "").join(" "));
  const open = `    <testcase classname="${classname}" name="${name}"`;
  const message = xml(messageOf(finding));
  if (waived !== undefined) return `${open}><skipped message="${xml(`Waived: ${waived}`)}"/></testcase>`;
  if (!finding.fails) return `${open}><system-out>${message}</system-out></testcase>`;
  const more = [placesText(finding), witnessText(finding) ?? "", alsoText(finding)].filter((line) => line !== "");
  return `${open}><failure type="${xml(rule)}" message="${message}">${xml(more.join(" | "))}</failure></testcase>`;
}

function countOf(findings: readonly Finding[], standing: "fails" | "waived"): number {
  return findings.filter((finding) => standingOf(finding) === standing).length;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function xml(text: string): string {
  return plainText(text).replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? "");
}
