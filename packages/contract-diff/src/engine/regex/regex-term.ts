import { CharSet } from "refa";
import type { WordNode } from "./word-trie.ts";

interface TermBase {
  readonly id: number;
  /** Matches the empty string wherever it stands. */
  readonly nullable: boolean;
  /** Contains `^` somewhere. */
  readonly anchored: boolean;
  /** Reads UTF-16 units and not code points: a pattern without the flag `u`. */
  readonly units: boolean;
}

/** A regular expression. Equal terms of one `RegexTerms` are one object. */
export type RegexTerm = TermBase &
  (
    | { readonly kind: "never" | "empty" | "start" | "end" }
    | { readonly kind: "set"; readonly set: number }
    | { readonly kind: "sequence"; readonly head: RegexTerm; readonly tail: RegexTerm }
    | { readonly kind: "choice"; readonly options: readonly RegexTerm[] }
    | { readonly kind: "repeat"; readonly body: RegexTerm; readonly min: number; readonly max: number }
    | { readonly kind: "boundary"; readonly negate: boolean }
    | { readonly kind: "ahead"; readonly body: RegexTerm; readonly negate: boolean }
    | { readonly kind: "behind"; readonly index: number; readonly negate: boolean }
    | { readonly kind: "words"; readonly node: WordNode }
  );

/** A set of characters as one of the patterns reads it. */
export interface TermSet {
  readonly chars: CharSet;
  readonly units: boolean;
}

/** Makes terms, all of one question. */
export interface RegexTerms {
  readonly never: RegexTerm;
  readonly empty: RegexTerm;
  readonly start: RegexTerm;
  readonly end: RegexTerm;
  /** What was made so far: the sets of characters, by the index in their terms. */
  readonly sets: readonly TermSet[];
  /** What lookbehinds look for, with anything before it, by the index in their terms. A lookbehind stands after those it contains. */
  readonly behinds: readonly RegexTerm[];
  set(chars: CharSet, units: boolean): RegexTerm;
  /** Any text at all, as a pattern with or without `u` reads it. */
  anything(units: boolean): RegexTerm;
  sequence(head: RegexTerm, tail: RegexTerm): RegexTerm;
  choice(options: readonly RegexTerm[]): RegexTerm;
  repeat(body: RegexTerm, min: number, max: number): RegexTerm;
  boundary(negate: boolean): RegexTerm;
  /** Whether any boundary was made. */
  hasBoundary(): boolean;
  ahead(body: RegexTerm, negate: boolean): RegexTerm;
  behind(body: RegexTerm, units: boolean, negate: boolean): RegexTerm;
  /** Exactly one of the words, from the start of the text to its end. */
  words(node: WordNode): RegexTerm;
  /** What the term is anywhere but at the start of the text: `^` fails there. */
  later(term: RegexTerm): RegexTerm;
  of(id: number): RegexTerm;
}

type Shape = RegexTerm extends infer Term ? (Term extends RegexTerm ? Omit<Term, "id"> : never) : never;

