import type { Storage } from "../ports/storage.ts";
import type { ConformanceCase } from "./conformance.ts";
import { storageCommitCases } from "./storage-commit-cases.ts";
import { storageReadCases } from "./storage-read-cases.ts";
import { storageRefusalCases } from "./storage-refusal-cases.ts";

/** The contract of `Storage`, case by case. Each case is given an empty storage, and disposes it. */
export const storageCases: readonly ConformanceCase<Storage>[] = [
  ...storageReadCases,
  ...storageCommitCases,
  ...storageRefusalCases,
];
