import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCapability } from "../src/capability/capability-pattern.ts";
import { parseNamePattern } from "../src/pattern/name-pattern.ts";
import { covers, overlaps, type SegmentPattern } from "../src/pattern/segment-pattern.ts";

/** One way to write patterns: its separator, and the last part that stands for the rest. */
interface Notation {
  readonly name: string;
  readonly separator: string;
  readonly rest: string;
  readonly parse: (text: string) => SegmentPattern;
}

const NOTATIONS: readonly Notation[] = [
  { name: "capabilities", separator: ":", rest: "*", parse: parseCapability },
  { name: "topics", separator: ".", rest: ">", parse: (text) => parseNamePattern(text) },
];

// No pattern names "c", so that what only a wildcard matches is among the names.
const NAMES: readonly (readonly string[])[] = namesOf(4);

function namesOf(length: number): readonly (readonly string[])[] {
  if (length === 0) return [];
  const shorter = namesOf(length - 1);
  const longest = length === 1 ? [[]] : shorter.filter((name) => name.length === length - 1);
  return [...shorter, ...longest.flatMap((name) => ["a", "b", "c"].map((part) => [...name, part]))];
}

function patternsOf({ separator, rest }: Notation): fc.Arbitrary<string> {
  const parts = fc.array(fc.constantFrom("a", "b", "*"), { minLength: 1, maxLength: 3 });
  return fc.tuple(parts, fc.boolean()).map(([first, isOpen]) => (isOpen ? [...first, rest] : first).join(separator));
}

/** Whether a pattern matches a name, word for word as it is documented. */
function matches(text: string, name: readonly string[], { separator, rest }: Notation): boolean {
  const parts = text.split(separator);
  const isOpen = parts.at(-1) === rest;
  const fixed = isOpen ? parts.slice(0, -1) : parts;
  if (isOpen ? name.length <= fixed.length : name.length !== fixed.length) return false;
  return fixed.every((part, at) => part === "*" || part === name[at]);
}

function namesMatched(text: string, notation: Notation): readonly string[] {
  return NAMES.filter((name) => matches(text, name, notation)).map((name) => name.join(notation.separator));
}

for (const notation of NOTATIONS) {
  const { name, parse } = notation;
  const pattern = patternsOf(notation);
  const one = pattern.map((text) => ({ text, parsed: parse(text), matched: new Set(namesMatched(text, notation)) }));

  test(`among ${name}, one covers another if it matches all that the other does`, () => {
    fc.assert(
      fc.property(one, one, (wider, narrower) => {
        expect(covers(wider.parsed, narrower.parsed)).toBe(
          [...narrower.matched].every((text) => wider.matched.has(text)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test(`among ${name}, two overlap if there is a name that both match, whichever comes first`, () => {
    fc.assert(
      fc.property(one, one, (left, right) => {
        const isThere = [...left.matched].some((text) => right.matched.has(text));
        expect(overlaps(left.parsed, right.parsed)).toBe(isThere);
        expect(overlaps(right.parsed, left.parsed)).toBe(isThere);
      }),
      { numRuns: 2000 },
    );
  });

  test(`among ${name}, to cover is a partial order`, () => {
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        expect(covers(a.parsed, a.parsed)).toBe(true);
        if (covers(a.parsed, b.parsed) && covers(b.parsed, a.parsed)) expect(a.text).toBe(b.text);
        if (covers(a.parsed, b.parsed) && covers(b.parsed, c.parsed)) expect(covers(a.parsed, c.parsed)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test(`among ${name}, a name without wildcards is covered by what matches it`, () => {
    fc.assert(
      fc.property(one, fc.constantFrom(...NAMES), (wider, parts) => {
        const text = parts.join(notation.separator);
        expect(covers(wider.parsed, parse(text))).toBe(wider.matched.has(text));
      }),
      { numRuns: 2000 },
    );
  });
}

test("a pattern or capability has its longest length, and not one character more", () => {
  expect(parseCapability("x".repeat(300)).text).toHaveLength(300);
  expect(() => parseCapability("x".repeat(301))).toThrow("capability");
  expect(parseNamePattern("x".repeat(400)).text).toHaveLength(400);
  expect(() => parseNamePattern("x".repeat(401))).toThrow("pattern");
});

test("what is no text is no pattern", () => {
  for (const value of [undefined, null, 1, ["a"], { toString: () => "a" }, Symbol("a")]) {
    expect(() => parseCapability(value as never)).toThrow("The capability is not valid");
    expect(() => parseNamePattern(value as never, "topic")).toThrow("The topic is not valid");
  }
});
