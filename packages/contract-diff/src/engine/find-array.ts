import type { JsonValue } from "@cordon/core";
import { assignDistinct } from "./assign-distinct.ts";
import { countRules } from "./scalar-rules.ts";
import type { Atom } from "./scalar-rules.ts";
import { negate } from "./term.ts";
import type { Literal } from "./term.ts";
import type { Inquiry } from "./inquiry.ts";
import type { Search } from "./verdict.ts";

type Answer = Search<JsonValue>;

/** Some item must fulfil the literal, from a place on. Those of one `group` must be different items. */
interface Wanted {
  readonly from: number;
  readonly is: Literal;
  readonly group: number | undefined;
}

/** No more items than this may fulfil the literal. */
interface Ceiling {
  readonly is: Literal;
  readonly most: number;
}

/** Everything that is asked of an array, sorted out. */
interface ArrayRules {
  readonly at: ReadonlyMap<number, readonly Literal[]>;
  readonly rest: readonly { readonly from: number; readonly is: Literal }[];
  readonly wanted: readonly Wanted[];
  readonly ceilings: readonly Ceiling[];
  readonly isUnique: boolean;
  readonly hasTwins: boolean;
  readonly least: number;
  readonly most: number;
}

// Longer arrays are no help to a reader, and finding them helps nobody else.
const MAX_LENGTH = 2000;

/** Finds an array for settled terms, or proves that there is none. */
export function findArray(inquiry: Inquiry, atoms: readonly Atom[]): Answer {
  const rules = sortOut(atoms);
  if (rules.least > rules.most) return { kind: "none" };
  if (rules.least > MAX_LENGTH) return { kind: "unknown", why: `a document would need more than ${MAX_LENGTH} items` };
  return new ArraySearch(inquiry, rules).run();
}

class ArraySearch {
  readonly #inquiry: Inquiry;
  readonly #rules: ArrayRules;
  /** From here on all places are alike. */
  readonly #alike: number;
  #unknown: string | undefined;

  constructor(inquiry: Inquiry, rules: ArrayRules) {
    this.#inquiry = inquiry;
    this.#rules = rules;
    const starts = [...rules.rest.map(({ from }) => from), ...rules.wanted.map(({ from }) => from)];
    this.#alike = Math.max(0, ...[...rules.at.keys()].map((index) => index + 1), ...starts);
  }

