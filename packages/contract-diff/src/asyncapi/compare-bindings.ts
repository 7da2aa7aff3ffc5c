import type { Flow } from "../finding.ts";
import { bindingMeaning, type BindingKind, type BindingMeaning } from "./binding-fields.ts";
import { comparePayloads } from "./compare-payloads.ts";
import type { Comparison } from "./comparison.ts";
import { jsonText } from "./json-text.ts";
import { objectAt } from "./read-shape.ts";
import { sameSpots } from "./same-spots.ts";
import type { Side } from "./side.ts";
import { childOf, childrenOf, type Spot } from "./spot.ts";

/** The bindings of one thing in both versions. */
export interface Bindings {
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly oldHolder: Spot;
  readonly nextHolder: Spot;
  readonly kind: BindingKind;
  /** Which way go what the schemas in them describe. */
  readonly flow: Flow;
  readonly subject: string;
}

/** Compares what is said for single protocols, field by field: what is known to concern others breaks, and what is not known is said to be so. */
export function compareBindings(comparison: Comparison, bindings: Bindings): void {
  const old = behind(bindings.old, comparison.old);
  const next = behind(bindings.next, comparison.next);
  if (old === undefined && next === undefined) return;
  const readers = { old: comparison.old.reader, next: comparison.next.reader };
  if (old && next && sameSpots(old, next, readers, "foreign")) return;
  for (const protocol of namesOf(old, next).filter((name) => !name.startsWith("x-"))) {
    const before = behind(old && childOf(old, protocol), comparison.old);
    const after = behind(next && childOf(next, protocol), comparison.next);
    for (const field of namesOf(before, after)) {
      compareField(comparison, bindings, {
        protocol,
        field,
        old: before && childOf(before, field),
        next: after && childOf(after, field),
      });
    }
  }
}

interface Field {
  readonly protocol: string;
  readonly field: string;
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
}

function compareField(comparison: Comparison, bindings: Bindings, { protocol, field, old, next }: Field): void {
  if (jsonText(old) === jsonText(next) && !mayRefer(old)) return;
  const { kind, flow, oldHolder, nextHolder } = bindings;
  const subject = `${bindings.subject}, ${protocol} binding, ${field}`;
  const meaning = bindingMeaning(kind, protocol, field);
  if (meaning === "schema")
    return comparePayloads(comparison, { old, next, oldHolder, nextHolder, flow, subject, absent: true });
  const readers = { old: comparison.old.reader, next: comparison.next.reader };
  if (old && next && sameSpots(old, next, readers, "foreign")) return;
  const what = { rule: "asyncapi/binding", subject, old: old ?? oldHolder, next: next ?? nextHolder };
  if (meaning === "own") {
    const message = `${field} changed, which is how the application or its broker is set up and concerns nobody else.`;
    return comparison.report({ ...what, breaks: "none", message });
  }
  const isUnknown = meaning === undefined || old === undefined || next === undefined;
  comparison.reportBoth({ ...what, isUnknown, message: messageOf(field, meaning, { old, next }) });
}

function messageOf(
  field: string,
  meaning: BindingMeaning | undefined,
  { old, next }: Pick<Field, "old" | "next">,
): string {
  if (meaning === undefined)
    return `${field} changed, and whether that lets anybody down is not known to this check. Look at it, and waive it if it does not.`;
  if (old === undefined || next === undefined)
    return `${field} is ${old === undefined ? "said now and was not" : "no longer said"}, so whether it differs from what both sides did cannot be told. Say it in both versions.`;
  return `${field} changed from ${short(old)} to ${short(next)}, and both sides must have the same. Offer it on a channel of its own.`;
}

// A field of the same writing may refer to a schema that changed.
function mayRefer(spot: Spot | undefined): boolean {
  return spot !== undefined && typeof spot.value === "object" && spot.value !== null;
}

function short(spot: Spot): string {
  const text = jsonText(spot);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function behind(spot: Spot | undefined, { reader }: Side): Spot | undefined {
  return spot === undefined ? undefined : objectAt(reader.follow(spot));
}

function namesOf(old: Spot | undefined, next: Spot | undefined): readonly string[] {
  const names = [old, next].flatMap((spot) => (spot === undefined ? [] : childrenOf(spot).map(({ key }) => key)));
  return [...new Set(names)];
}
