import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Changes, compareOpenApi, type ContractDocument, resolveCompareOptions } from "@cordon/contract-diff";
import { fetchOpenApiDocuments, OPENAPI_RELEASES } from "../../tools/testing/openapi-documents.ts";
import { type BenchResult, figureResult, interleave, quantile } from "../interleave.ts";

const ROUNDS = 25;
const COLD_ROUNDS = 7;
const MEBIBYTE = 1_048_576;
const COMMAND = join(
  fileURLToPath(import.meta.resolve("@cordon/contract-diff/package.json")),
  "../bin/contract-diff.js",
);
// The memory of a process as it ends, as its last line on stderr.
const REPORT_MEMORY = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => process.stderr.write(`\\n${process.resourceUsage().maxRSS}`));',
)}`;
const PARSE_BOTH =
  "for (const file of process.argv.slice(1)) globalThis[file] = JSON.parse(require('fs').readFileSync(file, 'utf8'));";

/** What comparing two releases of a document of 11 to 13 MB takes, against parsing both. */
export async function run(): Promise<readonly BenchResult[]> {
  const folder = fetchOpenApiDocuments();
  const [before, after] = OPENAPI_RELEASES.map(({ version }) => join(folder, version)) as [string, string];
  const filesOf = (name: string): Files => [join(before, name), join(after, name)];
  const names = readdirSync(after).filter((name) => readdirSync(before).includes(name));
  const newest = join(after, "api.github.com.json");
  return [
    await warm("api.github.com.json, 22.0.0 against 23.0.2", filesOf("api.github.com.json"), TARGET),
    await warm("ghes-3.18.json, 22.0.0 against 23.0.2", filesOf("ghes-3.18.json"), TARGET),
    await warm("api.github.com.json, 23.0.2 against itself", [newest, newest], undefined),
    cold("api.github.com.json", filesOf("api.github.com.json")),
    cold("ghes-3.18.json", filesOf("ghes-3.18.json")),
    withoutReferences(names.filter((name) => name.endsWith(".deref.json")).map(filesOf)),
  ];
}

type Files = readonly [older: string, newer: string];

const TARGET = 3;

async function warm(name: string, files: Files, target: number | undefined): Promise<BenchResult> {
  const [old, next] = files.map((file) => readFileSync(file, "utf8")) as [string, string];
  const compared = compare(old, next);
  const timing = await interleave({
    ours: () => compare(old, next),
    peer: () => [JSON.parse(old), JSON.parse(next)],
    rounds: ROUNDS,
    iterationsPerRound: 1,
  });
  return {
    name: `parse and compare ${name} (${compared.changes.length} changes), against JSON.parse of both`,
    ...timing,
    target: target === undefined ? "(no target)" : `at most ${target.toFixed(2)} of its time`,
    met: target === undefined || timing.ratioMedian <= target,
  };
}

function compare(old: string, next: string): Changes {
  const compared = compareOpenApi(documentOf("old.json", old), documentOf("new.json", next), resolveCompareOptions());
  if (compared.examined < 1000) throw new Error(`Only ${compared.examined} parts were looked at.`);
  return compared;
}

function documentOf(file: string, text: string): ContractDocument {
  const value = JSON.parse(text) as ContractDocument["value"];
  return { file, value, linesOf: (pointers) => pointers.map(() => undefined) };
}

// The whole command: start, both files, checks of the text, the comparison, lines of what was found, the report.
function cold(name: string, files: Files): BenchResult {
  const ours: Run[] = [];
  const theirs: Run[] = [];
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    const inTurn = [() => ours.push(diff(files)), () => theirs.push(spawned(["--eval", PARSE_BOTH, ...files]))];
    for (const take of round % 2 === 0 ? inTurn : inTurn.toReversed()) take();
  }
  const [we, they] = [middleOf(ours), middleOf(theirs)];
  const ratio = quantile(
    ours.map(({ seconds }, round) => seconds / (theirs[round]?.seconds ?? Number.NaN)),
    0.5,
  );
  const text = `${shown(we)}; parsing alone ${shown(they)}; ratio ${ratio.toFixed(1)}`;
  return figureResult(`contract-diff diff of ${name}, a process`, text, "under 1 GiB", we.mebibytes < 1024);
}

function withoutReferences(all: readonly Files[]): BenchResult {
  if (all.length === 0) throw new Error("There is no document without references.");
  const runs = all.map(diff);
  const seconds = runs.map((each) => each.seconds);
  const most = { seconds: Math.max(...seconds), mebibytes: Math.max(...runs.map(({ mebibytes }) => mebibytes)) };
  const name = `contract-diff diff of each of ${all.length} documents of 56 to 78 MB without references, the slowest and the largest`;
  return figureResult(name, shown(most), "under 1 GiB", most.mebibytes < 1024);
}

/** What one process took. */
interface Run {
  readonly seconds: number;
  readonly mebibytes: number;
}

function diff(files: Files): Run {
  return spawned([COMMAND, "diff", ...files]);
}

function spawned(args: readonly string[]): Run {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", REPORT_MEMORY, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const seconds = (performance.now() - begun) / 1000;
  // 1 says that something breaks, as it does between these.
  if (status !== 0 && status !== 1) throw new Error(`A process ended with ${status}: ${stderr.slice(0, 500)}`);
  return { seconds, mebibytes: (Number(stderr.slice(stderr.lastIndexOf("\n"))) * 1024) / MEBIBYTE };
}

function middleOf(runs: readonly Run[]): Run {
  return {
    seconds: quantile(
      runs.map(({ seconds }) => seconds),
      0.5,
    ),
    mebibytes: Math.max(...runs.map(({ mebibytes }) => mebibytes)),
  };
}

function shown({ seconds, mebibytes }: Run): string {
  return `${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB`;
}
