import type { Sign } from "./alphabet.ts";
import { bothOf, eitherOf, opposite, truth, type Cube, type Formula } from "./cube.ts";
import type { Derivative } from "./derivative.ts";
import type { RegexTerm, RegexTerms } from "./regex-term.ts";
import type { StepBudget } from "./step-budget.ts";
import type { HistoryReader, TextHistory } from "./text-history.ts";

/** What is still asked of the rest of a text. States of one graph that ask the same are one object. */
export interface TextState {
  readonly cube: Cube;
  readonly history: TextHistory;
  /** Whether the text may end here. */
  readonly accepts: boolean;
}

/** A way on: the most readable sign that leads there. */
export interface TextEdge {
  readonly sign: Sign;
  readonly to: TextState;
}

/** The states of a question, worked out as they are asked for. A text that leads to an accepting state fulfils what was asked. */
export interface TextGraph {
  /** The ways to begin; more than one, or none. */
  begin(wanted: Formula): readonly TextState[];
  /** The ways on, most readable sign first, each state once. */
  next(state: TextState): readonly TextEdge[];
}

interface TextGraphParts {
  readonly terms: RegexTerms;
  readonly derivative: Derivative;
  readonly histories: HistoryReader;
  readonly signs: readonly Sign[];
  readonly budget: StepBudget;
}

/** What a new state costs, measured against the other steps by its time. */
const STATE_COST = 10;

export function createTextGraph({ terms, derivative, histories, signs, budget }: TextGraphParts): TextGraph {
  const states = new Map<string, TextState>();
  const ways = new Map<TextState, readonly TextEdge[]>();

  function stateOf(cube: Cube, history: TextHistory): TextState {
    const key = `${cube.join()}|${histories.keyOf(history)}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    budget.spend(STATE_COST);
    const where = histories.surroundings(history, undefined);
    const accepts = cube.every((literal) => {
      const matches = derivative.matches(terms.of(literal >> 1), where).length > 0;
      return matches === (literal % 2 === 0);
    });
    const state = { cube, history, accepts };
    states.set(key, state);
    return state;
  }

  function edgesOf({ cube, history }: TextState): readonly TextEdge[] {
    const edges = new Map<TextState, TextEdge>();
    for (const sign of signs) {
      const formula = afterSign(cube, history, sign);
      if (formula.length === 0) continue;
      const after = histories.after(history, sign);
      for (const next of formula) {
        const to = stateOf(next, after);
        if (!edges.has(to)) edges.set(to, { sign, to });
      }
    }
    return [...edges.values()];
  }

  /** What is left of all literals of a cube after one sign. */
  function afterSign(cube: Cube, history: TextHistory, { letter, pair }: Sign): Formula {
    const where = histories.surroundings(history, letter);
    return all(cube, (term) =>
      pair !== undefined && term.units ? afterPair(term, history, { letter, pair }) : derivative.matches(term, where),
    );
  }

  function afterPair(term: RegexTerm, history: TextHistory, sign: Sign): Formula {
    const [high, low] = sign.pair ?? [sign.letter, sign.letter];
    const first = derivative.matches(term, histories.surroundings(history, high));
    const where = histories.surroundings(histories.between(history, sign), low);
    return eitherOf(
      first.map((cube) => all(cube, (left) => derivative.matches(left, where))),
      budget,
    );
  }

  function all(cube: Cube, holds: (term: RegexTerm) => Formula): Formula {
    let result = truth;
    for (const literal of cube) {
      budget.spend(1);
      const formula = holds(terms.of(literal >> 1));
      result = bothOf(result, literal % 2 === 0 ? formula : opposite(formula, budget), budget);
      if (result.length === 0) return result;
    }
    return result;
  }

  return {
    begin: (wanted) => wanted.map((cube) => stateOf(cube, histories.start)),
    next(state) {
      const known = ways.get(state) ?? edgesOf(state);
      ways.set(state, known);
      return known;
    },
  };
}
