import { type CaseSource, readCaseFiles } from "./case-files.ts";
import { type ContractPair, parseContractPair } from "./contract-pair.ts";

/** A pair and its file. */
export interface NamedPair {
  readonly file: string;
  readonly pair: ContractPair;
}

/** All pairs of a folder, for those who put other tools to the same questions. Rejects with a `RangeError` that names a file that is no pair. */
export async function readPairs(source: CaseSource): Promise<readonly NamedPair[]> {
  return (await readCaseFiles(source)).map(({ file, value, problem }) => {
    const pair = value === undefined ? { problem: problem ?? "The file is empty." } : parseContractPair(value);
    if ("problem" in pair) throw new RangeError(`${file} is no pair: ${pair.problem}`);
    return { file, pair };
  });
}
