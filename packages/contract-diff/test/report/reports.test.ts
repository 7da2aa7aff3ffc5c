import { stripVTControlCharacters } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { githubReport } from "../../src/report/github-report.ts";
import { jsonReport, reportSchema } from "../../src/report/json-report.ts";
import { junitReport } from "../../src/report/junit-report.ts";
import { COMMENT_MARK, markdownReport } from "../../src/report/markdown-report.ts";
import { sarifReport } from "../../src/report/sarif-report.ts";
import { terminalReport } from "../../src/report/terminal-report.ts";
import { comparison, FINDING, HOSTILE_RUN, runOf, SMALL } from "./_runs.ts";

const CLEAN = runOf([comparison([])]);
const MANY = runOf([
  comparison(
    Array.from({ length: 2000 }, (_, index) => ({
      ...FINDING,
      fails: index < 1000,
      message: `Message ${index}. ${"x".repeat(100)}`,
    })),
  ),
]);

test("the terminal shows what fails in full and the rest in short", () => {
  expect(terminalReport(SMALL)).toBe(`dto/order/v1 fails, asks for a major version
  FAIL schema/required /customer 0123456789abcdef
    The property "customer" is required now. Make it optional.
    old main:contracts/dto/order/v1.json:12 /required, new contracts/dto/order/v1.json:14 /required
    {"id":1} is taken by the old contract and refused by the new: must have required property 'customer'
  waived schema/enum /state 1111111111111111
    The value "lost" is gone. Waived: Nobody sends it since March.

  note contract/waiver-unused 2222222222222222
    The waiver matches no finding. Remove it.
2 contracts against main: 1 finding fails in 1 contract, 1 waived, 1 other. The changes ask for a major version.
`);
});

test("the terminal says in one line that nothing is found", () => {
  expect(terminalReport(CLEAN)).toBe(
    "1 contract against main: 0 findings fail, 0 others. Nothing asks for a version.\n",
  );
});

test("the terminal has colours only where they are asked for, and says the same with them", () => {
  expect(terminalReport(SMALL)).not.toContain("\u001b");
  const coloured = terminalReport(SMALL, { isColoured: true });
  expect(coloured).toContain("\u001b[31m");
  expect(stripVTControlCharacters(coloured)).toBe(terminalReport(SMALL));
});

test("the terminal marks what could not be decided", () => {
  const { witness: _witness, ...finding } = FINDING;
  const text = terminalReport(runOf([comparison([{ ...finding, certainty: "unknown" }])]));
  expect(text).toContain("FAIL (undecided) schema/required");
  expect(text).toContain("1 undecided");
});

test("the terminal says of how many more there are", () => {
  const text = terminalReport(MANY);
  expect(text).toContain("and 950 more");
  expect(text).toContain("and 980 more");
});

test("the terminal gives the hint only where something fails", () => {
  expect(terminalReport(runOf([comparison([FINDING], { hint: "Say --flow." })]))).toContain("  Say --flow.");
  expect(terminalReport(runOf([comparison([{ ...FINDING, fails: false }], { hint: "Say --flow." })]))).not.toContain(
    "--flow",
  );
});

test.each([
  ["small", SMALL],
  ["clean", CLEAN],
  ["hostile", HOSTILE_RUN],
])("the JSON report of a %s run is as its schema says", (_name, run) => {
  const validate = new Ajv2020({ strict: false }).compile(reportSchema());
  const report = JSON.parse(jsonReport(run)) as object;
  validate(report);
  expect(validate.errors).toBeNull();
  expect(validate({ ...report, more: 1 })).toBe(false);
});

test("the JSON report has its version, its counts and all findings", () => {
  expect(JSON.parse(jsonReport(SMALL))).toMatchObject({
    version: 1,
    tool: { name: "contract-diff", version: "1.2.3" },
    passes: false,
    bump: "major",
    counts: { contracts: 2, failedContracts: 1, failing: 1, waived: 1, unknown: 0, others: 1 },
    contracts: [{ findings: [FINDING, { waived: "Nobody sends it since March." }] }, { findings: [] }],
    notes: [{ rule: "contract/waiver-unused" }],
  });
});

test("Markdown has a table for each contract with findings", () => {
  expect(markdownReport(SMALL)).toBe(`${COMMENT_MARK}
### Contracts: something fails

2 contracts against main: 1 finding fails in 1 contract, 1 waived, 1 other. The changes ask for a major version.

#### dto/order/v1: asks for a major version

| | Rule | What | Where |
| --- | --- | --- | --- |
| **fails** | schema/required<br>0123456789abcdef | _/customer_<br>The property "customer" is required now. Make it optional.<br>\\{"id":1\\} is taken by the old contract and refused by the new: must have required property 'customer' | contracts/dto/order/v1.json:14 /required |
| waived | schema/enum<br>1111111111111111 | _/state_<br>The value "lost" is gone.<br>Waived: Nobody sends it since March. | contracts/dto/order/v1.json:14 /required |

#### Waivers

| | Rule | What | Where |
| --- | --- | --- | --- |
| passes | contract/waiver-unused<br>2222222222222222 | The waiver matches no finding. Remove it. | contract-diff.waivers.json:3 /waivers/0 |
`);
});

