import { countRules } from "./scalar-rules.ts";
import type { Atom } from "./scalar-rules.ts";
import type { Inquiry } from "./inquiry.ts";
import { negate, TRUE } from "./term.ts";
import type { Literal } from "./term.ts";

/** Which names a rule is about: those of a pattern, those that some names and patterns leave over, or those that are what a literal says. */
export type NameSet =
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "others"; readonly names: readonly string[]; readonly patterns: readonly string[] }
  | { readonly kind: "fulfilling"; readonly literal: Literal };

/** All values under these names must fulfil the literal. */
export interface NameRule {
  readonly of: NameSet;
  readonly is: Literal;
}

/** Everything that is asked of an object, sorted out. */
export interface ObjectRules {
  /** What the value under a name must fulfil, by name, for names that are spoken of. */
  readonly named: ReadonlyMap<string, readonly Literal[]>;
  readonly required: ReadonlySet<string>;
  readonly forbidden: ReadonlySet<string>;
  readonly rules: readonly NameRule[];
  /** There must be a property of such a name whose value fulfils the literal, for each. */
  readonly wanted: readonly NameRule[];
  /** What every name must fulfil. */
  readonly names: readonly Literal[];
  readonly least: number;
  readonly most: number;
}

/** Sorts settled terms by what they speak of. */
export function objectRules(atoms: readonly Atom[]): ObjectRules {
  const named = new Map<string, Literal[]>();
  const required = new Set<string>();
  const forbidden = new Set<string>();
  const rules: NameRule[] = [];
  const wanted: NameRule[] = [];
  const names: Literal[] = [];
  const say = (name: string, literal: Literal): void => {
    const said = named.get(name);
    if (said === undefined) named.set(name, literal === TRUE ? [] : [literal]);
    else if (literal !== TRUE) said.push(literal);
  };
  for (const { term, no } of atoms) {
    switch (term.kind) {
      case "required":
        say(term.name, TRUE);
        (no ? forbidden : required).add(term.name);
        break;
      case "property":
        say(term.name, no ? negate(term.is) : term.is);
        if (no) required.add(term.name);
        break;
      case "patternProperty":
        (no ? wanted : rules).push({
          of: { kind: "pattern", pattern: term.pattern },
          is: no ? negate(term.is) : term.is,
        });
        break;
      case "additional":
        for (const name of term.names) say(name, TRUE);
        (no ? wanted : rules).push({
          of: { kind: "others", names: term.names, patterns: term.patterns },
          is: no ? negate(term.is) : term.is,
        });
        break;
      case "propertyNames":
        if (no) wanted.push({ of: { kind: "fulfilling", literal: negate(term.is) }, is: TRUE });
        else names.push(term.is);
        break;
      default:
        break;
    }
  }
  return { named, required, forbidden, rules, wanted, names, ...countRules(atoms, "minProperties", "maxProperties") };
}

/** Whether a name belongs to a set. */
export function inSet(inquiry: Inquiry, set: NameSet, name: string): boolean | undefined {
  if (set.kind === "pattern") return inquiry.evaluator.matches(set.pattern, name);
  if (set.kind === "fulfilling") return inquiry.evaluator.holds(set.literal, name);
  const covered = inquiry.evaluator.covers(set, name);
  return covered === undefined ? undefined : !covered;
}
