import type { JsonObject, JsonValue } from "@cordon/core";
import { type Check, fitsQuietly, isDone, refuse } from "./check-run.ts";

/** What schemas say that are put together out of others. */
export function combinedChecks(schema: JsonObject, compile: (part: JsonValue) => Check): readonly Check[] {
  const partsOf = (keyword: string): readonly Check[] => ((schema[keyword] ?? []) as readonly JsonValue[]).map(compile);
  const checks: Check[] = [];
  if (schema["allOf"] !== undefined) checks.push(everyCheck(partsOf("allOf")));
  if (schema["anyOf"] !== undefined) checks.push(anyOf(partsOf("anyOf")));
  if (schema["oneOf"] !== undefined) checks.push(oneOf(partsOf("oneOf")));
  return checks;
}

/** One check of several. All of them say what they find, as long as anybody listens. */
export function everyCheck(checks: readonly Check[]): Check {
  const [first, second] = checks;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (value, run, place) => {
    let fits = true;
    for (const check of checks) {
      if (check(value, run, place)) continue;
      if (isDone(run)) return false;
      fits = false;
    }
    return fits;
  };
}

function anyOf(parts: readonly Check[]): Check {
  return (value, run, place) =>
    parts.some((part) => fitsQuietly(part, value, run)) ||
    refuse(run, place, `fits none of the ${parts.length} schemas in anyOf`);
}

function oneOf(parts: readonly Check[]): Check {
  return (value, run, place) => {
    let fitting = 0;
    for (const part of parts) {
      if (!fitsQuietly(part, value, run)) continue;
      fitting += 1;
      if (fitting > 1) return refuse(run, place, "fits more than one of the schemas in oneOf");
    }
    return fitting === 1 || refuse(run, place, `fits none of the ${parts.length} schemas in oneOf`);
  };
}
