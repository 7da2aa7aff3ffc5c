import { AppError } from "@cordon/core";
import { type CaseSource, readCaseFiles } from "./case-files.ts";
import { type ContractPair, parseContractPair } from "./contract-pair.ts";
import { judgeDocumentPair } from "./judge-document-pair.ts";
import { judgeSchemaPair } from "./judge-schema-pair.ts";
import { JUDGES, type Judges } from "./judges.ts";
import type { PairAnswer } from "./pair-answer.ts";

/** An answer and the file of its pair. */
export interface PairOutcome extends PairAnswer {
  readonly file: string;
  readonly change: string;
}

/** What came of a folder of pairs. A file that is no pair counts as wrong. */
export interface PairReport {
  readonly pairs: number;
  readonly right: number;
  readonly wrong: readonly PairOutcome[];
  readonly unknown: readonly PairOutcome[];
  readonly outcomes: readonly PairOutcome[];
}

/**
 * Asks about every pair of a folder, or of a map of files: two schemas are held against each other both ways, by the engine and by the comparer,
 * and each witness is validated on both sides. Rejects with a `RangeError` if there is no pair.
 */
export async function runPairFolder(source: CaseSource, judges: Judges = JUDGES): Promise<PairReport> {
  const outcomes: PairOutcome[] = [];
  const files = await readCaseFiles(source);
  for (const { file, value, problem } of files) {
    const pair = value === undefined ? { problem: problem ?? "The file is empty." } : parseContractPair(value);
    if ("problem" in pair) outcomes.push({ file, change: "", ...malformed(pair.problem) });
    else for (const answer of answersOn(pair, judges)) outcomes.push({ file, change: pair.change, ...answer });
  }
  const graded = (grade: PairAnswer["grade"]): readonly PairOutcome[] =>
    outcomes.filter((outcome) => outcome.grade === grade);
  return {
    pairs: files.length,
    right: graded("right").length,
    wrong: graded("wrong"),
    unknown: graded("unknown"),
    outcomes,
  };
}

function answersOn(pair: ContractPair, judges: Judges): readonly PairAnswer[] {
  try {
    return pair.kind === "json-schema" ? judgeSchemaPair(pair, judges) : judgeDocumentPair(pair, judges);
  } catch (error) {
    // A pair that cannot be read is a mistake in the pair, whatever code the refusal has: all pairs are contracts.
    const detail = AppError.is(error) ? `${error.code}: ${error.message}` : String(error);
    return [{ question: "any", expected: "an answer", found: "an error", grade: "wrong", detail }];
  }
}

function malformed(detail: string): PairAnswer {
  return { question: "is it a pair", expected: "a pair", found: "something else", grade: "wrong", detail };
}
