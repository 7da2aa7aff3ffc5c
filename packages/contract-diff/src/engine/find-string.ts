import { compilePattern } from "../schema/compile-pattern.ts";
import { createCautiousTests, type CautiousTest } from "./regex/cautious-test.ts";
import { createPropertySets, type PropertySets } from "./regex/char-sets.ts";
import { formatHints, knownFormats } from "./regex/known-formats.ts";
import { createQuestion, type Demand, type Question } from "./regex/question.ts";
import { BudgetSpent } from "./regex/step-budget.ts";
import type { FindString, StringRules } from "./string-rules.ts";
import type { Search } from "./verdict.ts";

export { knownFormats } from "./regex/known-formats.ts";

/** How far one question about strings is followed. */
export interface FindStringOptions {
  /** Steps before a question is given up, counted alike on every machine; a million are about a second. Default 150,000. */
  readonly maxSteps?: number;
}

/**
 * Makes the search for strings. What it finds was run against the patterns and formats themselves; what it denies is proven with
 * automata. It never runs a pattern that could take long. Patterns stay compiled for as long as the function lives.
 */
export function createFindString({ maxSteps = 150_000 }: FindStringOptions = {}): FindString {
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1)
    throw new RangeError(`maxSteps must be 1 or more, not ${maxSteps}.`);
  const compiled = new Map<string, RegExp | undefined>();
  const properties = createPropertySets();
  const cautious = createCautiousTests(properties);
  const compile = (pattern: string): RegExp | undefined => {
    if (!compiled.has(pattern)) compiled.set(pattern, compilePattern(pattern));
    return compiled.get(pattern);
  };
  return (rules) => {
    const lengths = { min: Math.max(0, Math.ceil(rules.minLength)), max: Math.floor(rules.maxLength) };
    if (lengths.min > lengths.max || isTornApart(rules)) return { kind: "none" };
    const broken = [...rules.patterns, ...rules.notPatterns].find((pattern) => compile(pattern) === undefined);
    if (broken !== undefined)
      return { kind: "unknown", why: `The pattern ${shown(broken)} is not a regular expression.` };
    const demands = demandsOf(rules, compile, cautious());
    const excluded = [...rules.excluded].filter((text) => text.isWellFormed());
    const passes = (text: string): boolean => fulfils(text, rules, demands);
    return answer({ demands, lengths, excluded, properties, maxSteps }, passes);
  };
}

interface Task {
  readonly demands: readonly Demand[];
  readonly lengths: { readonly min: number; readonly max: number };
  readonly excluded: readonly string[];
  readonly properties: PropertySets;
  readonly maxSteps: number;
}

type Passes = (text: string) => boolean;

/** Few enough to be quick, enough to meet the odd text that an opaque demand lets pass. */
const MOST_CANDIDATES = 200;
const LONGEST_CANDIDATE = 200;
/** Texts that many formats refuse, or that patterns with little structure take. */
const PLAIN: readonly string[] = [
  "",
  "a",
  "aa",
  "aaa",
  "A",
  "0",
  "-",
  " ",
  "a b",
  "0a",
  "aba",
  "abab",
  "(",
  "~",
  "!",
  "é",
];

/** The same pattern or format is wanted and unwanted, so that nothing else matters. */
function isTornApart({ patterns, notPatterns, formats, notFormats }: StringRules): boolean {
  return (
    patterns.some((pattern) => notPatterns.includes(pattern)) ||
    formats.some((format) => knownFormats.has(format) && notFormats.includes(format)) ||
    // An unknown format holds for each text, so nothing fulfils its opposite.
    notFormats.some((format) => !knownFormats.has(format))
  );
}

function demandsOf(
  rules: StringRules,
  compile: (pattern: string) => RegExp | undefined,
  cautious: CautiousTest,
): readonly Demand[] {
  const ofPattern = (pattern: string, wanted: boolean): Demand => {
    const exact = compile(pattern);
    const test = (text: string): boolean | undefined => (exact === undefined ? undefined : cautious(exact, text));
    return {
      name: `the pattern ${shown(pattern)}`,
      wanted,
      test,
      samples: [],
      ...(exact === undefined ? {} : { exact }),
    };
  };
  const ofFormat = (format: string, wanted: boolean): readonly Demand[] => {
    const test = knownFormats.get(format);
    if (test === undefined) return [];
    const hints = formatHints(format);
    const { exact } = hints;
    const ends = (text: string): boolean =>
      text.length <= LONGEST_CANDIDATE || (exact !== undefined && cautious(exact, text) !== undefined);
    const name = `the format ${shown(format)}`;
    return [{ name, wanted, test: (text) => (ends(text) ? test(text) : undefined), ...hints }];
  };
  return [
    ...rules.patterns.map((pattern) => ofPattern(pattern, true)),
    ...rules.notPatterns.map((pattern) => ofPattern(pattern, false)),
    ...rules.formats.flatMap((format) => ofFormat(format, true)),
    ...rules.notFormats.flatMap((format) => ofFormat(format, false)),
  ];
}

function answer(task: Task, passes: Passes): Search<string> {
  const question = createQuestion(task.demands, task);
  const samples = task.demands.flatMap(({ wanted, samples: list }) => (wanted ? list : []));
  const sample = samples.find(passes);
  if (sample !== undefined) return { kind: "found", value: sample };
  const search = tried(() => question.find());
  if (search?.kind === "none") return search;
  if (search?.kind === "found" && passes(search.value)) return search;
  const candidate = candidates(task, question).find(passes);
  if (candidate !== undefined) return { kind: "found", value: candidate };
  if (search === undefined) return { kind: "unknown", why: tooLarge(task) };
  if (search.kind === "unknown") return search;
  const [opaque] = question.opaque;
  return { kind: "unknown", why: opaque ?? `No string could be checked against ${names(task)} in reasonable time.` };
}

/** Texts that fulfil what is understood, and plain ones. */
function candidates(task: Task, question: Question): readonly string[] {
  const listed = tried(() => question.list(MOST_CANDIDATES)) ?? [];
  const wanted = task.demands.filter((demand) => demand.wanted);
  // If all demands together are too much, those that say what a text looks like are often not.
  const fewer = listed.length > 0 ? [] : (tried(() => createQuestion(wanted, task).list(MOST_CANDIDATES)) ?? []);
  return [...PLAIN, ...listed, ...fewer].filter((text) => text.length <= LONGEST_CANDIDATE);
}

/** `undefined` if it costs too much. */
function tried<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
}

function fulfils(text: string, { minLength, maxLength, excluded }: StringRules, demands: readonly Demand[]): boolean {
  if (!text.isWellFormed() || excluded.has(text)) return false;
  // Strings iterate by code points.
  const length = Array.from(text).length;
  return length >= minLength && length <= maxLength && demands.every(({ wanted, test }) => test(text) === wanted);
}

function tooLarge(task: Task): string {
  return `It takes too many steps to combine ${names(task)}. A simpler pattern, or one with fewer and smaller counts, can be decided.`;
}

function names({ demands, excluded, lengths }: Task): string {
  const list = demands.map(({ name, wanted }) => (wanted ? name : `the opposite of ${name}`));
  const others = [
    ...(excluded.length > 0 ? ["the excluded values"] : []),
    ...(lengths.min > 0 || lengths.max < Infinity ? ["the lengths"] : []),
  ];
  const all = [...list, ...others];
  return all.length < 5 ? all.join(" and ") : `${all.slice(0, 4).join(", ")} and ${all.length - 4} more`;
}

function shown(pattern: string): string {
  return JSON.stringify(pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern);
}
