import type { JsonValue } from "@cordon/core";
import type { Inquiry } from "./inquiry.ts";
import { negate } from "./term.ts";
import type { Literal } from "./term.ts";
import type { Search } from "./verdict.ts";
import { valueKey } from "./value-key.ts";

// Each further value is a question of its own.
const MAX_PLACES = 60;

/**
 * Finds a different value for each place, or proves that there are not enough. A place with as many values as there are places always finds one;
 * the others have few values, and all ways to share them out are tried.
 */
export function assignDistinct(
  inquiry: Inquiry,
  places: readonly (readonly Literal[])[],
): Search<readonly JsonValue[]> {
  if (places.length > MAX_PLACES) return { kind: "unknown", why: `more than ${MAX_PLACES} items would have to differ` };
  const known = new Map<string, readonly JsonValue[]>();
  const values: (readonly JsonValue[])[] = [];
  for (const literals of places) {
    const key = literals.toSorted((a, b) => a - b).join(" ");
    const found = known.get(key) ?? listValues(inquiry, literals, places.length);
    if ("kind" in found) return found;
    if (found.length === 0) return { kind: "none" };
    known.set(key, found);
    values.push(found);
  }
  const order = [...values.keys()].toSorted((a, b) => (values[a]?.length ?? 0) - (values[b]?.length ?? 0));
  const chosen = shareOut(inquiry, order, values, new Map());
  if (chosen === "unknown") return { kind: "unknown", why: "it takes more steps to decide than are allowed" };
  if (chosen === undefined) return { kind: "none" };
  return { kind: "found", value: values.map((_, index) => chosen.get(index) ?? null) };
}

function listValues(
  inquiry: Inquiry,
  literals: readonly Literal[],
  enough: number,
): readonly JsonValue[] | Extract<Search<never>, { readonly kind: "unknown" }> {
  const values: JsonValue[] = [];
  while (values.length < enough) {
    const answer = inquiry.solve([...literals, negate(inquiry.store.oneOfValues(values))]);
    if (answer.kind === "unknown") return answer;
    if (answer.kind === "none") return values;
    values.push(answer.value);
  }
  return values;
}

function shareOut(
  inquiry: Inquiry,
  order: readonly number[],
  values: readonly (readonly JsonValue[])[],
  chosen: ReadonlyMap<number, JsonValue>,
): ReadonlyMap<number, JsonValue> | "unknown" | undefined {
  if (!inquiry.step()) return "unknown";
  const [place, ...others] = order;
  if (place === undefined) return chosen;
  const used = new Set([...chosen.values()].map(valueKey));
  for (const value of values[place] ?? []) {
    if (used.has(valueKey(value))) continue;
    const found = shareOut(inquiry, others, values, new Map(chosen).set(place, value));
    if (found !== undefined) return found;
  }
  return undefined;
}
