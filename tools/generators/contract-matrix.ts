import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { JsonObject } from "@cordon/core";
import type * as conformance from "../../packages/contract-diff/src/conformance/index.ts";
import type { ContractPair, NamedPair, PairReport } from "../../packages/contract-diff/src/conformance/index.ts";
import { failWith, readJson, ROOT } from "../workspace.ts";

type Cells = readonly string[];

interface Area {
  readonly title: string;
  readonly rows: readonly Cells[];
}

const FOLDER = "packages/contract-diff";
const PAIRS = `${FOLDER}/test/pairs`;
const SCHEMA_HEAD = ["Change", "in, backward", "in, forward", "out, backward", "out, forward", "full", "Read as"];
const DOCUMENT_HEAD = ["Change", "backward", "forward", "full", "Rules"];
// Folders of pairs that are named after something other than the keyword.
const TITLES: Readonly<Record<string, string>> = {
  anchor: "`$anchor`",
  annotations: "Annotations",
  asyncapi: "AsyncAPI",
  boolean: "Schemas that are true or false",
  declared: "What senders declare",
  defs: "`$defs`",
  "draft-7": "Draft 7",
  dynamicRef: "`$dynamicRef`",
  "event-types": "Event types",
  hard: "Hard questions",
  openapi: "OpenAPI",
  "openapi-3.0": "Schemas of OpenAPI 3.0",
  "openapi-3.1": "Schemas of OpenAPI 3.1",
  recursive: "Schemas that refer to themselves",
  ref: "`$ref`",
  refactoring: "The same, written in another way",
};

const INTRODUCTION = `# What is allowed, and what breaks

<!-- Generated from the pairs below test/pairs by \`npx pnpm generate\`. -->

Each row is a pair of contracts, an old and a new one. What it says is what this version of the package found out about that pair, and no row is here whose pair it gets wrong.

- **in** is for documents that the owner of the contract receives, such as requests; **out** for those that it sends, such as responses and events.
- **backward** is broken where those built against the old contract are let down, **forward** where those built against the new one are, as while an old version still runs
  somewhere. **full** is both. It is the same for either flow, since the other flow is the same question with the sides changed.
- Of a schema, **allowed** is proven: there is no document that would be refused. **breaks** is shown by a document, which ajv has checked on both sides. **undecided** fails a
  check too, unless it is run with \`--allow-unknown\`.
- **Read as** names the settings and the dialect that the row is for. \`declared\` and \`open\` are content models: with \`declared\`, the default, senders send what their contract
  declares; with \`open\`, anything that it does not forbid. A row that names neither holds for both.

WIT packages are not in here: \`contract-diff explain <rule>\` says of each of their rules whom it breaks.
`;

/** `packages/contract-diff/MATRIX.md`: which change is allowed at which level, found out by comparing the package's own pairs. */
export async function contractMatrix(): Promise<ReadonlyMap<string, string>> {
  const url = pathToFileURL(join(ROOT, FOLDER, "dist/conformance/index.js")).href;
  const { readPairs, runPairFolder } = (await import(url)) as typeof conformance;
  const pairs = await readPairs(join(ROOT, PAIRS));
  const report = await runPairFolder(join(ROOT, PAIRS));
  failWith(
    report.wrong.map(({ file, question, expected, found }) => `${file}: ${question}: ${found}, not ${expected}.`),
    "A table with a wrong answer is not written: mend the engine or the pair.",
  );
  const otherwise = await runPairFolder(new Map(pairs.flatMap(readAsDeclared)));
  const schemas = areas(pairs.filter(isSchema), (each) => schemaRows(each, report, otherwise));
  const documents = areas(
    pairs.filter((each) => !isSchema(each)),
    (each) => documentRows(each, report),
  );
  const text = [
    INTRODUCTION,
    "## JSON Schema\n",
    ...schemas.flatMap((area) => section(SCHEMA_HEAD, area)),
    "## Whole contracts\n",
    ...documents.flatMap((area) => section(DOCUMENT_HEAD, area)),
    `Made from ${report.pairs} pairs.\n`,
  ];
  return new Map([[`${FOLDER}/MATRIX.md`, text.join("\n")]]);
}

