import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonValue } from "@cordon/core";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { runSchemaSuite, type SuiteOutcome } from "../../src/conformance/index.ts";

const SUITE = join(import.meta.dirname, "../suite");
const brief = ({ file, group, test: name, found, detail }: SuiteOutcome): string =>
  `${file}, ${group}, ${name}: ${found}. ${detail}`;
const report = await runSchemaSuite(SUITE);

const planted = (valid: boolean): ReadonlyMap<string, JsonValue> =>
  new Map([
    [
      "x.json",
      [{ description: "a string", schema: { type: "string" }, tests: [{ description: "a number", data: 1, valid }] }],
    ],
  ]);

test("the engine and the suite agree about every document", () => {
  expect(report.wrong.map(brief)).toEqual([]);
});

test("no document of the suite is left undecided or refused", () => {
  expect([...report.unknown, ...report.refused].map(brief)).toEqual([]);
});

test("the suite has not lost a file", () => {
  expect([report.groups, report.tests]).toEqual([101, 542]);
});

test.each(readdirSync(SUITE))("ajv and %s agree about every document", (file) => {
  const groups = JSON.parse(readFileSync(join(SUITE, file), "utf8")) as readonly Group[];
  const wrong = groups.flatMap(({ schema, tests }) => {
    const takes = compile(schema);
    return tests.filter(({ data, valid }) => takes(data) !== valid).map(({ description }) => description);
  });
  expect(wrong).toEqual([]);
});

test("a planted wrong answer is reported", async () => {
  const { wrong } = await runSchemaSuite(planted(true));
  expect(wrong.map(({ test: name, found }) => [name, found])).toEqual([
    ["a number", "not-contained"],
    ["all valid documents together", "not-contained"],
  ]);
});

test("a right answer is not reported", async () => {
  const { wrong, unknown, refused } = await runSchemaSuite(planted(false));
  expect([...wrong, ...unknown, ...refused]).toEqual([]);
});

test("a file of another shape counts as wrong", async () => {
  const { wrong } = await runSchemaSuite(new Map<string, JsonValue>([["x.json", { not: "a suite" }]]));
  expect(wrong.map(({ file, found }) => [file, found])).toEqual([["x.json", "no test file"]]);
});

test("a schema that leads into the network is counted as refused, not as wrong", async () => {
  const schema = { $ref: "https://example.com/elsewhere.json" };
  const { wrong, refused } = await runSchemaSuite(
    new Map<string, JsonValue>([
      ["x.json", [{ description: "far", schema, tests: [{ description: "1", data: 1, valid: true }] }]],
    ]),
  );
  expect([wrong.length, refused.length]).toEqual([0, 2]);
});

test("a suite can be in another dialect", async () => {
  const tests = [{ description: "too long", data: [1], valid: false }];
  const group = { description: "a tuple", schema: { items: [], additionalItems: false }, tests };
  const { wrong, refused } = await runSchemaSuite(new Map<string, JsonValue>([["x.json", [group]]]), {
    dialect: "draft-7",
  });
  expect([...wrong, ...refused]).toEqual([]);
});

test("a suite without files is refused", async () => {
  await expect(runSchemaSuite(new Map())).rejects.toThrow("nothing was tried");
});

interface Group {
  readonly schema: JsonValue;
  readonly tests: readonly { readonly description: string; readonly data: JsonValue; readonly valid: boolean }[];
}

function compile(schema: JsonValue): (data: JsonValue) => boolean {
  const options = {
    strict: false,
    logger: false,
    validateFormats: false,
    ownProperties: true,
    multipleOfPrecision: 9,
  } as const;
  const isDraft7 = JSON.stringify(schema).includes("draft-07");
  const ajv = isDraft7 ? new Ajv(options) : new Ajv2020(options);
  const validate = ajv.compile(schema as boolean | Record<string, JsonValue>);
  return (data) => validate(data);
}
