import { type CompareOptions, resolveCompareOptions } from "../compare-options.ts";
import type { Change } from "../finding.ts";
import type { ContractPair } from "./contract-pair.ts";
import { documentOf } from "./document-of.ts";
import { JUDGES, type Judges } from "./judges.ts";
import { nodesOf } from "./pair-nodes.ts";

/** Whether a change lets down those that were built against the old version. */
export type BackwardAnswer = "breaks" | "holds" | "unknown";

/** What a pair says about it. A schema is read as that of a request, as tools do that know of no direction. */
export function expectedBackward(pair: ContractPair): BackwardAnswer {
  if (pair.kind !== "json-schema") return pair.expect.some(([, breaks]) => breaks === "backward") ? "breaks" : "holds";
  return { contained: "holds", "not-contained": "breaks", unknown: "unknown" }[pair.oldInNext] as BackwardAnswer;
}

/** What this package finds. Options that are given go before those of the pair. */
export function foundBackward(
  pair: ContractPair,
  options: CompareOptions = {},
  judges: Judges = JUDGES,
): BackwardAnswer {
  const changes = changesOf(pair, options, judges).filter(({ breaks }) => breaks === "backward");
  if (changes.length === 0) return "holds";
  return changes.some(({ certainty }) => certainty === "proven") ? "breaks" : "unknown";
}

function changesOf(pair: ContractPair, options: CompareOptions, judges: Judges): readonly Change[] {
  if (pair.kind === "json-schema") {
    const { old, next } = nodesOf(pair);
    return judges.compare(old, next, "in", resolveCompareOptions({ content: "open", ...pair.options, ...options }));
  }
  const resolved = resolveCompareOptions({ ...pair.options, ...options });
  const versions = [documentOf("old.json", pair.old), documentOf("next.json", pair.next)] as const;
  return judges.documents[pair.kind](...versions, resolved).changes;
}