  run(): Answer {
    const { least, most, wanted, hasTwins } = this.#rules;
    // An array that is longer can do without one of its last items: nothing rests on it.
    const needed = wanted.length + (hasTwins ? 2 : 0);
    const longest = Math.min(most, Math.max(least, this.#alike + needed), MAX_LENGTH);
    for (let length = least; length <= longest; length += 1) {
      const found = this.#ofLength(length);
      if (found !== undefined) return { kind: "found", value: found };
      if (!this.#inquiry.step()) this.#unknown ??= "it takes more steps to decide than are allowed";
      if (this.#unknown !== undefined) break;
    }
    return this.#unknown === undefined ? { kind: "none" } : { kind: "unknown", why: this.#unknown };
  }

  #ofLength(length: number): readonly JsonValue[] | undefined {
    const places = Array.from({ length }, (_, index) => this.#literalsAt(index));
    if (!this.#rules.hasTwins) return this.#place(places, this.#rules.wanted, new Map());
    const last = Math.min(length, this.#alike + this.#rules.wanted.length + 2);
    for (let one = 0; one < last; one += 1) {
      for (let other = one + 1; other < last; other += 1) {
        const both = [...(places[one] ?? []), ...(places[other] ?? [])];
        const found = this.#place(places.with(one, both).with(other, both), this.#rules.wanted, new Map(), [
          one,
          other,
        ]);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #literalsAt(index: number): readonly Literal[] {
    const rest = this.#rules.rest.filter(({ from }) => from <= index).map(({ is }) => is);
    return [...(this.#rules.at.get(index) ?? []), ...rest];
  }

  /** Gives each wanted item its place. */
  #place(
    places: readonly (readonly Literal[])[],
    wanted: readonly Wanted[],
    groups: ReadonlyMap<number, readonly number[]>,
    twins?: readonly [number, number],
  ): readonly JsonValue[] | undefined {
    if (!this.#inquiry.step()) {
      this.#unknown ??= "it takes more steps to decide than are allowed";
      return undefined;
    }
    const [first, ...others] = wanted;
    if (first === undefined) return this.#cap(places, this.#rules.ceilings, twins);
    const used = first.group === undefined ? [] : (groups.get(first.group) ?? []);
    // Items of one group are alike, so they are placed in order. Places that are alike are tried once more than there is use for them.
    const begin = Math.max(first.from, ...used.map((index) => index + 1));
    const end = Math.min(places.length, this.#alike + this.#rules.wanted.length + 2);
    for (let index = begin; index < end; index += 1) {
      const next = new Map(groups);
      if (first.group !== undefined) next.set(first.group, [...used, index]);
      const found = this.#place(withLiteral(places, index, first.is, twins), others, next, twins);
      if (found !== undefined || this.#unknown !== undefined) return found;
    }
    return undefined;
  }

  /** Keeps to the ceilings: all but some items must not fulfil what only some may. */
  #cap(
    places: readonly (readonly Literal[])[],
    ceilings: readonly Ceiling[],
    twins: readonly [number, number] | undefined,
  ): readonly JsonValue[] | undefined {
    const [first, ...others] = ceilings;
    if (first === undefined) return this.#fill(places, twins);
    return this.#without(places, first, 0, first.most, others, twins);
  }

  #without(
    places: readonly (readonly Literal[])[],
    ceiling: Ceiling,
    index: number,
    left: number,
    others: readonly Ceiling[],
    twins: readonly [number, number] | undefined,
  ): readonly JsonValue[] | undefined {
    if (!this.#inquiry.step()) {
      this.#unknown ??= "it takes more steps to decide than are allowed";
      return undefined;
    }
    if (index === places.length) return this.#cap(places, others, twins);
    const here = [...(places[index] ?? []), negate(ceiling.is)];
    const answer = here.includes(ceiling.is) ? undefined : this.#inquiry.solve(here);
    if (answer !== undefined && answer.kind !== "none") {
      const next = withLiteral(places, index, negate(ceiling.is), twins);
      const found = this.#without(next, ceiling, index + 1, left, others, twins);
      if (found !== undefined) return found;
    }
    if (left === 0 || this.#unknown !== undefined) return undefined;
    const next = withLiteral(places, index, ceiling.is, twins);
    return this.#without(next, ceiling, index + 1, left - 1, others, twins);
  }

  #fill(
    places: readonly (readonly Literal[])[],
    twins: readonly [number, number] | undefined,
  ): readonly JsonValue[] | undefined {
    if (this.#rules.isUnique) {
      const distinct = assignDistinct(this.#inquiry, places);
      if (distinct.kind === "unknown") this.#unknown ??= distinct.why;
      return distinct.kind === "found" ? distinct.value : undefined;
    }
    const items: JsonValue[] = [];
    for (const [index, literals] of places.entries()) {
      const twin = twins?.[1] === index ? items[twins[0]] : undefined;
      const answer: Answer = twin === undefined ? this.#inquiry.solve(literals) : { kind: "found", value: twin };
      if (answer.kind === "unknown") this.#unknown ??= answer.why;
      if (answer.kind !== "found") return undefined;
      items.push(answer.value);
    }
    return items;
  }
}

function withLiteral(
  places: readonly (readonly Literal[])[],
  index: number,
  literal: Literal,
  twins: readonly [number, number] | undefined,
): readonly (readonly Literal[])[] {
  const also = twins?.[0] === index ? twins[1] : twins?.[1] === index ? twins[0] : undefined;
  const next = places.with(index, [...(places[index] ?? []), literal]);
  return also === undefined ? next : next.with(also, [...(next[also] ?? []), literal]);
}

function sortOut(atoms: readonly Atom[]): ArrayRules {
  const at = new Map<number, Literal[]>();
  const rest: { from: number; is: Literal }[] = [];
  const wanted: Wanted[] = [];
  const ceilings: Ceiling[] = [];
  let [isUnique, hasTwins, shortest] = [false, false, 0];
  for (const [group, { term, no }] of atoms.entries()) {
    if (term.kind === "item") {
      at.set(term.index, [...(at.get(term.index) ?? []), no ? negate(term.is) : term.is]);
      if (no) shortest = Math.max(shortest, term.index + 1);
    } else if (term.kind === "rest") {
      if (no) wanted.push({ from: term.from, is: negate(term.is), group: undefined });
      else rest.push({ from: term.from, is: term.is });
    } else if (term.kind === "contains") {
      for (let count = 0; count < Math.min(term.min, MAX_LENGTH); count += 1)
        wanted.push({ from: 0, is: term.is, group });
      shortest = Math.max(shortest, term.min);
      if (term.max !== Infinity) ceilings.push({ is: term.is, most: term.max });
    } else if (term.kind === "unique") {
      if (no) hasTwins = true;
      else isUnique = true;
    }
  }
  const { least, most } = countRules(atoms, "minItems", "maxItems");
  return { at, rest, wanted, ceilings, isUnique, hasTwins, least: Math.max(least, shortest, hasTwins ? 2 : 0), most };
}
