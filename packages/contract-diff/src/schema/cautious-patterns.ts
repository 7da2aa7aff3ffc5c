import { type CautiousTest, createCautiousTests } from "../engine/regex/cautious-test.ts";
import { createPropertySets } from "../engine/regex/char-sets.ts";
import { compilePattern } from "./compile-pattern.ts";

/** A pattern as ajv asks it. */
export interface CautiousPattern {
  test(text: string): boolean;
  /** The pattern as it is written in code: ajv takes two that give the same text for one. */
  toString(): string;
}

/**
 * The patterns that ajv runs. The text of a witness comes from one contract and the pattern from the other, so either may be made to keep the
 * other busy for ever: a test that could take too long is not run.
 */
export class CautiousPatterns {
  readonly #newTests: () => CautiousTest = createCautiousTests(createPropertySets());
  #test: CautiousTest = this.#newTests();
  #problem: string | undefined;

  /** Which pattern was not run since `begin`, if any was not: then what came of the document says nothing. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Begins a document: its tests share one budget. */
  begin(): void {
    this.#test = this.#newTests();
    this.#problem = undefined;
  }

  /** Throws a TypeError for what is no regular expression. */
  compile(pattern: string): CautiousPattern {
    const expression = compilePattern(pattern);
    if (expression === undefined) throw new TypeError(`${shown(pattern)} is no regular expression.`);
    return {
      test: (text) => {
        const isMatch = this.#problem === undefined ? this.#test(expression, text) : undefined;
        if (isMatch === undefined) this.#problem ??= `the pattern ${shown(pattern)} could take too long to run`;
        return isMatch ?? true;
      },
      toString: () => String(expression),
    };
  }
}

function shown(pattern: string): string {
  return pattern.slice(0, 100);
}
