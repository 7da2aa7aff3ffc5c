import { compareWitFunction } from "./compare-wit-function.ts";
import { compareWitItem, presenceReport, sentence } from "./compare-wit-item.ts";
import { compareWitLabels, type LabelSite } from "./compare-wit-labels.ts";
import { GIVE_FILES, type ScopePair, type WitComparison } from "./wit-comparison.ts";
import { showType } from "./show-wit-type.ts";
import { pairUp, type Pair } from "./wit-sides.ts";
import type { WitBody, WitFunction, WitTypeDef } from "./wit-type.ts";

/** Compares the named types of a scope. Resources come and go as functions do; other types are only names, unless what they stand for changes. */
export function compareWitTypes(comparison: WitComparison, scope: ScopePair): void {
  const { changes } = comparison;
  const gone: Pair<WitTypeDef>[] = [];
  const fresh: Pair<WitTypeDef>[] = [];
  for (const pair of pairUp(scope.old.types, scope.next.types)) {
    changes.count();
    if (pair.old !== undefined && pair.next !== undefined) comparePair(comparison, scope, pair.old, pair.next);
    else if ((pair.old ?? pair.next)?.body.kind === "resource") {
      const { event, ...report } = presenceReport(pair, "wit/resource", `${scope.subject}, resource ${pair.key}`);
      changes.presence(report, event, scope.roles);
    } else if ((pair.old ?? pair.next)?.used === undefined) (pair.old === undefined ? fresh : gone).push(pair);
  }
  reportNames(comparison, scope, gone, fresh);
}

/** How many pairs are tried to find out what a type is called now. More than that are reported as gone and new. */
const MAX_RENAME_PAIRS = 10_000;

/** A type that is gone while an equal one is new was renamed. */
function reportNames(
  { changes, types }: WitComparison,
  scope: ScopePair,
  gone: readonly Pair<WitTypeDef>[],
  fresh: readonly Pair<WitTypeDef>[],
): void {
  const why = "Compiled components know no names of types; sources that name it must be changed.";
  const left = new Map(fresh.map((pair) => [pair.key, pair]));
  for (const pair of gone) {
    const { key, old } = pair;
    const twin =
      gone.length * fresh.length > MAX_RENAME_PAIRS || old === undefined
        ? undefined
        : [...left.values()].find(({ next }) => next !== undefined && types.definitions(old, next) === "same");
    const report = presenceReport(pair, "wit/type", `${scope.subject}, type ${key}`);
    if (twin?.next === undefined) changes.harmless({ ...report, why }, "minor");
    else {
      left.delete(twin.key);
      const what = sentence(report, `it is called ${twin.key} now`);
      changes.harmless({ ...report, next: twin.next.at, rule: "wit/type-renamed", what, why }, "minor");
    }
  }
  for (const pair of left.values()) {
    const report = presenceReport(pair, "wit/type", `${scope.subject}, type ${pair.key}`);
    changes.harmless(report, "minor");
  }
}

function comparePair(comparison: WitComparison, scope: ScopePair, old: WitTypeDef, next: WitTypeDef): void {
  const { changes, flows, sides } = comparison;
  const [mine, theirs] = [old.body, next.body];
  const noun = mine.kind === theirs.kind && mine.kind !== "alias" ? mine.kind : "type";
  const parent = { subject: `${scope.subject}, ${noun} ${old.name}`, old: old.at, next: next.at };
  compareWitItem(changes, parent.subject, old, next);
  if (mine.kind === "resource" && theirs.kind === "resource")
    compareResource(comparison, { ...scope, subject: parent.subject }, mine.functions, theirs.functions);
  else if ("labels" in mine && "labels" in theirs && mine.kind === theirs.kind) {
    const key = sides.old.key(`${scope.old.id}#${old.name}`);
    compareWitLabels(comparison, { parent, flows: flows.of(key), ...LABELS[mine.kind] }, mine.labels, theirs.labels);
  } else compareStructure(comparison, scope, parent, [old, next]);
}

const LABELS: Readonly<Record<"record" | "variant" | "enum" | "flags", Pick<LabelSite, "rule" | "noun">>> = {
  record: { rule: "wit/record-field", noun: "field" },
  variant: { rule: "wit/variant-case", noun: "case" },
  enum: { rule: "wit/enum-case", noun: "case" },
  flags: { rule: "wit/flag", noun: "flag" },
};

/** Aliases, and types that became something else: what they stand for is what counts. */
function compareStructure(
  { changes, types }: WitComparison,
  scope: ScopePair,
  parent: LabelSite["parent"],
  [old, next]: readonly [WitTypeDef, WitTypeDef],
): void {
  const same = types.named(`${scope.old.id}#${old.name}`, `${scope.next.id}#${next.name}`);
  if (same === "same") return;
  const text = `it was ${showBody(old.body)} and is ${showBody(next.body)}`;
  const report = { ...parent, rule: "wit/type-changed" };
  if (same === "different") changes.mismatch({ ...report, what: sentence(parent, text) });
  else
    changes.mismatch({
      ...report,
      what: sentence(parent, `${text}; ${same.unknown}`),
      certainty: "unknown",
      why: GIVE_FILES,
    });
}

const showBody = (body: WitBody): string => (body.kind === "alias" ? showType(body.type) : `a ${body.kind}`);

function compareResource(
  comparison: WitComparison,
  scope: ScopePair,
  old: readonly WitFunction[],
  next: readonly WitFunction[],
): void {
  const { changes } = comparison;
  for (const pair of pairUp(byName(old), byName(next))) {
    changes.count();
    const role = (pair.old ?? pair.next)?.role ?? "method";
    const subject = `${scope.subject}, ${role === "constructor" ? role : `${role} ${pair.key}`}`;
    if (pair.old === undefined || pair.next === undefined) {
      const { event, ...report } = presenceReport(pair, "wit/method", subject);
      changes.presence(report, event, scope.roles);
      continue;
    }
    compareWitItem(changes, subject, pair.old, pair.next);
    compareWitFunction(comparison, subject, pair.old, pair.next);
  }
}

function byName(items: readonly WitFunction[]): ReadonlyMap<string, WitFunction> {
  return new Map(items.map((item) => [item.name, item]));
}
