import type { Bump, Change } from "../finding.ts";
import { type DefinitionPlace, definitionAt } from "./definition-at.ts";
import { pathFromDefinition } from "./document-path.ts";

const MAX_LISTED = 20;
const BUMPS: readonly Bump[] = ["none", "patch", "minor", "major"];

/**
 * Makes one change of those that are the same change of a shared definition, met in several places that use it. Its subject is the
 * definition, `alsoAt` says where it was met. What is in no shared definition stays as it is; the order is that of the first of each group.
 * A definition that is used once is named as well, so that a second use does not make another finding of it.
 */
export function mergeChanges(changes: readonly Change[]): readonly Change[] {
  const groups = new Map<string, Group>();
  const timesMet = new Map<string, number>();
  for (const [index, change] of changes.entries()) {
    const definition = sharedDefinition(change);
    const key = definition === undefined ? `alone ${index}` : keyOf(change, timesMet);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { definition, changes: [change] });
    else group.changes.push(change);
  }
  return withoutRepeats([...groups.values()].flatMap(mergeGroup));
}

interface Group {
  readonly definition: DefinitionPlace | undefined;
  readonly changes: Change[];
}

// Both places have to be shared. Else the change is not that of the definition: it was made where the definition is used.
function sharedDefinition({ old, new: next }: Change): DefinitionPlace | undefined {
  const places = [next, old].filter((place) => place !== undefined);
  const found = places.map(({ pointer }) => definitionAt(pointer));
  return found.includes(undefined) ? undefined : found[0];
}

function keyOf(change: Change, timesMet: Map<string, number>): string {
  const { rule, breaks, subject, old, new: next } = change;
  const places = [old?.file, old?.pointer, next?.file, next?.pointer];
  const base = JSON.stringify([rule, breaks, ...places, directionOf(subject)]);
  // One place may be hit twice for one subject, by two users of the definition or for two reasons: the first of each belong together.
  const met = JSON.stringify([base, subject]);
  const count = timesMet.get(met) ?? 0;
  timesMet.set(met, count + 1);
  return `${base} ${count}`;
}

function mergeGroup({ definition, changes }: Group): readonly Change[] {
  const first = changes.find(({ certainty }) => certainty === "proven") ?? changes[0];
  if (first === undefined) return [];
  if (definition === undefined) return [first];
  const direction = definition.title.startsWith("schema ") ? directionOf(first.subject) : "";
  const path = pathFromDefinition(first.path, definition.rest);
  return [
    {
      ...first,
      bump: greatest(changes),
      subject: definition.title + direction,
      path,
      message: withPath(first.message, first.path, path),
      alsoAt: listed(changes),
    },
  ];
}

function directionOf(subject: string): string {
  if (subject.includes(", response ")) return ", in responses";
  return /, request body| parameter /u.test(subject) ? ", in requests" : "";
}

// The message speaks of the path from where the definition is used.
function withPath(message: string, from: string, to: string): string {
  return from === "" ? message : message.replaceAll(`\`${from}\``, () => (to === "" ? "the value" : `\`${to}\``));
}

function greatest(changes: readonly Change[]): Bump {
  return BUMPS[Math.max(...changes.map(({ bump }) => BUMPS.indexOf(bump)))] ?? "major";
}

function listed(changes: readonly Change[]): readonly string[] {
  const subjects = [...new Set(changes.flatMap(({ subject, alsoAt }) => alsoAt ?? [subject]))].sort();
  const more = subjects.length - MAX_LISTED;
  return more > 0 ? [...subjects.slice(0, MAX_LISTED), `and ${more} more`] : subjects;
}

// A place that is hit twice for one subject gives two groups; where they say the same of the definition, one of them is enough.
function withoutRepeats(changes: readonly Change[]): readonly Change[] {
  const known = new Set<string>();
  return changes.filter((change) => {
    if (change.alsoAt === undefined) return true;
    const { rule, breaks, subject, path, message, old, new: next } = change;
    const key = JSON.stringify([rule, breaks, subject, path, message, old, next]);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}
