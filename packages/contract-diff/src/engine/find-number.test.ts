import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findNumber, isMultipleOf } from "./find-number.ts";
import type { NumberRules } from "./number-rules.ts";
import type { Search } from "./verdict.ts";

const anything: NumberRules = {
  minimum: -Infinity,
  exclusiveMinimum: false,
  maximum: Infinity,
  exclusiveMaximum: false,
  multiples: [],
  notMultiples: [],
  excluded: new Set(),
};

const find = (rules: Partial<NumberRules>): Search<number> => findNumber({ ...anything, ...rules });
const found = (value: number): Search<number> => ({ kind: "found", value });
const none: Search<number> = { kind: "none" };
const MAX = Number.MAX_VALUE;

describe("bounds", () => {
  it.each([
    [{}, found(0)],
    [{ minimum: 5 }, found(5)],
    [{ minimum: 5, exclusiveMinimum: true }, found(6)],
    [{ maximum: -5 }, found(-5)],
    [{ maximum: -5, exclusiveMaximum: true }, found(-6)],
    [{ minimum: 0, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: true }, found(0.1)],
    [{ minimum: 0.25, maximum: 0.25 }, found(0.25)],
    [{ minimum: 0.25, maximum: 0.25, exclusiveMaximum: true }, none],
    [{ minimum: 2, maximum: 1 }, none],
    [{ minimum: 1e300, maximum: 2e300, exclusiveMinimum: true }, found(2e300)],
    [{ minimum: 0, exclusiveMinimum: true, maximum: 1e-300, exclusiveMaximum: true }, found(1e-301)],
    [{ minimum: 5e-324, maximum: 5e-324 }, found(5e-324)],
    [{ minimum: 0, exclusiveMinimum: true, maximum: 5e-324, exclusiveMaximum: true }, none],
    [{ minimum: 1, exclusiveMinimum: true, maximum: 1 + 2 ** -52, exclusiveMaximum: true }, none],
    [{ minimum: 1, exclusiveMinimum: true, maximum: 1 + 2 ** -51, exclusiveMaximum: true }, found(1 + 2 ** -52)],
    [{ minimum: MAX, exclusiveMinimum: true }, none],
    [{ minimum: Infinity }, none],
    [
      { minimum: -5e-324, exclusiveMinimum: true, maximum: 5e-324, exclusiveMaximum: true, excluded: new Set([0]) },
      none,
    ],
  ])("finds a plain number for %j", (rules, expected) => {
    expect(find(rules)).toEqual(expected);
  });

  it("does not find a negative zero", () => {
    expect(find({ minimum: -0, maximum: -0 })).toEqual(found(0));
  });

  it("calls a bound that is not a number unknown", () => {
    expect(find({ minimum: NaN }).kind).toBe("unknown");
  });
});

describe("excluded numbers", () => {
  it("steps over them", () => {
    expect(find({ excluded: new Set([0, 1, -1]) })).toEqual(found(2));
  });

  it("steps over ten thousand of them", () => {
    expect(find({ minimum: 0, excluded: new Set(Array.from({ length: 10_000 }, (_, index) => index)) })).toEqual(
      found(10_000),
    );
  });

  it("finds none where all integers of a range are excluded", () => {
    expect(find({ minimum: 1, maximum: 3, multiples: [1], excluded: new Set([1, 2, 3]) })).toEqual(none);
  });

  it("finds a number between integers that are excluded", () => {
    expect(find({ minimum: 1, maximum: 2, excluded: new Set([1, 2]) })).toEqual(found(1.1));
  });
});

