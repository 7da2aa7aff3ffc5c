// For those who have cases of their own.
export { runPairFolder } from "./run-pair-folder.ts";
export type { PairOutcome, PairReport } from "./run-pair-folder.ts";
export type { PairAnswer } from "./pair-answer.ts";
export { runSchemaSuite } from "./run-schema-suite.ts";
export type { SuiteOptions, SuiteOutcome, SuiteReport } from "./run-schema-suite.ts";
export type { CaseSource } from "./case-files.ts";
export type { ContractPair, DocumentPair, PairOptions, SchemaPair } from "./contract-pair.ts";
export type { DocumentJudge, Judges } from "./judges.ts";
export { readPairs } from "./read-pairs.ts";
export type { NamedPair } from "./read-pairs.ts";
export { expectedBackward, foundBackward } from "./breaks-backward.ts";
export type { BackwardAnswer } from "./breaks-backward.ts";

// For adapter authors.
export { fileTreeCases } from "./file-tree-cases.ts";
export type { FileTreeFixture, TreeContent, FileTreeCase } from "./file-tree-cases.ts";
