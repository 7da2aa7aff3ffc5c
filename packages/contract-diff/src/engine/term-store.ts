import type { JsonValue } from "@cordon/core";
import type { SchemaNode } from "../schema/schema-node.ts";
import { ANY_TYPE, FALSE, isNegated, negate, TRUE, TYPE, typeOf } from "./term.ts";
import type { Literal, Reading, Term } from "./term.ts";
import { excludeEachOther, marksOf } from "./union-marks.ts";
import { valueKey } from "./value-key.ts";

type Plain = Exclude<Term, { readonly kind: "true" | "and" | "enum" | "types" | "name" }>;

const MAX_REMEMBERED = 8;

/**
 * Keeps each term once, so that schemas that say the same in the same words become the same number: the order of keywords, names of
 * definitions, references and nested `allOf` leave no trace. Two documents that are held against each other share one store.
 */
export class TermStore {
  readonly #terms: Term[] = [{ kind: "true" }];
  readonly #numbers = new Map<string, Literal>();
  readonly #nodes = new Map<SchemaNode, number>();
  readonly #conjunctions = new Map<string, Literal>();
  readonly #listTypes = new Map<number, number>();

  /** The term of a literal, without its sign. */
  term(literal: Literal): Term {
    const term = this.#terms[literal >> 1];
    if (term === undefined) throw new RangeError(`${literal} is no literal of this store.`);
    return term;
  }

  types(mask: number): Literal {
    if (mask === ANY_TYPE) return TRUE;
    return mask === 0 ? FALSE : this.#keep(`types ${mask}`, { kind: "types", types: mask });
  }

  oneOfValues(values: Iterable<JsonValue>): Literal {
    const byKey = new Map([...values].map((value) => [valueKey(value), value] as const));
    if (byKey.size === 0) return FALSE;
    const keys = [...byKey.keys()].toSorted();
    return this.#keep(`enum ${keys.join(",")}`, { kind: "enum", values: byKey });
  }

  name(node: SchemaNode, reading: Reading): Literal {
    const number = this.#nodes.get(node) ?? this.#nodes.size;
    this.#nodes.set(node, number);
    return this.#keep(`name ${number} ${reading.closed} ${reading.filled}`, { kind: "name", node, reading });
  }

  /** A term that is made of nothing but its fields. What says nothing becomes `TRUE`. */
  plain(term: Plain): Literal {
    return this.#simplified(term) ?? this.#keep(JSON.stringify(term), term);
  }

  and(literals: Iterable<Literal>): Literal {
    const wanted = new Set(literals);
    wanted.delete(TRUE);
    const [only] = wanted;
    if (only === undefined) return TRUE;
    if (wanted.size === 1) return only;
    const parts = [...wanted].toSorted((a, b) => a - b);
    // Few wholes of many parts each are asked for again and again.
    const key = parts.length > MAX_REMEMBERED ? undefined : parts.join(" ");
    const known = key === undefined ? undefined : this.#conjunctions.get(key);
    if (known !== undefined) return known;
    const literal = this.#and(parts);
    if (key !== undefined) this.#conjunctions.set(key, literal);
    return literal;
  }

  #and(literals: readonly Literal[]): Literal {
    const all = new Set<Literal>();
    const lists = new Set<Literal>();
    let types = ANY_TYPE;
    for (const literal of this.#flat(literals)) {
      if (literal === FALSE) return FALSE;
      const term = this.term(literal);
      if (term.kind === "types") types &= isNegated(literal) ? ANY_TYPE ^ term.types : term.types;
      else if (term.kind === "enum") lists.add(literal);
      else all.add(literal);
    }
    if (types === 0) return FALSE;
    if (lists.size > 0) for (const literal of this.#lists(lists, types)) all.add(literal);
    else all.add(this.types(types));
    return this.#conjunction(all);
  }

  /** Lists of wanted and unwanted values as one of them, and the types as far as the list does not say them. */
  #lists(lists: ReadonlySet<Literal>, types: number): readonly Literal[] {
    const [only] = lists;
    const isWhole =
      only !== undefined && lists.size === 1 && (types & this.#typesOfList(only)) === this.#typesOfList(only);
    if (isWhole) return isNegated(only) ? [only, this.types(types)] : [only];
    const wanted: ReadonlyMap<string, JsonValue>[] = [];
    const unwanted = new Map<string, JsonValue>();
    for (const literal of lists) {
      const term = this.term(literal);
      if (term.kind !== "enum") continue;
      if (isNegated(literal)) for (const [key, value] of term.values) unwanted.set(key, value);
      else wanted.push(term.values);
    }
    const [first] = wanted;
    if (first === undefined) {
      const excluded = [...unwanted.values()].filter((value) => (typeOf(value) & types) !== 0);
      return [this.types(types), this.not(this.oneOfValues(excluded))];
    }
    const kept = [...first].filter(
      ([key, value]) =>
        (typeOf(value) & types) !== 0 && !unwanted.has(key) && wanted.every((values) => values.has(key)),
    );
    return [this.oneOfValues(kept.map(([, value]) => value))];
  }

