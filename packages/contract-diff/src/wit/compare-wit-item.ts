import { isPromised, type WitScope } from "./wit-contract.ts";
import type { WitChanges, WitReport, WitSubject } from "./wit-changes.ts";
import type { Pair } from "./wit-sides.ts";
import type { WitItem } from "./wit-type.ts";

/** Compares what all items have beside what they are: docs, gates and the external id. */
export function compareWitItem(changes: WitChanges, subject: string, old: WitItem, next: WitItem): void {
  const about = { subject, old: old.at, next: next.at };
  const say = (rule: string, text: string): WitReport => ({ ...about, rule, what: sentence(about, text) });
  if (old.docs !== next.docs) changes.harmless(say("wit/docs", "its comment changed"), "patch");
  const [was, is] = [old.gate.deprecated, next.gate.deprecated];
  if (was !== is) {
    const text = is === undefined ? "it is no longer deprecated" : `it is deprecated since ${is}`;
    changes.harmless(say("wit/deprecated", text), "patch");
  }
  if (old.gate.since !== next.gate.since) {
    const text = `its @since went from ${old.gate.since ?? "none"} to ${next.gate.since ?? "none"}`;
    changes.harmless(say("wit/since", text), "patch");
  }
  if (old.externalId === next.externalId) return;
  const text = `its external id went from ${shown(old.externalId)} to ${shown(next.externalId)}`;
  const why = "Whether anything outside finds it by that id cannot be told from here; ask who links it.";
  changes.mismatch({ ...say("wit/external-id", text), certainty: "unknown", why });
}

/** Whether there is anything to link in an interface. Types alone are in the components that use them. */
export function hasCallables({ functions, types }: Pick<WitScope, "functions" | "types">): boolean {
  return (
    [...functions.values()].some((each) => isPromised(each)) ||
    [...types.values()].some((each) => each.body.kind === "resource" && isPromised(each))
  );
}

/** What is said of something that one version has. `rule` is without its end. */
export function presenceReport(
  { old, next, gated }: Pair<WitItem>,
  rule: string,
  subject: string,
): WitReport & { readonly event: "added" | "removed" } {
  const event = old === undefined ? "added" : "removed";
  const about = {
    subject,
    ...(old === undefined ? {} : { old: old.at }),
    ...(next === undefined ? {} : { next: next.at }),
  };
  return { ...about, rule: `${rule}-${event}`, event, what: sentence(about, PRESENCE[`${event}-${gated ?? false}`]) };
}

const shown = (id: string | undefined): string => (id === undefined ? "none" : `"${id}"`);

/** The subject and what is said of it, as a sentence. */
export function sentence({ subject }: Pick<WitSubject, "subject">, text: string): string {
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}: ${text}.`;
}

const PRESENCE: Readonly<Record<`${"added" | "removed"}-${boolean}`, string>> = {
  "added-false": "it is new",
  "added-true": "it is no longer @unstable, and so it is new to those who keep to what is stable",
  "removed-false": "it is gone",
  "removed-true": "it is @unstable now, and so nobody may count on it",
};
