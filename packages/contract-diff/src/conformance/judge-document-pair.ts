import { resolveCompareOptions } from "../compare-options.ts";
import type { DocumentPair } from "./contract-pair.ts";
import { documentOf } from "./document-of.ts";
import type { Judges } from "./judges.ts";
import type { PairAnswer } from "./pair-answer.ts";

/** Holds all changes of two versions against those that the pair names, each as often as it is named. */
export function judgeDocumentPair(pair: DocumentPair, judges: Judges): readonly PairAnswer[] {
  const old = documentOf("old.json", pair.old);
  const next = documentOf("next.json", pair.next);
  const { changes } = judges.documents[pair.kind](old, next, resolveCompareOptions(pair.options));
  const expected = pair.expect.map((words) => words.join(" ")).toSorted();
  const found = changes.map(({ rule, breaks }) => `${rule} ${breaks}`).toSorted();
  const isRight = expected.join() === found.join();
  const isUndecided = changes.some(({ certainty }) => certainty === "unknown");
  return [
    {
      question: "changes",
      expected: expected.join(", ") || "none",
      found: found.join(", ") || "none",
      grade: isRight ? "right" : isUndecided ? "unknown" : "wrong",
      detail: changes.map(({ message }) => message).join(" "),
    },
  ];
}
