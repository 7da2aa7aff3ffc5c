import { stripVTControlCharacters } from "node:util";
import type { CheckRun } from "../../src/check/comparison.ts";
import { githubReport } from "../../src/report/github-report.ts";
import { jsonReport } from "../../src/report/json-report.ts";
import { junitReport } from "../../src/report/junit-report.ts";
import { markdownReport } from "../../src/report/markdown-report.ts";
import { sarifReport } from "../../src/report/sarif-report.ts";
import { terminalReport } from "../../src/report/terminal-report.ts";
import { describe, expect, test } from "vitest";
import { HOSTILE, HOSTILE_RUN, runOf, comparison, FINDING } from "./_runs.ts";

const REPORTS: Readonly<Record<string, (run: CheckRun) => string>> = {
  terminal: terminalReport,
  coloured: (run) => terminalReport(run, { isColoured: true }),
  json: jsonReport,
  markdown: markdownReport,
  sarif: sarifReport,
  github: githubReport,
  junit: junitReport,
};

describe.each(Object.entries(REPORTS))("the report %s", (name, report) => {
  test("has no character in it that acts", () => {
    const text = name === "coloured" ? stripVTControlCharacters(report(HOSTILE_RUN)) : report(HOSTILE_RUN);
    // What Markdown puts behind a mention has no width, and is there on purpose.
    const found = text.match(
      name === "markdown" ? /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202e\ufffe]/gu : /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    );
    expect(new Set(found)).toEqual(new Set(["\n"]));
  });

  test("has as many lines as it would have with plain names", () => {
    const plain = JSON.parse(JSON.stringify(HOSTILE_RUN).replaceAll(JSON.stringify(HOSTILE), '"plain"')) as CheckRun;
    expect(report(HOSTILE_RUN).split("\n")).toHaveLength(report(plain).split("\n").length);
  });

  test("ends with one newline, and is the same each time", () => {
    expect(report(HOSTILE_RUN)).toMatch(/[^\n]\n$/);
    expect(report(HOSTILE_RUN)).toBe(report(HOSTILE_RUN));
  });

  test("cuts a message and a witness of megabytes", () => {
    const long = "x".repeat(2_000_000);
    const { witness } = FINDING;
    if (witness === undefined) throw new Error("It has one.");
    const huge = { ...FINDING, message: long, witness: { ...witness, document: long, reason: long } };
    const limit = name === "json" ? 7_000_000 : 20_000;
    expect(report(runOf([comparison([huge])])).length).toBeLessThan(limit);
  });
});

test.each(["terminal", "markdown", "json", "sarif", "junit"])(
  "no line of the report %s is a command of a runner",
  (name) => {
    for (const text of ["::error::x", " ::stop-commands::x", "a ##[error]x"]) {
      const finding = { ...FINDING, contract: text, message: text, rule: text, subject: text };
      const report = REPORTS[name]?.(runOf([comparison([finding], { contract: text, hint: text })], [finding])) ?? "";
      for (const line of report.split("\n")) expect(line).not.toMatch(/^\s*::|##\[/);
    }
  },
);

test("a workflow command cannot be forged", () => {
  const lines = githubReport(HOSTILE_RUN).trimEnd().split("\n");
  for (const line of lines) expect(line).toMatch(/^::(?:error|notice) (?:file=[^:,]*,line=1,)?title=[^:,]*::/);
  expect(lines[0]).toContain("%250A");
});

test("Markdown has no HTML, mention, link, code or table but its own", () => {
  const text = markdownReport(HOSTILE_RUN).replaceAll("<br>", "").replace("<!-- contract-diff -->", "");
  expect(text).not.toMatch(/[<>]/);
  expect(text).not.toMatch(/@everyone|#1|:\/\/|(?<!\\)\[l|(?<!\\)`c/);
  for (const row of text.split("\n").filter((line) => line.startsWith("|")))
    expect(row.replaceAll(/\\[\s\S]/g, "").split("|")).toHaveLength(6);
});

test("XML has no tag and no end of one but its own", () => {
  const text = junitReport(HOSTILE_RUN);
  const tags = new Set(text.match(/<\/?[a-z-]+/g));
  expect(tags).toEqual(
    new Set([
      "<testsuites",
      "<testsuite",
      "<testcase",
      "<failure",
      "</failure",
      "<skipped",
      "</testcase",
      "</testsuite",
      "</testsuites",
    ]),
  );
  expect(text).not.toMatch(/]]>|&(?!(?:amp|lt|gt|quot|apos);)/);
});

test("the address of a file in SARIF is one, whatever the file is called", () => {
  const { runs } = JSON.parse(sarifReport(HOSTILE_RUN)) as {
    runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
  };
  const uri = runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? "";
  expect(uri).toMatch(/^[\w%.!~*'()/-]+$/);
  expect(decodeURIComponent(uri)).toBe(HOSTILE.toWellFormed());
});
