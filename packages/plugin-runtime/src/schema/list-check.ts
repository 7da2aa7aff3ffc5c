import type { JsonObject, JsonValue } from "@cordon/core";
import { type Check, inside, isDone, refuse, spend } from "./check-run.ts";

/** What a schema says of a list: how long it is, its first items one by one, and all the others. */
export function listCheck(schema: JsonObject, compile: (part: JsonValue) => Check): Check | undefined {
  const { prefixItems, items, minItems, maxItems } = schema;
  if ([prefixItems, items, minItems, maxItems].every((each) => each === undefined)) return undefined;
  const [min = 0, max = Infinity] = [minItems, maxItems] as (number | undefined)[];
  const first = ((prefixItems ?? []) as readonly JsonValue[]).map(compile);
  const rest = items === undefined || items === true ? undefined : compile(items);
  return (value, run, place) => {
    if (!Array.isArray(value)) return true;
    const list = value as readonly JsonValue[];
    let fits = true;
    if (list.length < min) fits = refuse(run, place, `must have at least ${min} items`);
    if (list.length > max) fits = refuse(run, place, `must have at most ${max} items`);
    if (!fits && isDone(run)) return false;
    const checked = rest === undefined ? Math.min(first.length, list.length) : list.length;
    spend(run, checked);
    for (let at = 0; at < checked; at += 1) {
      const check = first[at] ?? rest;
      if (check === undefined || check(list[at] ?? null, run, inside(run, place, at))) continue;
      if (isDone(run)) return false;
      fits = false;
    }
    return fits;
  };
}
