import type { Search } from "../verdict.ts";
import { createAlphabet } from "./alphabet.ts";
import type { PropertySets } from "./char-sets.ts";
import { bothOf, falsehood, truth, type Formula } from "./cube.ts";
import { createDerivative } from "./derivative.ts";
import { parsePattern } from "./parse-pattern.ts";
import { createRegexTerms, type RegexTerm, type RegexTerms } from "./regex-term.ts";
import { BudgetSpent, createStepBudget, type StepBudget } from "./step-budget.ts";
import { createHistoryReader } from "./text-history.ts";
import { createTextGraph, type TextGraph, type TextState } from "./text-graph.ts";
import { findText, listTexts, type LengthRange } from "./text-search.ts";
import { wordTrie, type WordNode } from "./word-trie.ts";

/** A pattern or a format that is wanted, or unwanted. */
export interface Demand {
  /** For messages: `the pattern "^a"`. */
  readonly name: string;
  readonly wanted: boolean;
  /** `undefined`: not tested, because it could take too long. */
  readonly test: (text: string) => boolean | undefined;
  /** An expression that matches just the texts that pass the test. */
  readonly exact?: RegExp;
  /** An expression that matches at least those. */
  readonly within?: RegExp;
  readonly samples: readonly string[];
}

/** All demands at once, as far as they are understood. */
export interface Question {
  /** Why demands are not understood; if there are any, what is found need not fulfil them. `none` is certain all the same. */
  readonly opaque: readonly string[];
  find(): Search<string>;
  list(most: number): readonly string[];
}

interface QuestionOptions {
  readonly lengths: LengthRange;
  readonly excluded: readonly string[];
  readonly properties: PropertySets;
  readonly maxSteps: number;
}

/** `find` throws `BudgetSpent`, `list` stops short; each time anew. */
export function createQuestion(demands: readonly Demand[], options: QuestionOptions): Question {
  const terms = createRegexTerms();
  const opaque: string[] = [];
  const literals = demands.flatMap((demand): readonly number[] => {
    const { term, why } = understood(demand, terms, options.properties);
    if (why !== undefined) opaque.push(`It cannot be decided in general what fulfils ${demand.name}, which ${why}.`);
    if (term === undefined) return [];
    const search = terms.sequence(terms.anything(isInUnits(demand)), term);
    return [demand.wanted ? search.id * 2 : search.id * 2 + 1];
  });
  const trie = wordTrie(options.excluded);
  if (options.excluded.length > 0) literals.push(terms.words(trie).id * 2 + 1);
  const open = (budget: StepBudget): Opened => openGraph(terms, literals, trie, budget);
  return {
    opaque,
    find() {
      const budget = createStepBudget(options.maxSteps);
      const { graph, begin } = open(budget);
      return findText(graph, begin, options.lengths, budget);
    },
    list(most) {
      const { graph, begin } = open(createStepBudget(options.maxSteps * LISTING));
      return listTexts(graph, begin, options.lengths, most);
    },
  };
}

/** A list is a second try, so it may cost only this part of the budget. */
const LISTING = 1 / 4;

interface Opened {
  readonly graph: TextGraph;
  readonly begin: readonly TextState[];
}

function understood(
  { exact, within, wanted }: Demand,
  terms: RegexTerms,
  properties: PropertySets,
): { readonly term?: RegexTerm; readonly why?: string } {
  const expression = exact ?? within;
  if (expression === undefined) return { why: "is known only as a test" };
  const parsed = parsePattern(expression, { terms, properties });
  if (parsed.kind === "exact" && exact !== undefined) return { term: parsed.term };
  const why = parsed.kind === "opaque" ? parsed.why : "is known only roughly";
  const wider = parsed.kind === "exact" ? parsed.term : parsed.within;
  return wanted && wider !== undefined ? { term: wider, why } : { why };
}

function isInUnits({ exact, within }: Demand): boolean {
  return (exact ?? within)?.unicode === false;
}

function openGraph(terms: RegexTerms, literals: readonly number[], trie: WordNode, budget: StepBudget): Opened {
  const codes = new Set<number>();
  collectCodes(trie, codes);
  const signs = createAlphabet(terms.sets, codes);
  if (signs === undefined) throw new BudgetSpent("Too many characters to tell apart.");
  const derivative = createDerivative(terms, budget);
  // Boundaries matter wherever any are: one word character more or less in a history costs little.
  const histories = createHistoryReader(terms, derivative, terms.hasBoundary());
  const graph = createTextGraph({ terms, derivative, histories, signs, budget });
  return { graph, begin: graph.begin(wantedOf(terms, literals, budget)) };
}

/** What matches the empty string matches everywhere, because a match may end before the text does. */
function wantedOf(terms: RegexTerms, literals: readonly number[], budget: StepBudget): Formula {
  let wanted = truth;
  for (const literal of literals) {
    const { nullable, kind } = terms.of(literal >> 1);
    const isWanted = literal % 2 === 0;
    if (kind === "never" ? isWanted : nullable && !isWanted) return falsehood;
    if (kind !== "never" && !nullable) wanted = bothOf(wanted, [[literal]], budget);
  }
  return wanted;
}

function collectCodes(root: WordNode, codes: Set<number>): void {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const [code, next] of node.next) {
      codes.add(code);
      open.push(next);
    }
  }
}
