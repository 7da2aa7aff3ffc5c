import type { Breaks } from "../finding.ts";
import type { Comparison, Report } from "./comparison.ts";
import { jsonText } from "./json-text.ts";
import { listAt, objectAt, textAt, textsAt } from "./read-shape.ts";
import type { Side } from "./side.ts";
import { childOf, childrenOf, type Spot } from "./spot.ts";

/** The `security` of a server or an operation in both versions. */
export interface Securities {
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly oldHolder: Spot;
  readonly nextHolder: Spot;
  readonly subject: string;
}

/**
 * Compares what somebody may show to be let in. The schemes are alternatives, and they are known by what they ask for and not by their
 * names: each that was enough must still be, with no scope more.
 */
export function compareSecurity(
  comparison: Comparison,
  { old, next, oldHolder, nextHolder, subject }: Securities,
): void {
  const before = schemesAt(old, comparison.old);
  const after = schemesAt(next, comparison.next);
  const what = { rule: "asyncapi/security", subject, old: old ?? oldHolder, next: next ?? nextHolder };
  const ways: readonly (readonly [Breaks, readonly Scheme[], readonly Scheme[]])[] = [
    ["backward", before, after],
    ["forward", after, before],
  ];
  for (const [breaks, shown, asked] of ways) {
    for (const message of refusals(shown, asked, breaks))
      comparison.report({ ...what, breaks, message } satisfies Report);
  }
}

interface Scheme {
  /** For people: its type, and where it is shown. */
  readonly name: string;
  /** All that a caller must know of it. Two schemes of one text are shown in the same way. */
  readonly text: string;
  readonly scopes: readonly string[];
}

function schemesAt(spot: Spot | undefined, side: Side): readonly Scheme[] {
  if (spot === undefined) return [];
  return childrenOf(listAt(spot)).map((item) => {
    const scheme = objectAt(side.reader.follow(item.spot));
    const type = textAt(childOf(scheme, "type")) ?? "a scheme without a type";
    const where = ["scheme", "in", "name"]
      .map((field) => textAt(childOf(scheme, field)))
      .filter((text) => text !== undefined);
    const fields = childrenOf(scheme).filter(({ key }) => !WORDS.has(key) && !key.startsWith("x-"));
    const text = sortedText(fields.map(({ key, spot: at }) => [key, key === "flows" ? flowsText(at) : jsonText(at)]));
    return { name: [type, ...where].join(" "), text, scopes: textsAt(childOf(scheme, "scopes")) ?? [] };
  });
}

// Scopes are compared on their own, and bearerFormat is a hint.
const WORDS: ReadonlySet<string> = new Set(["description", "bearerFormat", "scopes"]);

// Which scopes there are to ask for is nobody's demand.
function flowsText(flows: Spot): string {
  const kept = childrenOf(flows).map(({ key, spot }) => {
    const fields = childrenOf(spot).filter((field) => field.key !== "availableScopes" && !field.key.startsWith("x-"));
    return [key, sortedText(fields.map((field) => [field.key, jsonText(field.spot)]))];
  });
  return sortedText(kept);
}

function sortedText(fields: readonly (readonly string[])[]): string {
  return JSON.stringify(fields.map((field) => JSON.stringify(field)).sort());
}

/** Why those who show one of `shown` are not let in where one of `asked` is asked for. Nothing asked lets in everybody. */
function refusals(shown: readonly Scheme[], asked: readonly Scheme[], breaks: Breaks): readonly string[] {
  if (asked.length === 0) return [];
  const ends = breaks === "backward" ? ["now", "any longer"] : ["in the old contract", "in the old contract"];
  if (shown.length === 0)
    return [`Security is asked for ${ends[0]} (${namesOf(asked)}) and nothing was needed. Let both in for a while.`];
  return shown.flatMap((scheme) => {
    const same = asked.filter(({ text }) => text === scheme.text);
    if (same.length === 0)
      return [`${scheme.name} is not accepted ${ends[1]}, only ${namesOf(asked)}. Accept both for a while.`];
    const missing = same.map(({ scopes }) => scopes.filter((scope) => !scheme.scopes.includes(scope)));
    const least = missing.toSorted((a, b) => a.length - b.length)[0] ?? [];
    if (least.length === 0) return [];
    return [
      `${scheme.name} needs the scope ${least.join(", ")} as well ${ends[0]}. Accept tokens without it for a while.`,
    ];
  });
}

function namesOf(schemes: readonly Scheme[]): string {
  return schemes.map(({ name }) => name).join(" or ");
}
