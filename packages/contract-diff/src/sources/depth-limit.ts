import { contractDiffError } from "../errors.ts";

/** How deep a document may be nested. A hundred is much for a contract; some thousands end the stack of whoever walks it. */
const MAX_DEPTH = 1000;

/** Throws for what is nested deeper. */
export function checkDepth(depth: number, file: string): void {
  if (depth <= MAX_DEPTH) return;
  throw contractDiffError("contract-diff/too-large", {
    file,
    what: "the document is nested too deep",
    limit: MAX_DEPTH,
  });
}
