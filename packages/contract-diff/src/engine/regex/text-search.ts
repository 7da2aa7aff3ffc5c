import type { Search } from "../verdict.ts";
import { BudgetSpent, createStepBudget, type StepBudget } from "./step-budget.ts";
import type { TextEdge, TextGraph, TextState } from "./text-graph.ts";

/** How long a text may be, in code points. */
export interface LengthRange {
  readonly min: number;
  /** May be infinite. */
  readonly max: number;
}

const LONGEST_TEXT = 200_000;
const LONGEST_LISTED = 200;
const MOST_BACK = 2_000_000;

/**
 * Finds the shortest text of the graph within the lengths, the most readable of that length as far as a greedy choice goes, or proves that
 * there is none. Lengths cost little: the sets of states that texts of one length lead to come round again, and are not walked twice.
 */
export function findText(
  graph: TextGraph,
  begin: readonly TextState[],
  lengths: LengthRange,
  budget: StepBudget,
): Search<string> {
  const shortest = findShortest(graph, begin, lengths.max, budget);
  if (shortest === undefined) return { kind: "none" };
  if (shortest.length >= lengths.min) return { kind: "found", value: shortest.join("") };
  return findOfLength(graph, begin, lengths, budget);
}

/** Some texts of the graph, short ones first, at most this many: fewer if they cost too much. For what the graph knows only in part. */
export function listTexts(
  graph: TextGraph,
  begin: readonly TextState[],
  { min, max }: LengthRange,
  most: number,
): readonly string[] {
  const texts: string[] = [];
  const last = Math.min(max, LONGEST_LISTED);
  try {
    let level: readonly Prefix[] = begin.map((state) => ({ state, text: "" }));
    for (let length = 0; length <= last && level.length > 0 && texts.length < most; length += 1) {
      if (length >= min) texts.push(...level.filter(({ state }) => state.accepts).map(({ text }) => text));
      level = level.flatMap((prefix) => goOn(graph, prefix)).slice(0, most);
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
  }
  return texts.slice(0, most);
}

function goOn(graph: TextGraph, { state, text }: Prefix): readonly Prefix[] {
  return graph.next(state).map((edge) => ({ state: edge.to, text: text + char(edge) }));
}

interface Prefix {
  readonly state: TextState;
  readonly text: string;
}

interface Step {
  readonly state: TextState;
  readonly from?: { readonly step: Step; readonly edge: TextEdge };
}

/** Breadth first: each state once. The signs of the shortest accepted text, unless it is longer than `max`. */
function findShortest(
  graph: TextGraph,
  begin: readonly TextState[],
  max: number,
  budget: StepBudget,
): readonly string[] | undefined {
  const seen = new Set(begin);
  let level: readonly Step[] = begin.map((state) => ({ state }));
  for (let length = 0; length <= max && level.length > 0; length += 1) {
    const end = level.find(({ state }) => state.accepts);
    if (end !== undefined) return signsTo(end);
    const next: Step[] = [];
    for (const step of level) {
      for (const edge of graph.next(step.state)) {
        budget.spend(1);
        if (seen.has(edge.to)) continue;
        seen.add(edge.to);
        next.push({ state: edge.to, from: { step, edge } });
      }
    }
    level = next;
  }
  return undefined;
}

function signsTo(end: Step): readonly string[] {
  const signs: string[] = [];
  for (let { from } = end; from !== undefined; { from } = from.step) signs.push(char(from.edge));
  return signs.toReversed();
}

/** The states that texts of each length lead to. From `repeatsAt` on they are those from `repeatsFrom` on, over and over. */
interface Levels {
  readonly levels: readonly (readonly TextState[])[];
  readonly repeatsFrom: number;
}

function findOfLength(
  graph: TextGraph,
  begin: readonly TextState[],
  { min, max }: LengthRange,
  budget: StepBudget,
): Search<string> {
  const { levels, repeatsFrom } = levelsOf(graph, begin, max, budget);
  const period = levels.length - repeatsFrom;
  const at = (length: number): readonly TextState[] =>
    levels[length < levels.length ? length : repeatsFrom + ((length - repeatsFrom) % period)] ?? [];
  // What is not met within one round from here is never met.
  const last = Math.min(max, Math.max(min, levels.length) + period);
  for (let length = min; length <= last; length += 1) {
    const end = at(length).find(({ accepts }) => accepts);
    if (end === undefined) continue;
    if (length <= LONGEST_TEXT) return { kind: "found", value: textTo(graph, end, length, at) };
    return {
      kind: "unknown",
      why: `The shortest string that would show it has ${length} characters, too many to write down.`,
    };
  }
  return { kind: "none" };
}

function levelsOf(graph: TextGraph, begin: readonly TextState[], max: number, budget: StepBudget): Levels {
  const levels: (readonly TextState[])[] = [];
  const numbers = new Map<TextState, number>();
  const known = new Map<string, number>();
  let level: readonly TextState[] = [...new Set(begin)];
  while (levels.length <= max) {
    const key = level
      .map((state) => numbers.get(state) ?? numbers.set(state, numbers.size).size - 1)
      .sort((left, right) => left - right)
      .join();
    const repeatsFrom = known.get(key);
    if (repeatsFrom !== undefined) return { levels, repeatsFrom };
    known.set(key, levels.length);
    levels.push(level);
    const next = new Set<TextState>();
    for (const state of level) {
      for (const edge of graph.next(state)) {
        budget.spend(1);
        next.add(edge.to);
      }
    }
    level = [...next];
  }
  // Nothing longer than the maximum is asked for.
  return { levels, repeatsFrom: levels.length - 1 };
}

/** Back from the end, one sign at a time, through states that a text of the length before leads to. */
function textTo(
  graph: TextGraph,
  end: TextState,
  length: number,
  at: (length: number) => readonly TextState[],
): string {
  // A long text costs much, however simple the question was.
  const budget = createStepBudget(MOST_BACK);
  const signs: string[] = [];
  let target = end;
  for (let before = length - 1; before >= 0; before -= 1) {
    for (const state of at(before)) {
      budget.spend(1);
      const edge = graph.next(state).find(({ to }) => to === target);
      if (edge === undefined) continue;
      signs.push(char(edge));
      target = state;
      break;
    }
  }
  return signs.toReversed().join("");
}

function char({ sign }: TextEdge): string {
  return String.fromCodePoint(sign.letter.code);
}
