import type { Flow } from "../finding.ts";
import { sentence } from "./compare-wit-item.ts";
import { GIVE_FILES, type WitComparison } from "./wit-comparison.ts";
import { showType } from "./show-wit-type.ts";
import type { WitReport, WitSubject } from "./wit-changes.ts";
import type { WitLabel } from "./wit-type.ts";

/** Whose labels are compared. `rule` is what the rules begin with: `wit/record-field`. */
export interface LabelSite {
  readonly parent: WitSubject;
  readonly rule: string;
  readonly noun: string;
  /** Which way the values go, for types; the design of subtyping speaks of these. */
  readonly flows?: ReadonlySet<Flow>;
}

type Event = "added" | "removed" | "renamed" | "reordered" | "type";

/** Compares fields, cases, flags or parameters. Each difference breaks both ways, since compiled types are equal or do not link. */
export function compareWitLabels(
  { changes, types }: WitComparison,
  site: LabelSite,
  old: readonly WitLabel[],
  next: readonly WitLabel[],
): void {
  const [before, after] = [byName(old), byName(next)];
  const report = (event: Event, name: string | undefined, text: string, more: Partial<WitReport> = {}): void => {
    const about = aboutLabel(site, name, before, after);
    const rule = `${site.rule}-${event}`;
    changes.mismatch({ ...about, rule, what: sentence(about, text), ...more }, (breaks) =>
      designNote(site, event, breaks),
    );
  };
  const renamed = new Set<string>();
  for (const [index, { name, type }] of old.length === next.length ? old.entries() : []) {
    const other = next[index];
    if (other === undefined || after.has(name) || before.has(other.name) || types.types(type, other.type) !== "same")
      continue;
    renamed.add(name).add(other.name);
    report("renamed", name, `it is called ${other.name} now`);
  }
  for (const { name } of old) if (!after.has(name) && !renamed.has(name)) report("removed", name, "it is gone");
  for (const { name } of next) if (!before.has(name) && !renamed.has(name)) report("added", name, "it is new");
  const kept = next.filter(({ name }) => before.has(name)).map(({ name }) => name);
  const order = old.filter(({ name }) => after.has(name)).map(({ name }) => name);
  if (kept.some((name, index) => name !== order[index]))
    report("reordered", undefined, `its ${site.noun}s are in another order`);
  for (const { name, type } of old) {
    const other = after.get(name);
    const same = other === undefined ? "same" : types.types(type, other.type);
    if (same === "same") continue;
    const text = `it was ${showType(type)} and is ${showType(other?.type)}`;
    if (same === "different") report("type", name, text);
    else report("type", name, `${text}; ${same.unknown}`, { certainty: "unknown", why: GIVE_FILES });
  }
}

function byName(labels: readonly WitLabel[]): ReadonlyMap<string, WitLabel> {
  return new Map(labels.map((label) => [label.name, label]));
}

function aboutLabel(
  { parent, noun }: LabelSite,
  name: string | undefined,
  before: ReadonlyMap<string, WitLabel>,
  after: ReadonlyMap<string, WitLabel>,
): WitSubject {
  if (name === undefined) return parent;
  const place = (at: WitSubject["old"], label: WitLabel | undefined): WitSubject["old"] =>
    at === undefined || label === undefined ? at : { ...at, pointer: `${at.pointer}/${name}`, line: label.line };
  const old = place(parent.old, before.get(name));
  const next = place(parent.next, after.get(name));
  return {
    subject: `${parent.subject}, ${noun} ${name}`,
    ...(old === undefined ? {} : { old }),
    ...(next === undefined ? {} : { next }),
  };
}

/**
 * What the design of subtyping would say, once runtimes have it: a type may have more fields and fewer cases than was asked for where a value
 * is given, and the other way about where it is taken.
 */
function designNote({ rule, flows }: LabelSite, event: Event, breaks: "backward" | "forward"): string {
  if (flows === undefined) return "";
  if (flows.size === 0) return " No function of these files takes or gives it; components of other packages may.";
  const narrower = rule === "wit/record-field" || rule === "wit/flag" ? "added" : "removed";
  const wider = narrower === "added" ? "removed" : "added";
  const allowed = [...flows].every(
    (flow) => event === "reordered" || event === ((flow === "out") === (breaks === "backward") ? narrower : wider),
  );
  return allowed ? " The design of component subtyping would let this pass; runtimes ask for equal types so far." : "";
}
