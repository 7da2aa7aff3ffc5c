import { compareWitFunction } from "./compare-wit-function.ts";
import { compareWitItem, presenceReport } from "./compare-wit-item.ts";
import { compareWitTypes } from "./compare-wit-types.ts";
import { isPromised } from "./wit-contract.ts";
import type { ScopePair, WitComparison } from "./wit-comparison.ts";
import type { WitFlows } from "./wit-flows.ts";
import { pairUp, type WitSides } from "./wit-sides.ts";

/** Notes which way the types of a scope go, before any is compared. */
export function markFlows({ old, next }: WitSides, flows: WitFlows, scope: ScopePair): void {
  for (const [side, { functions, types }] of [
    [old, scope.old],
    [next, scope.next],
  ] as const) {
    const ofResources = [...types.values()].flatMap(({ body }) => (body.kind === "resource" ? body.functions : []));
    for (const item of [...functions.values(), ...ofResources])
      if (isPromised(item)) flows.mark(side, item, scope.roles);
  }
}

/** Compares functions and types by name; their order says nothing. */
export function compareWitScope(comparison: WitComparison, scope: ScopePair): void {
  const { changes } = comparison;
  for (const pair of pairUp(scope.old.functions, scope.next.functions)) {
    changes.count();
    const subject = scope.single ? scope.subject : `${scope.subject}, function ${pair.key}`;
    if (pair.old === undefined || pair.next === undefined) {
      const { event, ...report } = presenceReport(pair, "wit/function", subject);
      changes.presence(report, event, scope.roles);
      continue;
    }
    if (!scope.single) compareWitItem(changes, subject, pair.old, pair.next);
    compareWitFunction(comparison, subject, pair.old, pair.next);
  }
  compareWitTypes(comparison, scope);
}