describe("multiples", () => {
  it.each([
    [{ multiples: [1], minimum: 0.5 }, found(1)],
    [{ multiples: [1], minimum: 0.1, maximum: 0.9 }, none],
    [{ multiples: [4, 6], minimum: 1 }, found(12)],
    [{ multiples: [4, 6], minimum: 1, maximum: 11 }, none],
    [{ multiples: [0.1], minimum: 0.25, maximum: 0.35 }, found(0.3)],
    [{ multiples: [0.01], notMultiples: [0.1], minimum: 0 }, found(0.01)],
    [{ multiples: [1], notMultiples: [0.1] }, none],
    [{ multiples: [6], notMultiples: [3] }, none],
    [{ multiples: [6], notMultiples: [4] }, found(6)],
    [{ multiples: [6], notMultiples: [4], minimum: 12, maximum: 12 }, none],
    [{ multiples: [6], notMultiples: [4], minimum: 7 }, found(18)],
    [{ multiples: [1], minimum: 1e300 }, found(1e300)],
    [{ multiples: [3], minimum: 1e300, maximum: 4e300, excluded: new Set([3e300]) }, found(1.2e300)],
    [{ multiples: [1], minimum: 2 ** 53, exclusiveMinimum: true, maximum: 2 ** 53 + 2, exclusiveMaximum: true }, none],
    [{ multiples: [1e300, 5e-324], minimum: 1 }, found(1e300)],
    [{ multiples: [1e300, 3e300, 7e307], minimum: 1 }, none],
    [{ multiples: [MAX], minimum: 1 }, found(MAX)],
    [{ multiples: [5e-324], minimum: 0, exclusiveMinimum: true, maximum: 1e-323 }, found(5e-324)],
    [{ notMultiples: [1] }, found(0.1)],
    [{ notMultiples: [0.1], minimum: 3, maximum: 4 }, found(3.01)],
    [{ notMultiples: [1], minimum: 2 ** 53 }, none],
    [{ notMultiples: [0.5], maximum: -(2 ** 53) }, none],
    [{ notMultiples: [3], minimum: 2 ** 53, maximum: 2 ** 53 }, found(2 ** 53)],
    [{ notMultiples: [1e-10, 1e-11] }, found(1e-12)],
  ])("finds one for %j", (rules, expected) => {
    expect(find(rules)).toEqual(expected);
  });

  it("prefers a multiple on which a division of doubles agrees", () => {
    // 0.3 / 0.1 is 2.9999999999999996.
    expect(find({ multiples: [0.1], minimum: 0.3, maximum: 0.5 })).toEqual(found(0.4));
  });

  it("gives the multiple on which a division of doubles disagrees where there is no other", () => {
    expect(find({ multiples: [0.1], minimum: 0.3, maximum: 0.3 })).toEqual(found(0.3));
  });

  it("answers at once about a range of which most is unwanted", () => {
    const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
    const result = find({ multiples: [1], notMultiples: primes, minimum: 1_000_000, maximum: 1_000_000_000 });
    expect(result.kind === "found" && primes.every((prime) => result.value % prime !== 0)).toBe(true);
  });

  it("does not deny what it did not look at", () => {
    const excluded = new Set(Array.from({ length: 10 }, (_, index) => index));
    const rules = { multiples: [1], notMultiples: [2, 3], minimum: 2 ** 40, maximum: 2 ** 50, excluded };
    expect(find(rules).kind).toBe("found");
    const narrow = { notMultiples: [1e-20], minimum: 1, maximum: 2 };
    expect(find(narrow)).toMatchObject({ kind: "unknown", why: expect.stringContaining("not multiples of 1e-20") });
  });

  it.each([0, -1, Infinity, NaN])("calls a multiple of %d unknown", (factor) => {
    expect([find({ multiples: [factor] }).kind, find({ notMultiples: [factor] }).kind]).toEqual(["unknown", "unknown"]);
  });

  it("answers soon whatever the sizes", () => {
    const started = process.threadCpuUsage();
    const extremes = [5e-324, 1.7e-300, 3, 7e22, 1.3e300, MAX];
    find({ multiples: extremes });
    find({ multiples: extremes, minimum: 1 });
    find({ notMultiples: extremes, minimum: 1 });
    find({ multiples: [1.5e-323], notMultiples: extremes.slice(1), minimum: 1e300 });
    find({ notMultiples: [5e-324], minimum: 1e300 });
    expect(process.threadCpuUsage(started).user).toBeLessThan(5_000_000);
  });
});

describe("isMultipleOf", () => {
  it.each([
    [0.3, 0.1, true],
    [19.99, 0.01, true],
    [1, 0.3, false],
    [0, 7, true],
    [-0, 0.1, true],
    [-6, 3, true],
    [6, -3, true],
    [1e300, 7, false],
    [1e300, 1, true],
    [1e308, 5e-324, true],
    [1.5e-323, 5e-324, true],
    [2 ** 53 + 2, 3, false],
    [1.5 * 2 ** 53, 1, true],
    [5, 0, false],
    [0, 0, false],
    [Infinity, 1, false],
    [1, Infinity, false],
    [NaN, 1, false],
  ])("of %d and %d is %s", (value, of, expected) => {
    expect(isMultipleOf(value, of)).toBe(expected);
  });

  it("agrees with integers of a tenth each", () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 1, max: 500 }), (value, of) => {
        expect(isMultipleOf(value / 10, of / 10)).toBe(value % of === 0);
      }),
      { seed: 3 },
    );
  });
});

describe("held against all tenths of a range", () => {
  const tenth = fc.integer({ min: -40, max: 40 });
  const factors = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 });
  const rules = fc.record({
    minimum: tenth,
    maximum: tenth,
    exclusiveMinimum: fc.boolean(),
    exclusiveMaximum: fc.boolean(),
    multiples: factors,
    notMultiples: factors,
    excluded: fc.array(tenth, { maxLength: 5 }),
  });
  const tenths = (list: readonly number[]): readonly number[] => list.map((value) => value / 10);
  const all = Array.from({ length: 81 }, (_, index) => (index - 40) / 10);

  const passes = (value: number, of: NumberRules): boolean => {
    const inTenths = (one: number): number => Math.round(one * 10);
    const isMultiple = (factor: number): boolean => inTenths(value) % inTenths(factor) === 0;
    return (
      (of.exclusiveMinimum ? value > of.minimum : value >= of.minimum) &&
      (of.exclusiveMaximum ? value < of.maximum : value <= of.maximum) &&
      of.multiples.every(isMultiple) &&
      !of.notMultiples.some(isMultiple) &&
      !of.excluded.has(value)
    );
  };

  it("never says none where there is one, never unknown, and finds only what passes", () => {
    fc.assert(
      fc.property(rules, ({ minimum, maximum, multiples, notMultiples, excluded, ...open }) => {
        const given: NumberRules = {
          ...open,
          minimum: minimum / 10,
          maximum: maximum / 10,
          multiples: tenths(multiples),
          notMultiples: tenths(notMultiples),
          excluded: new Set(tenths(excluded)),
        };
        const result = findNumber(given);
        const example = all.find((value) => passes(value, given));
        // Without a multiple there are more numbers than tenths.
        const expected = example === undefined && multiples.length > 0 ? ["none"] : ["found", "none"];
        expect(expected).toContain(result.kind);
        if (example !== undefined) expect(result.kind).toBe("found");
        if (result.kind === "found" && multiples.length > 0) expect(passes(result.value, given)).toBe(true);
      }),
      { seed: 9, numRuns: 3000 },
    );
  });
});