  #typesOfList(literal: Literal): number {
    const known = this.#listTypes.get(literal >> 1);
    if (known !== undefined) return known;
    const term = this.term(literal);
    const values = term.kind === "enum" ? [...term.values.values()] : [];
    const types = values.reduce((mask: number, value) => mask | typeOf(value), 0);
    this.#listTypes.set(literal >> 1, types);
    return types;
  }

  or(literals: Iterable<Literal>): Literal {
    return this.not(this.and([...literals].map((literal) => this.not(literal))));
  }

  not(literal: Literal): Literal {
    const term = this.term(literal);
    if (term.kind !== "types") return negate(literal);
    return this.types(isNegated(literal) ? term.types : ANY_TYPE ^ term.types);
  }

  /** No two of them hold. Of those that exclude each other anyway nothing is said, so a union by a discriminating property is a plain one. */
  atMostOne(literals: readonly Literal[]): Literal {
    const marks = literals.map((literal) => marksOf(this, literal));
    const pairs = literals.flatMap((one, index) =>
      literals.slice(index + 1).flatMap((other, offset) => {
        const [mine, theirs] = [marks[index], marks[index + 1 + offset]];
        return mine !== undefined && theirs !== undefined && excludeEachOther(mine, theirs) ? [] : [[one, other]];
      }),
    );
    return this.and(pairs.map((pair) => this.not(this.and(pair))));
  }

  /** The types that a document of this literal may have, as far as that shows at once. */
  typesOf(literal: Literal): number {
    const term = this.term(literal);
    if (term.kind === "types") return isNegated(literal) ? ANY_TYPE ^ term.types : term.types;
    if (isNegated(literal)) return ANY_TYPE;
    if (term.kind === "enum") return this.#typesOfList(literal);
    if (term.kind === "and") return term.all.reduce((types, part) => types & this.typesOf(part), ANY_TYPE);
    return ANY_TYPE;
  }

  *#flat(literals: Iterable<Literal>): Iterable<Literal> {
    for (const literal of literals) {
      const term = this.term(literal);
      if (term.kind === "and" && !isNegated(literal)) yield* term.all;
      else yield literal;
    }
  }

  #conjunction(all: Set<Literal>): Literal {
    all.delete(TRUE);
    if (all.has(FALSE)) return FALSE;
    for (const literal of all) if (all.has(negate(literal))) return FALSE;
    const sorted = [...all].toSorted((a, b) => a - b);
    const [only] = sorted;
    if (only === undefined) return TRUE;
    return sorted.length === 1 ? only : this.#keep(`and ${sorted.join(" ")}`, { kind: "and", all: sorted });
  }

  #simplified(term: Plain): Literal | undefined {
    switch (term.kind) {
      case "minLength":
      case "minItems":
      case "minProperties":
        return term.value <= 0 ? TRUE : undefined;
      case "item":
      case "property":
      case "patternProperty":
      case "additional":
      case "propertyNames":
        return term.is === TRUE ? TRUE : undefined;
      case "rest":
        if (term.is === TRUE) return TRUE;
        return term.is === FALSE ? this.plain({ kind: "maxItems", value: term.from }) : undefined;
      case "contains":
        return this.#containsSimplified(term);
      default:
        return undefined;
    }
  }

  #containsSimplified({ is, min, max }: Extract<Term, { readonly kind: "contains" }>): Literal | undefined {
    if (min > max) return this.types(ANY_TYPE ^ TYPE.array);
    if (min <= 0 && max === Infinity) return TRUE;
    if (is === TRUE) {
      const atMost = max === Infinity ? TRUE : this.plain({ kind: "maxItems", value: max });
      return this.and([this.plain({ kind: "minItems", value: min }), atMost]);
    }
    if (is === FALSE) return min <= 0 ? TRUE : this.types(ANY_TYPE ^ TYPE.array);
    return max === 0 ? this.plain({ kind: "rest", from: 0, is: negate(is) }) : undefined;
  }

  #keep(key: string, term: Term): Literal {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const literal = this.#terms.length * 2;
    this.#terms.push(term);
    this.#numbers.set(key, literal);
    return literal;
  }
}
