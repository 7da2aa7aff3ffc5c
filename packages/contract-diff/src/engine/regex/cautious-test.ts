import { backtrackingCost } from "./backtracking-cost.ts";
import { backtrackingProgram, type BacktrackingProgram } from "./backtracking-program.ts";
import type { PropertySets } from "./char-sets.ts";

/** Runs an expression if that is known to end soon. `undefined`: not run, because it could take too long. */
export type CautiousTest = (expression: RegExp, text: string) => boolean | undefined;

/** Steps of a backtracking engine, all tests of one question together. They are some hundred milliseconds at worst. */
const MOST_STEPS = 1_000_000;
/** An expression whose steps cannot be counted is run on nothing longer: it doubles its time, at worst, with each character. */
const LONGEST_UNCOUNTED = 20;
/**
 * The engine takes long to compile an expression with many optional parts, before it reads anything: 400 ms for 30 of `a?` with as many
 * `a` after them, minutes for 100.
 */
const MOST_OPTIONAL = 40;

/** Makes the tests of each new question. Keeps what it worked out about an expression for as long as the expression lives. */
export function createCautiousTests(properties: PropertySets): () => CautiousTest {
  const programs = new WeakMap<RegExp, { readonly program: BacktrackingProgram | undefined }>();

  function programOf(expression: RegExp): BacktrackingProgram | undefined {
    const known = programs.get(expression) ?? { program: backtrackingProgram(expression, properties) };
    programs.set(expression, known);
    return known.program;
  }

  return () => {
    let left = MOST_STEPS;
    return (expression, text) => {
      if (optionalParts(expression) > MOST_OPTIONAL) return undefined;
      const program = programOf(expression);
      if (program === undefined) return text.length > LONGEST_UNCOUNTED ? undefined : run(expression, text);
      const cost = left > 1 ? backtrackingCost(program, codesOf(expression, text), left) : undefined;
      left -= cost ?? left / 2;
      return cost === undefined ? undefined : run(expression, text);
    };
  };
}

/** The text as the expression reads it. */
function codesOf({ unicode }: RegExp, text: string): readonly number[] {
  if (unicode) return Array.from(text, (char) => char.codePointAt(0) ?? 0);
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

function optionalParts({ source }: RegExp): number {
  return source.match(/(?<!\()[?{]/gu)?.length ?? 0;
}

function run(expression: RegExp, text: string): boolean | undefined {
  try {
    return expression.test(text);
  } catch {
    // The engine ran out of memory for its way back.
    return undefined;
  }
}