test("Markdown is cut between rows, with a note, before a comment is full", () => {
  const text = markdownReport(MANY);
  expect(text.length).toBeLessThanOrEqual(60_000);
  expect(text.length).toBeGreaterThan(55_000);
  expect(text).toContain("The rest is cut");
  for (const row of text.split("\n").filter((line) => line.startsWith("|"))) expect(row).toMatch(/\|$/);
});

test("Markdown says in its title that nothing fails", () => {
  expect(markdownReport(CLEAN)).toContain("### Contracts: nothing fails");
});

test("GitHub is told of what fails as an error, and of what is waived as a notice", () => {
  expect(githubReport(SMALL)).toBe(
    `::error file=contracts/dto/order/v1.json,line=14,title=dto/order/v1 schema/required::/customer: The property "customer" is required now. Make it optional.%0A{"id":1} is taken by the old contract and refused by the new: must have required property 'customer'%0AFingerprint 0123456789abcdef.
::notice file=contracts/dto/order/v1.json,line=14,title=dto/order/v1 schema/enum::/state: The value "lost" is gone.%0A{"id":1} is taken by the old contract and refused by the new: must have required property 'customer'%0AFingerprint 1111111111111111.
::notice file=contract-diff.waivers.json,line=3,title=contract/waiver-unused::The waiver matches no finding. Remove it.%0AFingerprint 2222222222222222.
::error title=contract-diff::2 contracts against main: 1 finding fails in 1 contract, 1 waived, 1 other. The changes ask for a major version.
`,
  );
});

test("GitHub is not told of words", () => {
  const words = { ...FINDING, breaks: "none", bump: "patch", fails: false } as const;
  expect(githubReport(runOf([comparison([words])]))).toMatch(/^::notice title=contract-diff::[^\n]*\n$/);
});

test("GitHub is shown the new file where only the old one has the place", () => {
  const { new: _new, ...removed } = FINDING;
  const line = githubReport(runOf([comparison([removed])])).split("\n")[0];
  expect(line).toContain("::error file=contracts/dto/order/v1.json,title=");
});

test("SARIF has the rules, the fingerprint, the lines and the suppression", () => {
  const log = JSON.parse(sarifReport(SMALL)) as { runs: object[] };
  expect(log).toMatchObject({ version: "2.1.0", $schema: "https://json.schemastore.org/sarif-2.1.0.json" });
  expect(log.runs).toHaveLength(1);
  expect(log.runs[0]).toMatchObject({
    tool: {
      driver: {
        name: "contract-diff",
        semanticVersion: "1.2.3",
        rules: [
          { id: "contract/waiver-unused", shortDescription: { text: "A waiver matches nothing" } },
          { id: "schema/enum" },
          { id: "schema/required" },
        ],
      },
    },
    results: [
      {
        ruleId: "schema/required",
        ruleIndex: 2,
        level: "error",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "contracts/dto/order/v1.json" },
              region: { startLine: 14 },
            },
            logicalLocations: [{ fullyQualifiedName: "dto/order/v1#/required" }],
          },
        ],
        relatedLocations: [
          {
            id: 1,
            physicalLocation: {
              artifactLocation: { uri: "main%3Acontracts/dto/order/v1.json" },
              region: { startLine: 12 },
            },
          },
        ],
        partialFingerprints: { "contractDiff/v1": "0123456789abcdef" },
      },
      { ruleId: "schema/enum", suppressions: [{ kind: "external", justification: "Nobody sends it since March." }] },
      { ruleId: "contract/waiver-unused", level: "note" },
    ],
  });
});

test("SARIF has no region without a line, and no suppression without a waiver", () => {
  const text = sarifReport(
    runOf([comparison([{ ...FINDING, old: { file: "a", pointer: "" }, new: { file: "b", pointer: "" } }])]),
  );
  expect(text).not.toContain("region");
  expect(text).not.toContain("suppressions");
});

test("JUnit has a suite for each contract, and a case that passes for one without findings", () => {
  expect(junitReport(SMALL)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="contract-diff" tests="4" failures="1" skipped="1">
  <testsuite name="dto/order/v1" tests="2" failures="1" skipped="1">
    <testcase classname="dto/order/v1" name="schema/required /customer 0123456789abcdef"><failure type="schema/required" message="The property &quot;customer&quot; is required now. Make it optional.">old main:contracts/dto/order/v1.json:12 /required, new contracts/dto/order/v1.json:14 /required | {&quot;id&quot;:1} is taken by the old contract and refused by the new: must have required property &apos;customer&apos;</failure></testcase>
    <testcase classname="dto/order/v1" name="schema/enum /state 1111111111111111"><skipped message="Waived: Nobody sends it since March."/></testcase>
  </testsuite>
  <testsuite name="openapi" tests="1" failures="0" skipped="0">
    <testcase classname="openapi" name="nothing changed that matters"/>
  </testsuite>
  <testsuite name="waivers" tests="1" failures="0" skipped="0">
    <testcase classname="waivers" name="contract/waiver-unused 2222222222222222"><system-out>The waiver matches no finding. Remove it.</system-out></testcase>
  </testsuite>
</testsuites>
`);
});
