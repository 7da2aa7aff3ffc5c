import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFindString, knownFormats } from "./find-string.ts";
import type { StringRules } from "./string-rules.ts";
import type { Search } from "./verdict.ts";

const anything: StringRules = {
  minLength: 0,
  maxLength: Infinity,
  patterns: [],
  notPatterns: [],
  formats: [],
  notFormats: [],
  excluded: new Set(),
};

const findString = createFindString();
const find = (rules: Partial<StringRules>): Search<string> => findString({ ...anything, ...rules });
const found = (value: string): Search<string> => ({ kind: "found", value });
const none: Search<string> = { kind: "none" };

describe("strings without patterns", () => {
  it("finds the empty string where all strings are allowed", () => {
    expect(find({})).toEqual(found(""));
  });

  it("fills a minimum with a plain letter", () => {
    expect(find({ minLength: 3 })).toEqual(found("aaa"));
  });

  it("finds none where the maximum is below the minimum", () => {
    expect(find({ minLength: 4, maxLength: 3 })).toEqual(none);
  });

  it("finds a string of a hundred thousand characters", () => {
    expect(find({ minLength: 100_000, maxLength: 100_000 })).toEqual(found("a".repeat(100_000)));
  });

  it("does not write down a string of a billion characters", () => {
    expect(find({ minLength: 1_000_000_000 })).toMatchObject({
      kind: "unknown",
      why: expect.stringContaining("too many"),
    });
  });

  it("steps over excluded strings", () => {
    expect(find({ minLength: 1, excluded: new Set(["a", "b", "c"]) })).toEqual(found("d"));
  });

  it("finds none where only the empty string is left and that is excluded", () => {
    expect(find({ maxLength: 0, excluded: new Set([""]) })).toEqual(none);
  });

  it("finds a string beside five thousand excluded ones", () => {
    const excluded = new Set(Array.from({ length: 5000 }, (_, index) => `v${index}`));
    expect(find({ patterns: [String.raw`^v\d{1,4}$`], excluded })).toEqual(found("v00"));
  });

  it("finds none where all strings of a pattern are excluded", () => {
    const excluded = new Set(Array.from({ length: 100 }, (_, index) => `v${index}`));
    expect(find({ patterns: [String.raw`^v(\d|[1-9]\d)$`], excluded })).toEqual(none);
  });

  it("counts a character beyond the basic plane as one", () => {
    expect(find({ patterns: ["^\u{1f600}$"], maxLength: 1 })).toEqual(found("\u{1f600}"));
  });

  it("makes no string with half a character", () => {
    expect(find({ patterns: [String.raw`^[\ud800-\udfff]$`] })).toEqual(none);
  });

  it("takes an excluded half of a character for no string", () => {
    expect(find({ maxLength: 0, excluded: new Set(["\ud800"]) })).toEqual(found(""));
  });
});

