import type { JsonValue } from "@cordon/core";
import { isObject, ownValue } from "../schema/json-kind.ts";
import { referenceOf, type SpotReader } from "./create-spot-reader.ts";
import { childOf, childrenOf, type Spot } from "./spot.ts";

/** How far two values are followed before they count as different: a comparison in full comes to the same, only later. */
const MAX_PAIRS = 200_000;

/** Two documents' readers. */
export interface Readers {
  readonly old: SpotReader;
  readonly next: SpotReader;
}

/**
 * True if two values are the same to the letter, and so is all that they refer to. False may also mean that it is not known: where a
 * reference leads nowhere, or `$id` and anchors decide where it leads. `foreign` is for values that are no JSON Schema: there a reference
 * to an address in the network is a name like any other.
 */
export function sameSpots(old: Spot, next: Spot, readers: Readers, kind: "schema" | "foreign" = "schema"): boolean {
  const open: (readonly [Spot, Spot])[] = [[old, next]];
  const seen = new Set<string>();
  for (let pairs = 0; open.length > 0; pairs += 1) {
    if (pairs > MAX_PAIRS) return false;
    const pair = open.pop();
    if (pair === undefined) return true;
    const below = pairsBelow(pair, readers, kind, seen);
    if (below === undefined) return false;
    for (const item of below) open.push(item);
  }
  return true;
}

/** The pairs that must be the same as well; `undefined` if these two differ. */
function pairsBelow(
  [left, right]: readonly [Spot, Spot],
  readers: Readers,
  kind: "schema" | "foreign",
  seen: Set<string>,
): readonly (readonly [Spot, Spot])[] | undefined {
  if (!isInside(left.value) || !isInside(right.value)) return left.value === right.value ? [] : undefined;
  if (Array.isArray(left.value) !== Array.isArray(right.value)) return undefined;
  const children = childrenOf(left);
  if (children.length !== childrenOf(right).length) return undefined;
  if (kind === "schema" && movesReferences(left)) return undefined;
  const pairs: (readonly [Spot, Spot])[] = [];
  for (const { key, spot } of children) {
    const twin = childOf(right, key);
    if (twin === undefined) return undefined;
    pairs.push([spot, twin]);
  }
  const behind = pairBehind(left, right, readers, kind, seen);
  return behind === undefined ? undefined : [...pairs, ...behind];
}

const MOVES_REFERENCES = ["$id", "id", "$anchor", "$dynamicRef", "$recursiveRef"];

// Only texts do: a property may be called `id`, and then a schema stands there.
function movesReferences(spot: Spot): boolean {
  return isObject(spot.value) && MOVES_REFERENCES.some((key) => typeof childOf(spot, key)?.value === "string");
}

function pairBehind(
  left: Spot,
  right: Spot,
  readers: Readers,
  kind: "schema" | "foreign",
  seen: Set<string>,
): readonly (readonly [Spot, Spot])[] | undefined {
  const reference = referenceOf(left);
  if (reference === undefined) return [];
  if (kind === "foreign" && /^[a-z][a-z0-9+.-]*:/i.test(reference)) return [];
  // The whole file has an address of its own, from which its references start.
  if (kind === "schema" && typeof ownValue(left.document.value, "$id") === "string") return undefined;
  const id = `${left.document.file}\n${right.document.file}\n${reference}`;
  if (seen.has(id)) return [];
  seen.add(id);
  const before = readers.old.tryFollow(left);
  const after = readers.next.tryFollow(right);
  return "problem" in before || "problem" in after ? undefined : [[before, after]];
}

function isInside(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}
