import { FALSE, isNegated, TYPE } from "./term.ts";
import type { Literal, Term } from "./term.ts";

/** What shows at a glance of the documents of a literal, to tell them from others. */
export interface UnionMarks {
  readonly types: number;
  readonly required: ReadonlySet<string>;
  /** The values that a property may have, by its name, where they are listed. */
  readonly listed: ReadonlyMap<string, ReadonlySet<string>>;
  /** The only names that may be there, if others are forbidden. */
  readonly only: ReadonlySet<string> | undefined;
}

interface Terms {
  term(literal: Literal): Term;
  typesOf(literal: Literal): number;
}

/** Reads the marks of a literal. */
export function marksOf(store: Terms, literal: Literal): UnionMarks {
  const whole = store.term(literal);
  const parts = whole.kind === "and" && !isNegated(literal) ? whole.all : [literal];
  const required = new Set<string>();
  const listed = new Map<string, ReadonlySet<string>>();
  let only: ReadonlySet<string> | undefined;
  for (const part of parts) {
    const term = store.term(part);
    if (isNegated(part)) continue;
    if (term.kind === "required") required.add(term.name);
    else if (term.kind === "property") {
      const value = store.term(term.is);
      if (value.kind === "enum" && !isNegated(term.is)) listed.set(term.name, new Set(value.values.keys()));
    } else if (term.kind === "additional" && term.is === FALSE && term.patterns.length === 0)
      only = new Set(term.names);
  }
  return { types: store.typesOf(literal), required, listed, only };
}

/** True if no document has the marks of both. False says nothing. */
export function excludeEachOther(one: UnionMarks, other: UnionMarks): boolean {
  const types = one.types & other.types;
  if (types === 0) return true;
  if (types !== TYPE.object) return false;
  return needsWhatIsForbidden(one, other) || needsWhatIsForbidden(other, one) || differInValue(one, other);
}

function needsWhatIsForbidden({ required }: UnionMarks, { only }: UnionMarks): boolean {
  return only !== undefined && [...required].some((name) => !only.has(name));
}

function differInValue(one: UnionMarks, other: UnionMarks): boolean {
  for (const [name, values] of one.listed) {
    const others = other.listed.get(name);
    if (others === undefined || !(one.required.has(name) || other.required.has(name))) continue;
    if (![...values].some((value) => others.has(value))) return true;
  }
  return false;
}