describe("patterns", () => {
  it.each([
    [["^a|b$"], ["^a"], found("b")],
    [["^a|b$"], ["^a", "b$"], none],
    [["^[a-z]{1,64}$"], ["^[a-z]{1,63}$"], found("a".repeat(64))],
    [["^[a-z]{1,64}$"], ["^[a-z]{1,65}$"], none],
    [[String.raw`^\w+$`], ["^[A-Za-z0-9_]+$"], none],
    [[String.raw`^\d+$`], ["^[0-8]+$"], found("9")],
    [["x"], ["^x", "x$"], found("axa")],
    [["^$"], ["^.*$"], none],
    [["^[^]*$"], ["^.*$"], found("\n")],
    [["(?:^a)+"], ["^a"], none],
    [["a^"], [], none],
    [["$a"], [], none],
    [["^(?:a|ab)(?:c|bcd)$"], ["^(?:ac|abc|abcd)$"], found("abbcd")],
    [["^(?:$|a)$"], ["^$"], found("a")],
    [["^(?:^|a){2}b"], ["^b", "^ab", "^aab"], none],
    [["^(?:^|a){2}b$"], ["^b", "^aa"], found("ab")],
    [["^(?:(?=a)|b){2}"], ["^a", "^ba", "^bb"], none],
  ])("finds %j without %j", (patterns, notPatterns, expected) => {
    expect(find({ patterns, notPatterns })).toEqual(expected);
  });

  it("finds none for a pattern that is wanted and unwanted, even if it cannot be followed", () => {
    const pattern = String.raw`^(a+)(b+)\2\1$`;
    expect(find({ patterns: [pattern], notPatterns: [pattern] })).toEqual(none);
  });

  it("reads a pattern without the flag u where it is only valid so", () => {
    expect(find({ patterns: [String.raw`^\_\-$`] })).toEqual(found("_-"));
  });

  it("knows that without the flag u a character beyond the basic plane is two", () => {
    expect(find({ patterns: [String.raw`^\_..$`], maxLength: 2, notPatterns: ["^_[a-z]"] })).toMatchObject({
      kind: "found",
      value: expect.stringMatching(/^_[\u{10000}-\u{10ffff}]$/u),
    });
  });

  it("forgets what stood before a character beyond the basic plane, with and without the flag u", () => {
    const wanted = ["^a\u{1f600}$"];
    expect(find({ patterns: wanted, notPatterns: [String.raw`(?<=a)$|\_`] })).toEqual(found("a\u{1f600}"));
    expect(find({ patterns: wanted, notPatterns: ["(?<=a)$"] })).toEqual(found("a\u{1f600}"));
    expect(find({ patterns: [...wanted, String.raw`(?<=a..)$|\_`] })).toEqual(found("a\u{1f600}"));
    expect(find({ patterns: [...wanted, String.raw`(?<=a.)$|\_`] })).toEqual(none);
  });

  it("does not mistake a surrogate class of a pattern without the flag u for a character", () => {
    expect(find({ patterns: [String.raw`^\_[\ud83d]`] }).kind).toBe("unknown");
  });

  it("knows the letters that this process knows", () => {
    expect(find({ patterns: [String.raw`^\p{Lu}$`], notPatterns: [String.raw`^[\p{L}\d]$`] })).toEqual(none);
  });

  it("finds a letter outside of ASCII where only that is left", () => {
    expect(find({ patterns: [String.raw`^\p{L}$`], notPatterns: ["[a-zA-Z]"] })).toEqual(found("À"));
  });

  it("calls a pattern that is no regular expression unknown", () => {
    expect(find({ patterns: ["("] })).toEqual({ kind: "unknown", why: 'The pattern "(" is not a regular expression.' });
  });

  it("does not deny a string because of an unwanted pattern that is no regular expression", () => {
    expect(find({ notPatterns: ["["] }).kind).toBe("unknown");
  });
});

describe("boundaries and lookarounds", () => {
  it.each([
    [[String.raw`\bfoo\b`], ["^foo$", "foo[^-]"], found("foo-")],
    [[String.raw`^a\Bb`], [], found("ab")],
    [[String.raw`a\bb`], [], none],
    [[String.raw`\B`], ["^$", "[a-z]"], found("-")],
    [[String.raw`^(?=.*\d)(?=.*[A-Z]).{8,}$`], ["^.{8,}$"], none],
    [[String.raw`^(?=.*\d)(?=.*[A-Z]).{8,}$`], ["^.{9,}$"], found("aaaaaaA0")],
    [["^(?!a).$"], ["^[^a]$"], none],
    [["^(?:(?!foo).)*$", "foo"], [], none],
    [["^(?:(?!foo).)*$"], ["^(?:(?!fo).)*$"], found("fo")],
    [["(?<=a)b"], ["ab"], none],
    [["(?<!a)b"], ["^b", "[^a]b"], none],
    [["(?<!a)b"], ["^b"], found("cb")],
    [["(?<=^|,)x"], ["^x"], found(",x")],
    [["(?<=(?<!b)a)c"], ["ac"], none],
    [["(?<=(?<!b)a)c"], ["^ac"], found("aac")],
    [["(?=a(?!b))"], ["a$"], found("ac")],
  ])("finds %j without %j", (patterns, notPatterns, expected) => {
    expect(find({ patterns, notPatterns })).toEqual(expected);
  });

  it("finds a string for a backreference by trying", () => {
    expect(find({ patterns: [String.raw`^(['"])a\1$`] })).toEqual(found('"a"'));
  });

  it("denies a string where what a backreference allows at most is refused", () => {
    expect(find({ patterns: [String.raw`^(['"])a\1$`], notPatterns: ["^['\"]"] })).toEqual(none);
  });

  it("does not deny a string because of a backreference whose group looked around", () => {
    expect(find({ patterns: [String.raw`^(a(?!b))c\1b$`], minLength: 4 }).kind).not.toBe("none");
  });

  it("does not take what a backreference allows at most for what it matches, where it is unwanted", () => {
    expect(find({ patterns: ["^(?:ab|ba)$"], notPatterns: [String.raw`^(a|b)\1$`] })).toEqual(found("ab"));
  });

  it("does not deny a string because of a backreference that must not match", () => {
    expect(find({ patterns: [String.raw`^(a|b)(?!\1).$`], notPatterns: ["c"], maxLength: 2 }).kind).not.toBe("none");
  });

  it("calls what no candidate fulfils unknown and says which pattern cannot be followed", () => {
    expect(find({ patterns: [String.raw`^(a|b){7}\1c$`], notPatterns: ["^a"], minLength: 20 })).toEqual(none);
    expect(find({ patterns: [String.raw`^(?:(a)|(b))\1\2$`], minLength: 3 })).toMatchObject({ kind: "unknown" });
  });
});

