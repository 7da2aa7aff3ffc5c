import type { Letter, Sign } from "./alphabet.ts";
import type { Derivative, Surroundings } from "./derivative.ts";
import type { RegexTerm, RegexTerms } from "./regex-term.ts";

/** What of the text that was read still matters: for `^`, for `\b` and for lookbehinds. */
export interface TextHistory {
  readonly start: boolean;
  readonly word: boolean;
  /** What is left of each lookbehind, in all the ways it may have begun. */
  readonly behinds: readonly (readonly RegexTerm[])[];
}

/** Follows a text from its start, for the lookbehinds and boundaries of `terms`. */
export interface HistoryReader {
  readonly start: TextHistory;
  /** What is known at this point if `next` comes next. */
  surroundings(history: TextHistory, next: Letter | undefined): Surroundings;
  /** Between the two units of a pair, as patterns without `u` see it. */
  between(history: TextHistory, sign: Sign): TextHistory;
  after(history: TextHistory, sign: Sign): TextHistory;
  keyOf(history: TextHistory): string;
}

/** `boundaries`: whether any term asks for `\b`. If not, histories that differ in nothing else are the same. */
export function createHistoryReader(terms: RegexTerms, derivative: Derivative, boundaries: boolean): HistoryReader {
  function surroundings(history: TextHistory, next: Letter | undefined): Surroundings {
    const { start, word } = history;
    let behinds = 0;
    // A lookbehind stands after those it contains, so their bits are there when it asks for them.
    for (const [index, lefts] of history.behinds.entries()) {
      const where = { start, word, next, behinds };
      if (lefts.some((left) => derivative.matchesNothing(left, where).length > 0)) behinds |= 1 << index;
    }
    return { start, word, next, behinds };
  }

  function step(history: TextHistory, letter: Letter, concerns: (term: RegexTerm) => boolean): TextHistory {
    const where = surroundings(history, letter);
    const behinds = history.behinds.map((lefts, index) => {
      const whole = terms.behinds[index];
      if (whole === undefined || !concerns(whole)) return lefts;
      const next = new Set(lefts.flatMap((left) => derivative.branches(left, where).map(({ rest }) => rest)));
      return [...next].sort((left, right) => left.id - right.id);
    });
    return { start: false, word: boundaries && letter.word, behinds };
  }

  return {
    start: { start: true, word: false, behinds: terms.behinds.map((behind) => [behind]) },
    surroundings,
    between: (history, { letter, pair }) => step(history, pair?.[0] ?? letter, ({ units }) => units),
    after(history, { letter, pair }) {
      if (pair === undefined) return step(history, letter, () => true);
      const whole = step(history, letter, ({ units }) => !units);
      const halves = step(
        step(history, pair[0], ({ units }) => units),
        pair[1],
        ({ units }) => units,
      );
      const behinds = terms.behinds.map(({ units }, index) => (units ? halves : whole).behinds[index] ?? []);
      return { ...whole, behinds };
    },
    keyOf: ({ start, word, behinds }) =>
      `${start ? "^" : ""}${word ? "w" : ""}${behinds.map((lefts) => lefts.map(({ id }) => id).join()).join(";")}`,
  };
}
