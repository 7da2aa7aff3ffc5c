import { sentence } from "./compare-wit-item.ts";
import { compareWitLabels } from "./compare-wit-labels.ts";
import { GIVE_FILES, type WitComparison } from "./wit-comparison.ts";
import { showType } from "./show-wit-type.ts";
import type { WitReport } from "./wit-changes.ts";
import type { WitFunction } from "./wit-type.ts";

/** Compares what a function takes and gives. Types that it names are not looked into: they are compared where they are defined. */
export function compareWitFunction(
  comparison: WitComparison,
  subject: string,
  old: WitFunction,
  next: WitFunction,
): void {
  const { changes, types } = comparison;
  const say = (rule: string, text: string): WitReport => {
    const about = { subject, old: old.at, next: next.at };
    return { ...about, rule, what: sentence(about, text) };
  };
  if (old.role !== next.role) changes.mismatch(say("wit/method-kind", `it was a ${old.role} and is a ${next.role}`));
  if (old.async !== next.async)
    changes.mismatch(say("wit/function-async", next.async ? "it is async now" : "it is no longer async"));
  const parent = { subject, old: old.at, next: next.at };
  compareWitLabels(comparison, { parent, rule: "wit/param", noun: "parameter" }, old.params, next.params);
  const same = types.types(old.result, next.result);
  if (same === "same") return;
  const text = `it gave ${showType(old.result)} and gives ${showType(next.result)}`;
  if (same === "different") changes.mismatch(say("wit/result-type", text));
  else
    changes.mismatch({ ...say("wit/result-type", `${text}; ${same.unknown}`), certainty: "unknown", why: GIVE_FILES });
}
