import { AppError, type JsonValue } from "@cordon/core";
import { z } from "zod";
import { resolveCompareOptions } from "../compare-options.ts";
import type { Dialect } from "../schema/dialect.ts";
import { createSchemaSpace } from "../schema/create-schema-space.ts";
import { type CaseSource, readCaseFiles } from "./case-files.ts";
import { documentOf } from "./document-of.ts";
import { JUDGES, type Judges } from "./judges.ts";

/** A test whose answer is not the one that the file gives. */
export interface SuiteOutcome {
  readonly file: string;
  readonly group: string;
  readonly test: string;
  readonly expected: "contained" | "not-contained";
  readonly found: string;
  readonly detail: string;
}

/** What came of a folder of test files. A file of another shape counts as wrong. */
export interface SuiteReport {
  readonly groups: number;
  readonly tests: number;
  readonly wrong: readonly SuiteOutcome[];
  readonly unknown: readonly SuiteOutcome[];
  /** Tests of schemas that cannot be read here, such as those with references into the network. */
  readonly refused: readonly SuiteOutcome[];
}

/** What a run of a suite can be told. */
export interface SuiteOptions {
  /** What schemas without `$schema` are written in. Default `2020-12`. */
  readonly dialect?: Dialect;
  readonly judges?: Pick<Judges, "decide">;
}

const json = z.custom<JsonValue>((value) => value !== undefined, "must be there");
const testFile = z
  .array(
    z.object({
      description: z.string(),
      schema: json,
      tests: z.array(z.object({ description: z.string(), data: json, valid: z.boolean() })).min(1),
    }),
  )
  .min(1);
type Group = z.infer<typeof testFile>[number];

/**
 * Takes test files of the JSON Schema Test Suite's form as an oracle: the schema that only a test's document fulfils is contained in the group's
 * schema if and only if the test calls the document valid. So is the enum of all its valid documents. Rejects with a `RangeError` if
 * there is no file.
 */
export async function runSchemaSuite(source: CaseSource, options: SuiteOptions = {}): Promise<SuiteReport> {
  const outcomes: SuiteOutcome[] = [];
  const count = { groups: 0, tests: 0 };
  for (const { file, value, problem } of await readCaseFiles(source)) {
    const parsed = testFile.safeParse(value);
    if (!parsed.success) {
      const detail = problem ?? z.prettifyError(parsed.error).replaceAll(/\s+/g, " ");
      outcomes.push({ file, group: "", test: "", expected: "contained", found: "no test file", detail });
      continue;
    }
    for (const group of parsed.data) {
      count.groups += 1;
      count.tests += group.tests.length;
      outcomes.push(...wrongIn(group, options).map((outcome) => ({ file, group: group.description, ...outcome })));
    }
  }
  return {
    ...count,
    wrong: outcomes.filter(({ found }) => found !== "unknown" && found !== "refused"),
    unknown: outcomes.filter(({ found }) => found === "unknown"),
    refused: outcomes.filter(({ found }) => found === "refused"),
  };
}

type Answer = Omit<SuiteOutcome, "file" | "group">;

function wrongIn(group: Group, options: SuiteOptions): readonly Answer[] {
  const ask = (test: string, question: JsonValue, expected: Answer["expected"]): readonly Answer[] => {
    const { found, detail } = answerTo(question, group.schema, options);
    return found === expected ? [] : [{ test, expected, found, detail }];
  };
  const valid = group.tests.filter((test) => test.valid).map(({ data }) => data);
  return [
    ...group.tests.flatMap(({ description, data, valid: isValid }) =>
      ask(description, { const: data }, isValid ? "contained" : "not-contained"),
    ),
    ...ask("all valid documents together", valid.length === 0 ? false : { enum: valid }, "contained"),
  ];
}

function answerTo(
  question: JsonValue,
  schema: JsonValue,
  { dialect = "2020-12", judges = JUDGES }: SuiteOptions,
): { readonly found: string; readonly detail: string } {
  try {
    const document = documentOf("schema.json", schema);
    // What a schema says of itself goes before what its folder is said to be.
    const right = createSchemaSpace(saysDialect(schema) ? { document } : { document, dialect }).at("");
    const left = createSchemaSpace({ document: documentOf("test.json", question) }).at("");
    const verdict = judges.decide(left, right, resolveCompareOptions({ content: "open" }));
    return { found: verdict.kind, detail: verdict.kind === "unknown" ? verdict.why : "" };
  } catch (error) {
    return AppError.is(error)
      ? { found: "refused", detail: `${error.code}: ${error.message}` }
      : { found: "an error", detail: String(error) };
  }
}

const saysDialect = (schema: JsonValue): boolean =>
  typeof schema === "object" && schema !== null && Object.hasOwn(schema, "$schema");
