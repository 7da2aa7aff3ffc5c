import { packageOf, type WitPackage } from "./wit-contract.ts";
import { versionTrack } from "./version-track.ts";
import type { WitChanges } from "./wit-changes.ts";
import type { WitSides } from "./wit-sides.ts";

/** Compares packages as such: which there are, their versions and their docs. */
export function compareWitPackages(sides: WitSides, changes: WitChanges): void {
  const { old, next, packages } = sides;
  const [usedBefore, usedAfter] = [tracksOf(old.contract.foreign), tracksOf(next.contract.foreign)];
  const interfacesIn = new Set([...old.contract.interfaces.keys()].map((id) => packageOf(id)));
  for (const { old: before, next: after } of packages) {
    if (before === undefined && after !== undefined && !usedBefore.has(versionTrack(after.id))) {
      const report = { rule: "wit/package-added", subject: `package ${sides.packageName(after.id)}`, next: after.at };
      changes.presence({ ...report, what: `The package ${after.id} is new.` }, "added", OFFERED);
    }
    if (before !== undefined && after === undefined)
      reportRemoved(changes, `package ${sides.packageName(before.id)}`, before, usedAfter);
    if (before !== undefined && after !== undefined)
      comparePair(changes, `package ${sides.packageName(before.id)}`, [before, after], interfacesIn.has(before.id));
  }
}

const OFFERED: ReadonlySet<"offered"> = new Set(["offered"] as const);

function reportRemoved(changes: WitChanges, subject: string, before: WitPackage, used: ReadonlySet<string>): void {
  const report = { rule: "wit/package-removed", subject, old: before.at };
  changes.presence(
    used.has(versionTrack(before.id))
      ? {
          ...report,
          certainty: "unknown",
          what: `The package ${before.id} is used and its files are not given any more.`,
          why: "Whether it changed cannot be told; give its files.",
        }
      : { ...report, what: `The package ${before.id} is gone.` },
    "removed",
    OFFERED,
  );
}

/** Only the names of interfaces have the version in them; labels of a world do not. */
function comparePair(
  changes: WitChanges,
  subject: string,
  [before, after]: readonly [WitPackage, WitPackage],
  hasInterfaces: boolean,
): void {
  const report = { subject, old: before.at, next: after.at };
  if (before.docs !== after.docs)
    changes.harmless({ ...report, rule: "wit/docs", what: `The comment of package ${before.name} changed.` }, "patch");
  if (before.id === after.id) return;
  const what = `The package ${before.name} went from ${named(before)} to ${named(after)}.`;
  if (versionTrack(before.id) === versionTrack(after.id) || !hasInterfaces)
    changes.harmless({ ...report, rule: "wit/version-changed", what }, "patch");
  else {
    const why =
      "Its interfaces have other names now, so what is linked to one version does not find the other; offer both for a while.";
    changes.mismatch({ ...report, rule: "wit/version-incompatible", what, why });
  }
}

const named = ({ version }: WitPackage): string => (version === undefined ? "no version" : `version ${version}`);

function tracksOf(ids: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...ids].map((id) => versionTrack(id)));
}
