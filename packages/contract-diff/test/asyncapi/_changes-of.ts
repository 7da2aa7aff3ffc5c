import type { JsonValue } from "@cordon/core";
import { compareAsyncApiWith, type AsyncApiTools } from "../../src/asyncapi/compare-async-api-with.ts";
import type { Change } from "../../src/finding.ts";
import { documentOf } from "./_documents.ts";
import { fakeComparer } from "./_fake-comparer.ts";

/** All that is said of two documents, schemas judged by the fake. */
export function changesOf(old: JsonValue, next: JsonValue, load?: AsyncApiTools["load"]): readonly Change[] {
  const tools = { comparer: fakeComparer, load };
  return compareAsyncApiWith(documentOf(old, "old.json"), documentOf(next, "new.json"), tools).changes;
}

/** The same in short: `channel-removed backward major`, with `?` behind what is unknown. In alphabetical order. */
export function linesOf(old: JsonValue, next: JsonValue): readonly string[] {
  return changesOf(old, next)
    .map(
      ({ rule, breaks, bump, certainty }) =>
        `${rule.replace("asyncapi/", "")} ${breaks} ${bump}${certainty === "unknown" ? " ?" : ""}`,
    )
    .sort();
}

/** One row of a table: what is said when the document changes, and when it changes back. */
export interface Row {
  readonly change: string;
  readonly old: JsonValue;
  readonly next: JsonValue;
  readonly forth: readonly string[];
  readonly back: readonly string[];
}
