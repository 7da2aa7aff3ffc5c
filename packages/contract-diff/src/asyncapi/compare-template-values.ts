import type { Comparison } from "./comparison.ts";
import { textAt, textsAt } from "./read-shape.ts";
import { childOf, type Spot } from "./spot.ts";

/** What may stand for a name of an address: a parameter of a channel, or a variable of a server. `undefined` where nothing is said of it. */
export interface TemplateValues {
  readonly rule: string;
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly oldHolder: Spot;
  readonly nextHolder: Spot;
  readonly subject: string;
}

/**
 * Compares the values that a name of an address may have. An address that is there no more lets down those who send to it and those who
 * listen at it alike, so the flow plays no part.
 */
export function compareTemplateValues(comparison: Comparison, values: TemplateValues): void {
  const before = values.old && textsAt(childOf(values.old, "enum"));
  const after = values.next && textsAt(childOf(values.next, "enum"));
  const what = {
    rule: values.rule,
    subject: values.subject,
    old: values.old ?? values.oldHolder,
    next: values.next ?? values.nextHolder,
  };
  const gone = lost(before, after);
  if (gone !== undefined)
    comparison.report({
      ...what,
      breaks: "backward",
      message: `${gone} is allowed no longer. Keep it until nobody uses that address.`,
    });
  const come = lost(after, before);
  if (come !== undefined)
    comparison.report({
      ...what,
      breaks: "forward",
      message: `${come} is allowed now, which the old version does not serve.`,
    });
  const defaults = [values.old, values.next].map((spot) => spot && textAt(childOf(spot, "default")));
  if (defaults[0] === defaults[1]) return;
  const message = `The default was ${defaults[0] ?? "missing"} and is ${defaults[1] ?? "missing"} now: who leaves the value out goes to another address after the next build.`;
  comparison.report({ ...what, breaks: "none", bump: "minor", message });
}

/** What the first list allows and the second does not, in words. No list allows all. */
function lost(from: readonly string[] | undefined, to: readonly string[] | undefined): string | undefined {
  if (to === undefined) return undefined;
  if (from === undefined) return `Any value but ${listed(to)}`;
  const kept = new Set(to);
  const gone = from.filter((value) => !kept.has(value));
  return gone.length === 0 ? undefined : `The value ${listed(gone)}`;
}

function listed(values: readonly string[]): string {
  const shown = values
    .slice(0, 5)
    .map((value) => JSON.stringify(value))
    .join(", ");
  return values.length > 5 ? `${shown} and ${values.length - 5} more` : shown;
}