describe("lengths", () => {
  it("finds a length in step with the rounds of a pattern", () => {
    expect(find({ patterns: ["^(?:aa)*$"], minLength: 99_999, maxLength: 100_001 })).toEqual(
      found("a".repeat(100_000)),
    );
  });

  it("proves that a long length is out of step with the rounds of a pattern", () => {
    expect(find({ patterns: ["^(?:aa)*$"], minLength: 99_999, maxLength: 99_999 })).toEqual(none);
  });

  it("proves that no length is in step with two patterns", () => {
    expect(find({ patterns: ["^(?:aa)*$", "^a(?:aaaa)*$"] })).toEqual(none);
  });

  it("finds the length at which rounds of five and of seven meet", () => {
    expect(find({ patterns: ["^(?:a{5})*$", "^(?:a{7})*$"], minLength: 1 })).toEqual(found("a".repeat(35)));
  });

  it("writes down a long string where each length has several ways to go on", () => {
    const rules = { patterns: ["^(?:a|bc|def)*x$"], minLength: 100_000, maxLength: 100_000 };
    expect(find(rules)).toMatchObject({ kind: "found", value: expect.stringMatching(/^a+x$/) });
  });

  it("proves that a pattern with an end is not longer than it", () => {
    expect(find({ patterns: ["^[a-z]{1,64}$"], minLength: 65 })).toEqual(none);
  });
});

describe("formats", () => {
  it.each([...knownFormats.keys()])("finds a plain string for the format %s", (format) => {
    expect(find({ formats: [format] })).toMatchObject({
      kind: "found",
      value: expect.stringMatching(/^[\x20-\x7e]*$/),
    });
  });

  it.each([...knownFormats.keys()])("finds a string that is not of the format %s", (format) => {
    const result = find({ notFormats: [format] });
    expect(result.kind === "found" && knownFormats.get(format)?.(result.value)).toBe(false);
  });

  it("finds none for a format that is wanted and unwanted", () => {
    expect(find({ formats: ["regex"], notFormats: ["regex"] })).toEqual(none);
  });

  it("takes each string for one of an unknown format", () => {
    expect(find({ formats: ["phone"], minLength: 1 })).toEqual(found("a"));
    expect(find({ notFormats: ["phone"] })).toEqual(none);
  });

  it("has no format of numbers and none that takes each string", () => {
    expect(
      ["int32", "int64", "float", "double", "password", "binary", "__proto__"].filter((name) => knownFormats.has(name)),
    ).toEqual([]);
  });

  it("does not take the name of a built-in property for a format", () => {
    expect(find({ formats: ["constructor", "__proto__"] })).toEqual(found(""));
  });

  it.each([
    ["date", { maxLength: 9 }],
    ["date", { minLength: 11 }],
    ["date", { notPatterns: [String.raw`^\d{4}-\d\d-\d\d$`] }],
    ["date-time", { notPatterns: ["[Tt ]"], patterns: ["^[ -~]*$"] }],
    ["email", { notPatterns: ["@"] }],
    ["ipv4", { formats: ["ipv4", "date"] }],
  ])("proves that no %s has %j", (format, rules) => {
    expect(find({ formats: [format], ...rules })).toEqual(none);
  });

  it("finds a date that is none of the samples", () => {
    const result = find({ formats: ["date"], patterns: ["^1999-.*-3"] });
    expect(result).toEqual(found("1999-01-30"));
  });

  it.each([
    ["0000", true],
    ["1900", false],
    ["2000", true],
    ["2023", false],
    ["2024", true],
    ["2100", false],
    ["2400", true],
  ])("knows whether the year %s has a leap day: %s", (year, expected) => {
    const text = `${year}-02-29`;
    expect(find({ formats: ["date"], patterns: [`^${text}$`] })).toEqual(expected ? found(text) : none);
    expect(find({ notFormats: ["date"], patterns: [`^${text}$`] })).toEqual(expected ? none : found(text));
  });

  it("knows the dates of all years", () => {
    const date = knownFormats.get("date");
    const written = (year: number, month: number, day: number): string =>
      `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (...parts) => {
          const text = written(...parts);
          expect(find({ formats: ["date"], patterns: [`^${text}$`] })).toEqual(
            date?.(text) === true ? found(text) : none,
          );
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });

  it("does not test a format whose cost is not known on a long string", () => {
    expect(find({ formats: ["regex"], minLength: 5000 })).toMatchObject({ kind: "unknown" });
  });
});
