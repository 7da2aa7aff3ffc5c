import type { JsonObject } from "@cordon/core";
import { type Check, type CheckRun, refuse, spend } from "./check-run.ts";

/** What a schema says of a text's length, which is counted in characters (code points). */
export function textCheck(schema: JsonObject): Check | undefined {
  const { minLength = 0, maxLength = Infinity } = schema as Partial<Record<string, number>>;
  if (minLength === 0 && maxLength === Infinity) return undefined;
  return (value, run, place) => {
    if (typeof value !== "string") return true;
    const length = lengthNear(value, minLength, maxLength, run);
    if (length < minLength) return refuse(run, place, `must have at least ${minLength} characters`);
    return length <= maxLength || refuse(run, place, `must have at most ${maxLength} characters`);
  };
}

/** The length, or a number on the same side of both bounds. A character takes one or two units, so few texts need counting. */
function lengthNear(text: string, min: number, max: number, run: CheckRun): number {
  const units = text.length;
  const isSure = units < min || units > max * 2 || (units >= min * 2 && units <= max);
  if (isSure) return units;
  spend(run, units >> 4);
  let pairs = 0;
  for (let at = 1; at < units; at += 1) {
    if (isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at))) pairs += 1;
  }
  return units - pairs;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
