import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonValue } from "@cordon/core";
import { expect, onTestFinished, test } from "vitest";
import { type PairReport, runPairFolder } from "../../src/conformance/index.ts";
import { JUDGES } from "../../src/conformance/judges.ts";

const PAIRS = join(import.meta.dirname, "../pairs");
const report: PairReport = await runPairFolder(PAIRS);
const brief = ({ file, question, expected, found, detail }: PairReport["outcomes"][number]): string =>
  `${file}, ${question}: ${found}, not ${expected}. ${detail}`;

const pair: JsonValue = {
  change: "a bound is raised",
  kind: "json-schema",
  old: { type: "number", minimum: 1 },
  next: { type: "number", minimum: 2 },
  oldInNext: "not-contained",
  nextInOld: "contained",
};
const run = (...pairs: readonly JsonValue[]): Promise<PairReport> =>
  runPairFolder(new Map(pairs.map((each, index) => [`${index}.json`, each])));

test("no pair is judged wrongly", () => {
  expect(report.wrong.map(brief)).toEqual([]);
});

test("every pair is decided", () => {
  expect(report.unknown.map(brief)).toEqual([]);
});

test("there are at least 400 pairs", () => {
  expect(report.pairs).toBeGreaterThanOrEqual(400);
});

test("a pair with a wrong verdict is reported by its file", async () => {
  const { wrong } = await run({ ...pair, oldInNext: "contained" });
  expect(wrong.map(({ file, question }) => [file, question])).toEqual([
    ["0.json", "old in next"],
    ["0.json", "changes in"],
    ["0.json", "changes out"],
  ]);
});

test("a rule that no change has is reported", async () => {
  const { wrong } = await run({ ...pair, rules: ["schema/required"] });
  expect(wrong.map(({ question, expected }) => [question, expected])).toEqual([["rule in", "schema/required"]]);
});

test("an engine that finds nothing is reported", async () => {
  const { wrong } = await runPairFolder(new Map([["a.json", pair]]), {
    ...JUDGES,
    decide: () => ({ kind: "contained" }),
  });
  expect(wrong.map(({ question }) => question)).toEqual(["old in next"]);
});

test("a witness that the other side takes is reported", async () => {
  const { wrong } = await runPairFolder(new Map([["a.json", pair]]), {
    ...JUDGES,
    decide: () => ({ kind: "not-contained", witness: 5, reason: "" }),
  });
  expect(wrong[0]?.detail).toBe("5 is no witness: the other side takes it");
});

test("a witness that its own side refuses is reported", async () => {
  const { wrong } = await runPairFolder(new Map([["a.json", pair]]), {
    ...JUDGES,
    decide: () => ({ kind: "not-contained", witness: "x", reason: "" }),
  });
  expect(wrong[0]?.detail).toBe('"x" is no witness: the side that it is of refuses it');
});

test("an answer that is not found is neither right nor wrong", async () => {
  const { wrong, unknown } = await runPairFolder(new Map([["a.json", pair]]), {
    ...JUDGES,
    decide: () => ({ kind: "unknown", why: "too many steps" }),
  });
  expect([wrong.length, unknown.map(({ detail }) => detail)]).toEqual([0, ["too many steps", "too many steps"]]);
});

test("a change that a document pair does not name is reported", async () => {
  const { wrong } = await run({
    change: "a word",
    kind: "event-type",
    old: { type: "object", properties: { type: { const: "a" } } },
    next: { type: "object", properties: { type: { const: "b" } } },
    expect: [],
  });
  expect(wrong.map(({ question }) => question)).toEqual(["changes"]);
});

test.each([
  ["no object", 5],
  ["an unknown field", { ...pair, oldInNxt: "contained" }],
  ["an unknown verdict", { ...pair, oldInNext: "maybe" }],
  ["a missing schema", { change: "x", kind: "json-schema", old: {}, oldInNext: "contained", nextInOld: "contained" }],
  ["a schema that cannot be read", { ...pair, next: { minimum: "2" } }],
])("a pair file with %s is a failure", async (_, value) => {
  const { wrong } = await run(value);
  expect(wrong.map(({ file }) => file)).toEqual(["0.json"]);
});

test("a file that is no JSON is a failure", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "broken.json"), "{");
  const { wrong } = await runPairFolder(folder);
  expect(wrong.map(({ file, detail }) => [file, detail.split(":")[0]])).toEqual([["broken.json", "SyntaxError"]]);
});

test("an empty folder is refused", async () => {
  const folder = await temporaryFolder();
  await expect(runPairFolder(folder)).rejects.toThrow("nothing was tried");
});

async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "pairs-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}
