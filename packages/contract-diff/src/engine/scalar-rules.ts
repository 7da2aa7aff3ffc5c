import type { NumberRules } from "./number-rules.ts";
import type { StringRules } from "./string-rules.ts";
import type { Term } from "./term.ts";

/** A term that is settled: that it holds, or (`no`) that it does not. */
export interface Atom {
  readonly term: Term;
  readonly no: boolean;
}

/** What settled terms ask of a number. */
export function numberRules(atoms: readonly Atom[]): NumberRules {
  let low = { value: -Infinity, exclusive: false };
  let high = { value: Infinity, exclusive: false };
  const multiples: number[] = [];
  const notMultiples: number[] = [];
  const excluded = new Set<number>();
  for (const { term, no } of atoms) {
    if (term.kind === "multipleOf") (no ? notMultiples : multiples).push(term.value);
    else if (term.kind === "enum")
      for (const value of term.values.values()) if (typeof value === "number") excluded.add(value);
    if (term.kind !== "minimum" && term.kind !== "maximum") continue;
    // What is not at least 3 is below 3.
    const bound = { value: term.value, exclusive: term.exclusive !== no };
    if ((term.kind === "minimum") !== no) low = tighter(low, bound, bound.value > low.value);
    else high = tighter(high, bound, bound.value < high.value);
  }
  return {
    minimum: low.value,
    exclusiveMinimum: low.exclusive,
    maximum: high.value,
    exclusiveMaximum: high.exclusive,
    multiples,
    notMultiples,
    excluded,
  };
}

/** What settled terms ask of a string. */
export function stringRules(atoms: readonly Atom[]): StringRules {
  const [patterns, notPatterns, formats, notFormats]: [string[], string[], string[], string[]] = [[], [], [], []];
  const excluded = new Set<string>();
  for (const { term, no } of atoms) {
    if (term.kind === "pattern") (no ? notPatterns : patterns).push(term.pattern);
    else if (term.kind === "format") (no ? notFormats : formats).push(term.format);
    else if (term.kind === "enum")
      for (const value of term.values.values()) if (typeof value === "string") excluded.add(value);
  }
  const { least, most } = countRules(atoms, "minLength", "maxLength");
  return { minLength: least, maxLength: most, patterns, notPatterns, formats, notFormats, excluded };
}

/** How many there must and may be, of what a pair of terms counts. */
export function countRules(
  atoms: readonly Atom[],
  min: Term["kind"],
  max: Term["kind"],
): { readonly least: number; readonly most: number } {
  let [least, most] = [0, Infinity];
  for (const { term, no } of atoms) {
    if (!("value" in term)) continue;
    if (term.kind === min && !no) least = Math.max(least, term.value);
    else if (term.kind === min) most = Math.min(most, term.value - 1);
    else if (term.kind === max && !no) most = Math.min(most, term.value);
    else if (term.kind === max) least = Math.max(least, term.value + 1);
  }
  return { least, most };
}

interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

function tighter(old: Bound, bound: Bound, isTighter: boolean): Bound {
  if (isTighter) return bound;
  return bound.value === old.value && bound.exclusive ? bound : old;
}
