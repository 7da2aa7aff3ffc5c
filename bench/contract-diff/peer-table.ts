import {
  expectedBackward,
  foundBackward,
  type ContractPair,
  type NamedPair,
  readPairs,
} from "@cordon/contract-diff/conformance";
import { askPeer, type PeerAnswer } from "./peer.ts";

/** How often one tool was right, and how it was wrong. */
export interface Score {
  right: number;
  falseAlarm: number;
  missed: number;
  unknown: number;
}

/** Both tools on the same pairs. */
interface Row {
  readonly ours: Score;
  readonly theirs: Score;
}

/** Both tools on all pairs. */
interface PeerScores {
  /** By folder of pairs. */
  readonly rows: ReadonlyMap<string, Row>;
  readonly total: Row;
  /** Pairs that the peer was not asked about. */
  readonly leftOut: number;
}

/**
 * Counts how often this package and api-smart-diff say rightly whether a change breaks those that were built against the old version. Left out
 * are pairs whose answer hangs on a reading that the peer cannot be told.
 */
export async function peerScores(folder: string): Promise<PeerScores> {
  const rows = new Map<string, Row>();
  const total: Row = { ours: noScore(), theirs: noScore() };
  let leftOut = 0;
  for (const named of await readPairs(folder)) {
    const theirs = isFair(named.pair) ? askPeer(named.pair) : undefined;
    if (theirs === undefined) leftOut += 1;
    else for (const row of [rowOf(rows, named), total]) count(row, named.pair, theirs);
  }
  return { rows, total, leftOut };
}

/** The same as a Markdown table. */
export function peerTable({ rows, total, leftOut }: PeerScores): string {
  return [
    "| pairs of | contract-diff: right | false alarm | missed | unknown | api-smart-diff: right | false alarm | missed | fails |",
    "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ...[...rows].map(([group, row]) => lineOf(group, row)),
    lineOf("**all**", total),
    "",
    `${leftOut} pairs are left out: the peer does not support the format, or cannot be told how to read further properties, formats or defaults.`,
  ].join("\n");
}

/** The peer has no options, so a pair is fair where every reading of further properties gives the same answer and none other is asked for. */
function isFair(pair: ContractPair): boolean {
  const { formats = "annotation", defaults = "annotation" } = pair.options ?? {};
  if (formats !== "annotation" || defaults !== "annotation" || expectedBackward(pair) === "unknown") return false;
  return foundBackward(pair, { content: "declared" }) === foundBackward(pair, { content: "open" });
}

function rowOf(rows: Map<string, Row>, { file }: NamedPair): Row {
  const group = file.split("/")[0] ?? file;
  const row = rows.get(group) ?? { ours: noScore(), theirs: noScore() };
  rows.set(group, row);
  return row;
}

function count({ ours, theirs }: Row, pair: ContractPair, answer: PeerAnswer): void {
  const expected = expectedBackward(pair);
  ours[gradeOf(expected, foundBackward(pair))] += 1;
  theirs[gradeOf(expected, answer)] += 1;
}

function gradeOf(expected: string, found: string): keyof Score {
  if (found === expected) return "right";
  if (found === "breaks") return "falseAlarm";
  return found === "holds" ? "missed" : "unknown";
}

function lineOf(group: string, { ours, theirs }: Row): string {
  const cells = [ours, theirs].flatMap(({ right, falseAlarm, missed, unknown }) => [
    right,
    falseAlarm,
    missed,
    unknown,
  ]);
  return `| ${[group, ...cells].join(" | ")} |`;
}

function noScore(): Score {
  return { right: 0, falseAlarm: 0, missed: 0, unknown: 0 };
}
