import { join } from "node:path";
import { type BenchResult, figureResult } from "../interleave.ts";
import { peerScores, type Score } from "./peer-table.ts";

const PAIRS = join(import.meta.dirname, "../../packages/contract-diff/test/pairs");

/** How many changes this package and a tool that goes by rules judge rightly. */
export async function run(): Promise<readonly BenchResult[]> {
  const { ours, theirs } = (await peerScores(PAIRS)).total;
  const all = sumOf(ours);
  return [
    figureResult(`changes judged rightly, of ${all}`, String(ours.right), "all of them", ours.right === all),
    figureResult(
      `the same by api-smart-diff 1.0.6: right, false alarm, missed, fails`,
      [theirs.right, theirs.falseAlarm, theirs.missed, theirs.unknown].join(", "),
      "(to compare with)",
      true,
    ),
  ];
}

function sumOf({ right, falseAlarm, missed, unknown }: Score): number {
  return right + falseAlarm + missed + unknown;
}