function isSchema({ pair }: NamedPair): boolean {
  return pair.kind === "json-schema";
}

/** A pair that says nothing of the content model is written for the strict one; most changes are judged alike by both. */
function readAsDeclared({ file, pair }: NamedPair): readonly (readonly [file: string, pair: JsonObject])[] {
  if (pair.kind !== "json-schema" || pair.options?.content !== undefined) return [];
  const written = readJson(`${PAIRS}/${file}`) as JsonObject;
  return [[file, { ...written, options: { ...pair.options, content: "declared" } }]];
}

function areas(pairs: readonly NamedPair[], rowsOf: (pair: NamedPair) => readonly Cells[]): readonly Area[] {
  const folders = Map.groupBy(pairs, ({ file }) => file.split("/")[0] ?? "");
  return [...folders].map(([name, members]) => ({
    title: TITLES[name] ?? `\`${name}\``,
    rows: members.flatMap(rowsOf),
  }));
}

function schemaRows({ file, pair }: NamedPair, report: PairReport, otherwise: PairReport): readonly Cells[] {
  const found = schemaCells(file, report);
  const row = (cells: Cells, content: string | undefined): Cells => [
    textOf(pair),
    ...cells,
    readingOf(pair, content).join(", "),
  ];
  const given = pair.options?.content;
  if (given !== undefined) return [row(found, given)];
  const declared = schemaCells(file, otherwise);
  if (declared.join() === found.join()) return [row(found, undefined)];
  return [row(declared, "declared"), row(found, "open")];
}

function schemaCells(file: string, report: PairReport): Cells {
  const [incoming, outgoing] = [
    verdicts(foundIn(file, "changes in", report)),
    verdicts(foundIn(file, "changes out", report)),
  ];
  return [...incoming, ...outgoing, both(incoming)];
}

function documentRows({ file, pair }: NamedPair, report: PairReport): readonly Cells[] {
  const found = foundIn(file, "changes", report);
  const changes = found === "none" ? [] : found.split(", ").map((each) => each.split(" "));
  const said = (side: string): string => (changes.some(([, breaks]) => breaks === side) ? "breaks" : "allowed");
  const cells = [said("backward"), said("forward")];
  const rules = new Set(changes.map(([rule = ""]) => `\`${rule}\``));
  return [[textOf(pair), ...cells, both(cells), [...rules].join(", ")]];
}

function foundIn(file: string, question: string, { outcomes }: PairReport): string {
  const outcome = outcomes.find((each) => each.file === file && each.question === question);
  if (outcome !== undefined) return outcome.found;
  throw new Error(`The pair ${file} was not asked for its ${question}.`);
}

const WORDS: Readonly<Record<string, string>> = {
  contained: "allowed",
  "not-contained": "breaks",
  unknown: "undecided",
};

/** Of `backward contained, forward not-contained`. */
function verdicts(found: string): Cells {
  const words = found.split(", ").map((part) => WORDS[part.split(" ")[1] ?? ""]);
  if (words.length === 2 && !words.includes(undefined)) return words.map(String);
  throw new Error(`The answer ${JSON.stringify(found)} cannot be read.`);
}

function both(cells: Cells): string {
  return ["breaks", "undecided"].find((word) => cells.includes(word)) ?? "allowed";
}

/** `__proto__` would be read as emphasis. */
function textOf({ change }: ContractPair): string {
  return change.replaceAll("|", "\\|").replaceAll(/__\w+__/g, "`$&`");
}

function readingOf(pair: ContractPair, content: string | undefined): readonly string[] {
  const { formats, defaults } = pair.options ?? {};
  const dialect = pair.kind === "json-schema" ? pair.dialect : undefined;
  const named = { content, formats, defaults };
  const settings = Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [`\`${name}: ${value}\``],
  );
  return [...settings, ...(dialect === undefined ? [] : [dialect])];
}

// Columns are as wide as their widest cell: that is how it is formatted, and it is read in terminals.
function section(head: Cells, { title, rows }: Area): readonly string[] {
  const cells = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [`### ${title}\n`, ...lines.toSpliced(1, 0, rule), ""];
}
