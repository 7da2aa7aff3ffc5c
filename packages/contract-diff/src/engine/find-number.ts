import { isMultipleOf } from "./decimal.ts";
import { doublesBetween } from "./numbers/doubles-between.ts";
import { multiplesWithin } from "./numbers/multiples-within.ts";
import { plainNumbers } from "./numbers/plain-numbers.ts";
import type { FindNumber, NumberRules } from "./number-rules.ts";
import type { Search } from "./verdict.ts";

export { isMultipleOf } from "./decimal.ts";

/**
 * Finds a number for the rules. Numbers are the doubles, as they are written; so there is a number between two others only if there is a
 * double. Where one will do, it is one on which a validator that divides doubles agrees: 0.3 is three tenths, but 0.3 / 0.1 is less than 3.
 */
export const findNumber: FindNumber = (rules) => {
  const factors = [...rules.multiples, ...rules.notMultiples];
  const odd = factors.find((factor) => !Number.isFinite(factor) || factor <= 0);
  if (odd !== undefined) return { kind: "unknown", why: `A multiple of ${odd} is not defined.` };
  if (Number.isNaN(rules.minimum) || Number.isNaN(rules.maximum))
    return { kind: "unknown", why: "A bound is not a number." };
  const range = finite(rules);
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = range;
  if (minimum > maximum || (minimum === maximum && (exclusiveMinimum || exclusiveMaximum))) return { kind: "none" };
  return rules.multiples.length > 0 ? amongMultiples(range) : amongAll(range);
};

/** More numbers than these are not tried, beside as many as are excluded. */
const MOST_TRIED = 2_000;
/** From here on all doubles are whole numbers. */
const WHOLE_FROM = 2 ** 53;
/** How far to look, once a number is found, for one on which dividing doubles agrees. */
const MOST_DISAGREED = 200;

/** No document has a number beyond the largest double. */
function finite(rules: NumberRules): NumberRules {
  return {
    ...rules,
    ...(rules.minimum === -Infinity ? { minimum: -Number.MAX_VALUE, exclusiveMinimum: false } : {}),
    ...(rules.maximum === Infinity ? { maximum: Number.MAX_VALUE, exclusiveMaximum: false } : {}),
  };
}

function amongMultiples(rules: NumberRules): Search<number> {
  const candidates = multiplesWithin(rules, MOST_TRIED + 2 * rules.excluded.size);
  const value = chosen(candidates.numbers, rules);
  if (value !== undefined) return { kind: "found", value };
  return candidates.complete() ? { kind: "none" } : tooMany(rules);
}

function amongAll(rules: NumberRules): Search<number> {
  const { minimum, maximum, notMultiples, excluded } = rules;
  const isWhole = minimum >= WHOLE_FROM || maximum <= -WHOLE_FROM;
  if (isWhole && notMultiples.some((factor) => isMultipleOf(1, factor))) return { kind: "none" };
  const value = chosen(plainNumbers(rules, excluded.size), rules);
  if (value !== undefined) return { kind: "found", value };
  const all = doublesBetween(minimum, maximum, MOST_TRIED + excluded.size);
  if (all === undefined) return tooMany(rules);
  const last = chosen(all, rules);
  return last === undefined ? { kind: "none" } : { kind: "found", value: last };
}

/** The first that fulfils the rules; rather one of the next on which dividing doubles agrees. */
function chosen(numbers: Iterable<number>, rules: NumberRules): number | undefined {
  let first: number | undefined;
  let disagreed = 0;
  for (const value of numbers) {
    if (!fulfils(value, rules)) continue;
    if (isAgreed(value, rules)) return value;
    first ??= value;
    disagreed += 1;
    if (disagreed > MOST_DISAGREED) break;
  }
  return first;
}

function fulfils(value: number, rules: NumberRules): boolean {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, multiples, notMultiples, excluded } = rules;
  return (
    (exclusiveMinimum ? value > minimum : value >= minimum) &&
    (exclusiveMaximum ? value < maximum : value <= maximum) &&
    !excluded.has(value) &&
    multiples.every((factor) => isMultipleOf(value, factor)) &&
    !notMultiples.some((factor) => isMultipleOf(value, factor))
  );
}

function isAgreed(value: number, { multiples, notMultiples }: NumberRules): boolean {
  return (
    multiples.every((factor) => Number.isInteger(value / factor)) &&
    !notMultiples.some((factor) => Number.isInteger(value / factor))
  );
}

function tooMany({ minimum, maximum, multiples, notMultiples }: NumberRules): Search<number> {
  const wanted = multiples.length === 0 ? "" : `, multiples of ${multiples.join(" and ")}`;
  const unwanted = notMultiples.length === 0 ? "" : `, not multiples of ${notMultiples.join(" or ")}`;
  return {
    kind: "unknown",
    why: `There are too many numbers from ${minimum} to ${maximum}${wanted}${unwanted} to look at each, and none of the plain ones will do.`,
  };
}
