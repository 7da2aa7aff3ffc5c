import { breaksIfLooser, breaksIfStricter, type DiffContext, report } from "./diff-context.ts";
import type { Flow } from "../finding.ts";
import { entriesOf, itemsOf, type Spot, textAt } from "./spot.ts";

/** What two operations ask of who calls them: their own `security`, or else that of the document. */
export interface SecurityQuestion {
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly flow: Flow;
  readonly subject: string;
  readonly owners: readonly [old: Spot, next: Spot];
}

/** Schemes that have to be used together, each with its scopes. None at all: anybody may call. */
type Alternative = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Compares two lists of alternatives. Who was let in before is let in now if there is an alternative that asks for no scheme and no scope that
 * the one used before does not have.
 */
export function compareSecurity(context: DiffContext, question: SecurityQuestion): void {
  const { old, next, flow, subject, owners } = question;
  const ours = readAlternatives(old, new Map());
  const theirs = readAlternatives(next, context.oldSchemeNames);
  const places = { subject: `${subject}, security`, old: old ?? owners[0], next: next ?? owners[1] };
  for (const alternative of ours) {
    if (theirs.some((other) => isEnough(alternative, other))) continue;
    const message = `${inWords(alternative)} is no longer enough; asked for is ${allInWords(theirs)}. Keep what was enough as an alternative.`;
    report(context, { ...places, rule: "openapi/security-tightened", breaks: breaksIfStricter(flow), message });
  }
  for (const alternative of theirs) {
    if (ours.some((other) => isEnough(alternative, other))) continue;
    const message = `${inWords(alternative)} is enough now; the old contract asks for ${allInWords(ours)}.`;
    report(context, { ...places, rule: "openapi/security-loosened", breaks: breaksIfLooser(flow), message });
  }
}

function isEnough(held: Alternative, asked: Alternative): boolean {
  return [...asked].every(([scheme, scopes]) => {
    const ours = held.get(scheme);
    return ours !== undefined && [...scopes].every((scope) => ours.has(scope));
  });
}

function readAlternatives(security: Spot | undefined, names: ReadonlyMap<string, string>): readonly Alternative[] {
  const alternatives = itemsOf(security, "security").map((spot) => {
    const schemes = entriesOf(spot, "A security requirement");
    return new Map(
      schemes.map(([name, scopes]) => [
        names.get(name) ?? name,
        new Set(itemsOf(scopes, "scopes").map((scope) => textAt(scope, "A scope") ?? "")),
      ]),
    );
  });
  return alternatives.length === 0 ? [new Map<string, ReadonlySet<string>>()] : alternatives;
}

function allInWords(alternatives: readonly Alternative[]): string {
  return alternatives.map(inWords).join(", or ");
}

function inWords(alternative: Alternative): string {
  if (alternative.size === 0) return "no credentials";
  return [...alternative]
    .map(([scheme, scopes]) => (scopes.size === 0 ? scheme : `${scheme} with ${[...scopes].sort().join(" ")}`))
    .join(" and ");
}