/** Makes an empty store of terms. */
export function createRegexTerms(): RegexTerms {
  const all: RegexTerm[] = [];
  const byKey = new Map<string, RegexTerm>();
  const sets: TermSet[] = [];
  const behinds: RegexTerm[] = [];
  const laterOf = new Map<RegexTerm, RegexTerm>();
  const wordIds = new Map<WordNode, RegexTerm>();

  function intern(key: string, shape: Shape): RegexTerm {
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const term: RegexTerm = { ...shape, id: all.length };
    all.push(term);
    byKey.set(key, term);
    return term;
  }

  const never = intern("never", { kind: "never", ...leaf });
  const empty = intern("empty", { kind: "empty", ...leaf, nullable: true });

  function set(chars: CharSet, units: boolean): RegexTerm {
    if (chars.isEmpty) return never;
    const key = `set ${units} ${chars.toRangesString()}`;
    const known = byKey.get(key);
    if (known !== undefined) return known;
    sets.push({ chars, units });
    return intern(key, { kind: "set", ...leaf, units, set: sets.length - 1 });
  }

  function sequence(head: RegexTerm, tail: RegexTerm): RegexTerm {
    if (head.kind === "never" || tail.kind === "never") return never;
    if (head.kind === "empty") return tail;
    if (tail.kind === "empty") return head;
    const nullable = head.nullable && tail.nullable;
    return intern(`sequence ${head.id} ${tail.id}`, { kind: "sequence", ...over([head, tail]), nullable, head, tail });
  }

  function choice(options: readonly RegexTerm[]): RegexTerm {
    const flat = new Set(options.flatMap((option) => (option.kind === "choice" ? option.options : [option])));
    flat.delete(never);
    const sorted = [...flat].sort((left, right) => left.id - right.id);
    const [first, second] = sorted;
    if (first === undefined) return never;
    if (second === undefined) return first;
    const nullable = sorted.some((option) => option.nullable);
    const key = `choice ${sorted.map(({ id }) => id).join(" ")}`;
    return intern(key, { kind: "choice", ...over(sorted), nullable, options: sorted });
  }

  function repeat(body: RegexTerm, least: number, max: number): RegexTerm {
    // An empty round satisfies any number of rounds.
    const min = body.nullable ? 0 : least;
    if (max === 0 || body.kind === "empty") return empty;
    if (body.kind === "never") return min === 0 ? empty : never;
    if (min === 1 && max === 1) return body;
    const nullable = min === 0;
    return intern(`repeat ${body.id} ${min} ${max}`, { kind: "repeat", ...over([body]), nullable, body, min, max });
  }

  function ahead(body: RegexTerm, negate: boolean): RegexTerm {
    if (body.nullable) return negate ? never : empty;
    if (body.kind === "never") return negate ? empty : never;
    return intern(`ahead ${body.id} ${negate}`, { kind: "ahead", ...over([body]), nullable: false, body, negate });
  }

  function anything(units: boolean): RegexTerm {
    return repeat(set(CharSet.all(units ? 0xff_ff : 0x10_ff_ff), units), 0, Infinity);
  }

  function behind(body: RegexTerm, units: boolean, negate: boolean): RegexTerm {
    const search = sequence(anything(units), body);
    const known = behinds.indexOf(search);
    const index = known === -1 ? behinds.push(search) - 1 : known;
    return intern(`behind ${index} ${negate}`, { kind: "behind", ...leaf, units, index, negate });
  }

  function words(node: WordNode): RegexTerm {
    const known = wordIds.get(node) ?? intern(`words ${wordIds.size}`, { kind: "words", ...leaf, node });
    wordIds.set(node, known);
    return known;
  }

  function later(term: RegexTerm): RegexTerm {
    if (!term.anchored) return term;
    const heads: RegexTerm[] = [];
    let tail = term;
    // In a loop: a sequence may have thousands of parts.
    for (; tail.kind === "sequence" && tail.anchored && !laterOf.has(tail); { tail } = tail) heads.push(tail.head);
    let result = laterOf.get(tail) ?? laterParts(tail);
    while (heads.length > 0) result = sequence(later(heads.pop() ?? empty), result);
    laterOf.set(term, result);
    return result;
  }

  function laterParts(term: RegexTerm): RegexTerm {
    if (!term.anchored) return term;
    if (term.kind === "choice") return choice(term.options.map(later));
    if (term.kind === "repeat") return repeat(later(term.body), term.min, term.max);
    if (term.kind === "ahead") return ahead(later(term.body), term.negate);
    return never;
  }

  return {
    never,
    empty,
    start: intern("start", { kind: "start", ...leaf, anchored: true }),
    end: intern("end", { kind: "end", ...leaf }),
    sets,
    behinds,
    set,
    anything,
    sequence,
    choice,
    repeat,
    boundary: (negate) => intern(`boundary ${negate}`, { kind: "boundary", ...leaf, negate }),
    hasBoundary: () => byKey.has("boundary true") || byKey.has("boundary false"),
    ahead,
    behind,
    words,
    later,
    of: (id) => all[id] ?? never,
  };
}

const leaf = { nullable: false, anchored: false, units: false } as const;

function over(parts: readonly RegexTerm[]): Pick<RegexTerm, "anchored" | "units"> {
  return { anchored: parts.some((part) => part.anchored), units: parts.some((part) => part.units) };
}
