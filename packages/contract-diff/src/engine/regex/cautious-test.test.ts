import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backtrackingCost } from "./backtracking-cost.ts";
import { backtrackingProgram } from "./backtracking-program.ts";
import { createCautiousTests } from "./cautious-test.ts";
import { createPropertySets } from "./char-sets.ts";

const properties = createPropertySets();
const tests = createCautiousTests(properties);
const test = (expression: RegExp, text: string): boolean | undefined => tests()(expression, text);

describe("a cautious test", () => {
  it.each([
    [/^a+$/u, "aaa", true],
    [/^a+$/u, "aab", false],
    [/^.$/u, "\u{1f600}", true],
    [/^.$/, "\u{1f600}", false],
    [/(?<=a)b(?!c)/u, "abc", false],
    [/^(a|b)\1$/u, "aa", true],
    [/^(?:a*)*$/u, "aaaa", true],
    [/^\p{L}{2,3}$/u, "éa", true],
  ])("runs %s on %j", (expression, text, expected) => {
    expect(test(expression, text)).toBe(expected);
  });

  it.each([
    /^(a+)+$/u,
    /^(a|a)*$/u,
    /^(?:a?){30}a{30}$/u,
    /(?:.*){12}x/u,
    /^(?=(a+)+$)/u,
    /(?<=^(a+)+)b/u,
    /^(a*)*\1$/u,
    /^(?:a*a*)*\b\B/u,
  ])("does not run %s on what would keep it busy", (expression) => {
    expect(test(expression, `${"a".repeat(60)}!`)).toBeUndefined();
  });

  it("runs a plain expression on a long text", () => {
    expect(test(/^[a-z]+$/u, "a".repeat(100_000))).toBe(true);
  });

  it("does not compile an expression with a hundred optional parts", () => {
    expect(test(new RegExp("a?".repeat(100) + "a".repeat(100), "u"), "")).toBeUndefined();
  });

  it("runs what it cannot follow on short texts only", () => {
    const expression = new RegExp("(?i:a)b", "u");
    expect([test(expression, "Ab"), test(expression, `Ab${"a".repeat(30)}`)]).toEqual([true, undefined]);
  });

  it("has one allowance for all tests of a question", () => {
    const one = tests();
    const long = "a".repeat(400_000);
    expect([1, 2, 3].map(() => one(/^a+$/u, long))).toEqual([true, true, undefined]);
  });
});

describe("the cost of backtracking", () => {
  it("doubles with each character where two loops share the text", () => {
    const program = backtrackingProgram(/^(a+)+$/u, properties);
    const costs = [10, 11, 12].map((length) => {
      const codes = Array.from(`${"a".repeat(length)}!`, (char) => char.codePointAt(0) ?? 0);
      return program === undefined ? 0 : (backtrackingCost(program, codes, 1e6) ?? 0);
    });
    const [first = 0, second = 0, third = 0] = costs;
    expect(second / first).toBeGreaterThan(1.8);
    expect(third / second).toBeGreaterThan(1.8);
  });

  it("grows with the text where one loop reads it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (length) => {
        const program = backtrackingProgram(/^[a-z]*$/u, properties);
        const codes = Array.from({ length }, () => 97);
        expect(program && backtrackingCost(program, codes, 1e6)).toBeLessThan(length + 10);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it.each([
    "(?:){1000000000}",
    "((a{1,1000}){1,1000}){1,1000}",
    "(".repeat(200) + ")".repeat(200),
    "(?:ab)*".repeat(100),
  ])("has no program for the too large %s", (source) => {
    expect(backtrackingProgram(new RegExp(source, "u"), properties)).toBeUndefined();
  });
});
