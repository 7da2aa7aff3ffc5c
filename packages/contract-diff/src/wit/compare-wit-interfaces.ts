import type { ScopePair } from "./wit-comparison.ts";
import { compareWitItem, hasCallables, presenceReport } from "./compare-wit-item.ts";
import type { WorldsCompared } from "./compare-wit-worlds.ts";
import type { WitInterface } from "./wit-contract.ts";
import type { WitChanges } from "./wit-changes.ts";
import { byKey, pairUp, type Pair, type WitRole, type WitSides } from "./wit-sides.ts";

/**
 * Compares which interfaces there are, and gives the pairs whose contents are to be compared. What a world names is reported at the world,
 * and so is not reported again here.
 */
export function compareWitInterfaces(
  sides: WitSides,
  changes: WitChanges,
  { roles, covered }: Pick<WorldsCompared, "roles" | "covered">,
): readonly ScopePair[] {
  const { old, next } = sides;
  const pairs = pairUp(old.contract.interfaces, next.contract.interfaces, byKey(sides));
  return pairs.flatMap((pair): ScopePair[] => {
    changes.count();
    const { key, old: before, next: after } = pair;
    if (before === undefined || after === undefined) {
      if (!covered.has(key) && sides.isKept((before ?? after)?.id ?? "")) reportOne(sides, changes, pair);
      return [];
    }
    const subject = `interface ${sides.nameOf(before.id)}`;
    compareWitItem(changes, subject, before, after);
    return [{ subject, old: before, next: after, roles: roles.get(key) ?? OFFERED }];
  });
}

const OFFERED: ReadonlySet<WitRole> = new Set<WitRole>(["offered"]);

function reportOne(sides: WitSides, changes: WitChanges, pair: Pair<WitInterface>): void {
  const found = pair.old ?? pair.next;
  if (found === undefined) return;
  const { event, ...report } = presenceReport(pair, "wit/interface", `interface ${sides.nameOf(found.id)}`);
  if (hasCallables(found)) changes.presence(report, event, OFFERED);
  else changes.harmless({ ...report, why: "It has only types, so nothing links to it." }, "minor");
}
