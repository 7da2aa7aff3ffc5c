import { resolve } from "node:path";
import type { CheckRun } from "../check/comparison.ts";
import { contractDiffError } from "../errors.ts";
import { githubReport } from "../report/github-report.ts";
import { jsonReport } from "../report/json-report.ts";
import { junitReport } from "../report/junit-report.ts";
import { markdownReport } from "../report/markdown-report.ts";
import { sarifReport } from "../report/sarif-report.ts";
import { terminalReport } from "../report/terminal-report.ts";
import type { CliHost, CommandArguments } from "./command.ts";
import { replaceFile } from "./write-file.ts";

/** The options by which reports are chosen. */
export const REPORT_OPTIONS = {
  format: { type: "string", multiple: true },
  "no-color": { type: "boolean" },
} as const;

/** The lines of usage that go with them. */
export const REPORT_USAGE: readonly string[] = [
  "  --format terminal|json|markdown|sarif|github|junit[=<file>]",
  "                       which report, and the file it goes to; may be there several times, one of them without a file. Default: terminal",
  "  --no-color           no colours; so does the variable NO_COLOR",
];

/** Where a report goes: to a file, or to the output. */
export interface ReportOutput {
  readonly format: ReportFormat;
  readonly file?: string;
}

/** The reports that there are. */
export type ReportFormat = "terminal" | "json" | "markdown" | "sarif" | "github" | "junit";

const REPORTS: Readonly<Record<ReportFormat, (run: CheckRun, isColoured: boolean) => string>> = {
  terminal: (run, isColoured) => terminalReport(run, { isColoured }),
  json: jsonReport,
  markdown: markdownReport,
  sarif: sarifReport,
  github: githubReport,
  junit: junitReport,
};

/** Reads `--format`. Throws `contract-diff/usage` for a report that there is not, and for two that go to the output. */
export function readOutputs({ texts }: CommandArguments): readonly ReportOutput[] {
  const asked = texts("format").map(outputOf);
  const printed = asked.filter(({ file }) => file === undefined);
  if (printed.length > 1)
    throw contractDiffError("contract-diff/usage", {
      problem: `Only one report goes to the output, and ${printed.map(({ format }) => format).join(" and ")} would: give one of them a file, --format ${printed[0]?.format ?? "json"}=<file>.`,
    });
  // Whoever only asks for files still sees what comes of it.
  return printed.length === 1 ? asked : [...asked, { format: "terminal" }];
}

/** Writes the reports, files first, and resolves once all are there. */
export async function writeReports(
  run: CheckRun,
  outputs: readonly ReportOutput[],
  host: CliHost,
  { flag }: CommandArguments,
): Promise<void> {
  const isColoured = host.isTerminal && !flag("no-color") && (host.env["NO_COLOR"] ?? "") === "";
  for (const { format, file } of outputs)
    if (file !== undefined) await replaceFile(resolve(host.workingDir, file), REPORTS[format](run, false));
  for (const { format, file } of outputs)
    if (file === undefined) host.print(REPORTS[format](run, isColoured).replace(/\n$/, ""));
}

function outputOf(text: string): ReportOutput {
  const [name = "", ...rest] = text.split("=");
  const file = rest.join("=");
  const formats = Object.keys(REPORTS) as ReportFormat[];
  const format = formats.find((each) => each === name);
  if (format === undefined)
    throw contractDiffError("contract-diff/usage", {
      problem: `--format is one of ${formats.join(", ")}, and not ${name}.`,
    });
  if (rest.length > 0 && file === "")
    throw contractDiffError("contract-diff/usage", { problem: `--format ${name}= lacks the name of a file.` });
  return { format, ...(rest.length === 0 ? {} : { file }) };
}
