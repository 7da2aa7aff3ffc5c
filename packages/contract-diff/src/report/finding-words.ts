import type { Place } from "../document.ts";
import type { Finding } from "../finding.ts";
import type { Rule, RuleCatalogue } from "../rules/rule.ts";
import { cutText, plainJson, plainText } from "./plain-text.ts";

const MAX_WITNESS_CHARS = 200;
const MAX_MESSAGE_CHARS = 1000;

/** How a finding counts, in a word that is the same in all reports. */
export type Standing = "fails" | "waived" | "allowed";

/** How a finding counts. */
export function standingOf({ fails, waived }: Finding): Standing {
  if (fails) return "fails";
  return waived === undefined ? "allowed" : "waived";
}

/** What a finding says, plain, and cut where its contract makes it endless. */
export function messageOf({ message }: Finding): string {
  return cutText(message, MAX_MESSAGE_CHARS);
}

/** What a finding is about: its subject and its path, plain; empty for a whole contract. */
export function aboutOf({ subject, path }: Finding): string {
  return cutText([subject, path].filter((part) => part !== "").join(" at "), MAX_MESSAGE_CHARS);
}

/** A place as `file:line pointer`, plain. */
export function placeText({ file, line, pointer }: Place): string {
  const at = line === undefined ? file : `${file}:${line}`;
  return cutText([at, pointer].filter((part) => part !== "").join(" "), MAX_MESSAGE_CHARS);
}

/** Where a finding stands on both sides; empty where it stands nowhere. */
export function placesText({ old, new: next }: Finding): string {
  const sides = [old === undefined ? [] : `old ${placeText(old)}`, next === undefined ? [] : `new ${placeText(next)}`];
  return sides.flat().join(", ");
}

/** The witness of a finding in a line, cut to some 200 characters unless all of it is wanted. */
export function witnessText({ witness }: Finding, maxChars: number = MAX_WITNESS_CHARS): string | undefined {
  if (witness === undefined) return undefined;
  const { document, acceptedBy, refusedBy, reason } = witness;
  const shown = cutText(plainJson(document), maxChars);
  return `${shown} is taken by the ${acceptedBy} contract and refused by the ${refusedBy}: ${cutText(reason, MAX_MESSAGE_CHARS)}`;
}

/** Other places of the contract that the finding is about too; empty where there are none. */
export function alsoText({ alsoAt = [] }: Finding): string {
  return alsoAt.length === 0 ? "" : `also: ${alsoAt.map(plainText).join("; ")}`;
}

/** What is known of a rule. */
export function ruleOf(rules: RuleCatalogue, id: string): Rule | undefined {
  return Object.hasOwn(rules, id) ? rules[id] : undefined;
}
