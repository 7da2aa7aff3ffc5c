import type { Letter } from "./alphabet.ts";
import { bothOf, eitherOf, falsehood, opposite, truth, type Cube, type Formula } from "./cube.ts";
import type { RegexTerm, RegexTerms } from "./regex-term.ts";
import type { StepBudget } from "./step-budget.ts";

/** What is known where a term begins to match. */
export interface Surroundings {
  /** Nothing stands before. */
  readonly start: boolean;
  /** A word character stands before. */
  readonly word: boolean;
  /** What is read next; `undefined` at the end of the text. */
  readonly next: Letter | undefined;
  /** The lookbehinds that match what stands before, one bit each. */
  readonly behinds: number;
}

/** One way to read the next letter: what must hold after it, beside what is left of the term. */
export interface Branch {
  readonly guard: Cube;
  readonly rest: RegexTerm;
}

/**
 * Takes terms apart by what they read next (Antimirov's partial derivatives). Lookaheads become conditions on the rest of the text, so
 * a term in its surroundings is a formula over the terms that are left after one letter.
 */
export interface Derivative {
  /** When the term, from here, matches what comes next or a beginning of it. */
  matches(term: RegexTerm, where: Surroundings): Formula;
  /** When the term matches the empty string here. */
  matchesNothing(term: RegexTerm, where: Surroundings): Formula;
  /** The ways in which the term reads the next letter. */
  branches(term: RegexTerm, where: Surroundings): readonly Branch[];
}

/** Makes the derivatives of the terms of one question; keeps what it worked out. */
export function createDerivative(terms: RegexTerms, budget: StepBudget): Derivative {
  const known = new Map<RegexTerm, Map<number, Formula>>();

  function matches(term: RegexTerm, where: Surroundings): Formula {
    if (term.nullable) return truth;
    const kept = known.get(term) ?? new Map<number, Formula>();
    known.set(term, kept);
    const key = keyOf(where);
    const old = kept.get(key);
    if (old !== undefined) return old;
    const now = matchesNothing(term, where);
    const formula = now === truth ? now : eitherOf([now, branches(term, where).flatMap(goesOn)], budget);
    kept.set(key, formula);
    return formula;
  }

  function goesOn({ guard, rest }: Branch): Formula {
    return rest.nullable ? [guard] : bothOf([guard], [[rest.id * 2]], budget);
  }

  function matchesNothing(term: RegexTerm, where: Surroundings): Formula {
    if (term.nullable) return truth;
    budget.spend(1);
    switch (term.kind) {
      case "start":
        return when(where.start);
      case "end":
        return when(where.next === undefined);
      case "boundary":
        return when((where.word !== (where.next?.word ?? false)) !== term.negate);
      case "behind":
        return when((((where.behinds >> term.index) & 1) === 1) !== term.negate);
      case "ahead":
        return term.negate ? opposite(matches(term.body, where), budget) : matches(term.body, where);
      case "sequence": {
        let all = matchesNothing(term.head, where);
        let { tail } = term;
        for (; tail.kind === "sequence" && all.length > 0; { tail } = tail)
          all = bothOf(all, matchesNothing(tail.head, where), budget);
        return all.length === 0 ? falsehood : bothOf(all, matchesNothing(tail, where), budget);
      }
      case "choice":
        return eitherOf(
          term.options.map((option) => matchesNothing(option, where)),
          budget,
        );
      case "repeat":
        return matchesNothing(term.body, where);
      case "words":
        return when(term.node.ends && where.next === undefined);
      default:
        return falsehood;
    }
  }

  function branches(term: RegexTerm, where: Surroundings): readonly Branch[] {
    const { next } = where;
    if (next === undefined) return [];
    budget.spend(1);
    switch (term.kind) {
      case "set":
        return next.has(term.set) ? [{ guard: [], rest: terms.empty }] : [];
      case "choice":
        return unique(term.options.flatMap((option) => branches(option, where)));
      case "sequence":
        return sequenceBranches(term.head, term.tail, where);
      case "repeat": {
        const left = terms.repeat(term.body, Math.max(0, term.min - 1), term.max - 1);
        // A round that must be made may be made without reading anything; one that need not be made is not.
        if (term.min > 0) return sequenceBranches(term.body, left, where);
        return append(branches(term.body, where), left);
      }
      case "words": {
        const node = term.node.next.get(next.code);
        return node === undefined ? [] : [{ guard: [], rest: terms.words(node) }];
      }
      default:
        return [];
    }
  }

  /** In a loop over the parts: a pattern may have thousands of them that match nothing. */
  function sequenceBranches(first: RegexTerm, others: RegexTerm, where: Surroundings): readonly Branch[] {
    const list: Branch[] = [];
    let skipped = truth;
    let head = first;
    let tail = others;
    while (skipped.length > 0) {
      for (const { guard, rest } of append(branches(head, where), tail))
        for (const both of bothOf(skipped, [guard], budget)) list.push({ guard: both, rest });
      if (tail.kind === "empty") break;
      skipped = bothOf(skipped, matchesNothing(head, where), budget);
      [head, tail] = tail.kind === "sequence" ? [tail.head, tail.tail] : [tail, terms.empty];
    }
    return unique(list);
  }

  function append(list: readonly Branch[], tail: RegexTerm): readonly Branch[] {
    if (list.length === 0) return list;
    budget.spend(list.length);
    const rest = terms.later(tail);
    if (rest.kind === "never") return [];
    return list.map((branch) => ({ guard: branch.guard, rest: terms.sequence(branch.rest, rest) }));
  }

  function unique(list: readonly Branch[]): readonly Branch[] {
    budget.spend(list.length);
    const byKey = new Map(list.map((branch) => [`${branch.rest.id},${branch.guard.join()}`, branch]));
    return byKey.size === list.length ? list : [...byKey.values()];
  }

  return { matches, matchesNothing, branches };
}

function when(holds: boolean): Formula {
  return holds ? truth : falsehood;
}

function keyOf({ start, word, next, behinds }: Surroundings): number {
  return (((next?.id ?? -1) + 1) * 4096 + behinds) * 4 + (start ? 2 : 0) + (word ? 1 : 0);
}
