import { describe, expect, it } from "vitest";
import { createFindString } from "./find-string.ts";
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

describe("hostile patterns", () => {
  const hostile = [
    "(a|b)*a(a|b){30}",
    "^(a+)+$",
    "^(a|a)*$",
    "^((a|b){0,200}){0,200}$",
    ".{1000,5000}",
    "(x+x+)+y",
    "(?:){1000000000}",
    "((a{1,1000}){1,1000}){1,1000}",
    "a".repeat(100_000),
    `${"(".repeat(5000)}a${")".repeat(5000)}`,
    `${"(?:".repeat(300)}a${")*".repeat(300)}`,
    "(?=".repeat(90) + ")".repeat(90),
    "(?!".repeat(90) + "a" + ")".repeat(90),
    String.raw`(\1\1\1\1\1\1\1\1a)`,
    "a?".repeat(1000) + "a".repeat(1000),
    "(?:(?!a|b)|(?=c|d)|e)*".repeat(30),
    "(?<=a.*)(?<!b.*)".repeat(40),
    `${"a".repeat(4900)}(?:^|b)`,
    `${"a?".repeat(2000)}(?:^|b)`,
    `${"(?:^|a)".repeat(700)}b`,
    String.raw`[\p{L}\p{M}\p{N}]{1,300}[^\p{L}]{300}`,
  ];

  it.each(hostile.map((pattern) => [pattern.slice(0, 60), pattern]))(
    "answers soon about strings that match %s or do not",
    (_, pattern) => {
      const started = process.threadCpuUsage();
      for (const minLength of [0, 50]) {
        find({ patterns: [pattern], minLength });
        find({ notPatterns: [pattern], minLength });
        find({ patterns: ["^[ab]*.$", "^.{40}"], notPatterns: [pattern], minLength });
      }
      // A hang takes for ever; a slow machine takes a fifth of this, whatever else it does.
      expect(process.threadCpuUsage(started).user).toBeLessThan(10_000_000);
    },
  );

  it("gives no string that would keep a backtracking engine busy", () => {
    expect(find({ patterns: ["^a*.$"], notPatterns: ["^(a+)+$"], minLength: 50 }).kind).toBe("unknown");
  });

  it("says which demands are too much", () => {
    expect(find({ patterns: ["^[ab]*$"], notPatterns: ["(a|b)*a(a|b){30}"], minLength: 40 })).toMatchObject({
      kind: "unknown",
      why: expect.stringContaining('the opposite of the pattern "(a|b)*a(a|b){30}"'),
    });
  });

  it("refuses a budget that is none", () => {
    expect(() => createFindString({ maxSteps: 0 })).toThrow(RangeError);
  });

  it("answers with fewer steps where it may take few", () => {
    const rules = { ...anything, patterns: ["^(a|b)*a(a|b){9}$"], notPatterns: ["^(a|b)*b(a|b){9}$"] };
    expect([createFindString({ maxSteps: 20 })(rules).kind, findString(rules).kind]).toEqual(["unknown", "found"]);
  });
});
