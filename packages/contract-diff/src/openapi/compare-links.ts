import { type DiffContext, report } from "./diff-context.ts";
import { below, entriesOf, type Spot } from "./spot.ts";

/** Compares the links of a response. They say what a result is good for and change nothing of what is sent, so they break nobody. */
export function compareLinks(context: DiffContext, old: Spot, next: Spot, subject: string): void {
  const [ours, theirs] = [linksOf(old), linksOf(next)];
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const [from, to] = [ours.get(name), theirs.get(name)];
    if (from !== undefined && to !== undefined) {
      const settled = [context.old.settle(from), context.next.settle(to)] as const;
      if (context.sameness.same(...settled, "link")) continue;
    }
    const what = from === undefined ? "added" : to === undefined ? "removed" : "changed";
    const message = `The link ${name} is ${what}. The responses are the same; clients that follow links may go another way.`;
    const places = { old: from ?? old, next: to ?? next };
    report(context, {
      ...places,
      rule: "openapi/link",
      breaks: "none",
      bump: "minor",
      subject: `${subject} link ${name}`,
      message,
    });
  }
}

function linksOf(response: Spot): ReadonlyMap<string, Spot> {
  return new Map(entriesOf(below(response, "links"), "links"));
}
