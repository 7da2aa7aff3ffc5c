import { AppError } from "@cordon/core";
import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import type { contractDiffErrors } from "../errors.ts";

/** Refusals of a contract that name a pointer. */
const PLACED: readonly (keyof typeof contractDiffErrors)[] = [
  "contract-diff/invalid-contract",
  "contract-diff/unresolved-ref",
  "contract-diff/cyclic-schema",
];

/** Runs a comparison. Where it refuses a contract, the line is added to what it says: only the documents know it. */
export function withLines<Result>(compare: () => Result, documents: () => readonly ContractDocument[]): Result {
  try {
    return compare();
  } catch (error) {
    const code = AppError.is(error) ? PLACED.find((each) => each === error.code) : undefined;
    if (!AppError.is(error) || code === undefined) throw error;
    const { file, pointer = error.issues[0]?.pointer, line } = error.details;
    const document = documents().find((each) => each.file === file);
    const found = typeof pointer === "string" && line === undefined ? document?.linesOf([pointer])[0] : undefined;
    if (found === undefined) throw error;
    throw contractDiffError(code, { ...error.details, line: found } as never, { cause: error });
  }
}
