import type { Change } from "../finding.ts";
import { mergeChanges } from "../rules/merge-changes.ts";

/**
 * Makes one change of those that many messages have of one schema in `components`, for what is sent and for what is received. All else is
 * found once already.
 */
export function mergeSchemaChanges(changes: readonly Change[]): readonly Change[] {
  const shared = changes.filter(isOfSharedSchema);
  const merged = WAYS.flatMap((way) => {
    const ofWay = shared.filter(({ subject }) => wayOf(subject) === way);
    return mergeChanges(ofWay).map((change) => ({ ...change, subject: `${change.subject}${way}` }));
  });
  return [...changes.filter((change) => !isOfSharedSchema(change)), ...merged];
}

const WAYS = [", sent", ", received", ""] as const;

// Subjects of what is in a message say which way it goes.
function wayOf(subject: string): (typeof WAYS)[number] {
  return WAYS.find((way) => way !== "" && subject.includes(`${way}, `)) ?? "";
}

function isOfSharedSchema({ rule, old, new: next }: Change): boolean {
  return rule.startsWith("schema/") && [old, next].every((place) => place?.pointer.startsWith("/components/schemas/"));
}
