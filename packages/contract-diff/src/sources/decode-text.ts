import { contractDiffError } from "../errors.ts";

/** The text of a file. Refuses what is not UTF-8: a replaced character would be compared as if somebody had written it. */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const problem = "the file is not UTF-8; save it as UTF-8";
    throw contractDiffError("contract-diff/unreadable", { file, problem }, { cause });
  }
}
