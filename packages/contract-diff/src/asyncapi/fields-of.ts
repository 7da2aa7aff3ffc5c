import type { JsonValue } from "@cordon/core";
import { pointerKeys, pointerStep } from "../schema/pointer.ts";
import { isObject } from "../schema/json-kind.ts";
import type { SpotReader } from "./create-spot-reader.ts";
import { refuseDepth } from "./json-text.ts";
import { listAt, objectAt, refuse } from "./read-shape.ts";
import { childOf, childrenOf, type Spot } from "./spot.ts";

/** The fields of something: of a message or an operation with its traits applied. */
export interface Fields {
  /** The object itself, behind all references. */
  readonly spot: Spot;
  /** A field of it, from where it is written: in a trait if only one has it. */
  field(name: string): Spot | undefined;
  /** The names of all fields, those of the traits too. */
  readonly names: readonly string[];
}

const MAX_DEPTH = 200;

/**
 * Applies traits as AsyncAPI 3 says: JSON Merge Patch in their order, and the object itself wins. A field of several layers stands in a
 * copy of the document, at the place where the object has it, so that references in it still lead on.
 */
export function fieldsOf(spot: Spot, reader: SpotReader): Fields {
  const traits = childOf(spot, "traits");
  if (traits === undefined) return plainFields(spot);
  const layers = childrenOf(listAt(traits)).map((trait) => objectAt(reader.follow(trait.spot)));
  const all = [...layers, spot];
  const names = [...new Set(all.flatMap((layer) => childrenOf(layer).map(({ key }) => key)))].filter(
    (name) => name !== "traits",
  );
  const merged = new Map<string, Spot | undefined>();
  return {
    spot,
    names,
    field(name) {
      if (!merged.has(name)) merged.set(name, mergedField(name, all, spot));
      return merged.get(name);
    },
  };
}

/** Anything that has no traits. */
export function plainFields(spot: Spot): Fields {
  return { spot, names: Object.keys(spot.value ?? {}), field: (name) => childOf(spot, name) };
}

function mergedField(name: string, layers: readonly Spot[], target: Spot): Spot | undefined {
  const found = layers.map((layer) => childOf(layer, name)).filter((field) => field !== undefined);
  const strongest = found.at(-1);
  if (strongest === undefined || found.length === 1 || !isObject(strongest.value)) return strongest;
  // A reference in a copied part is read from the file that the copy is in.
  const stranger = found.find(({ document }) => document !== target.document);
  if (stranger !== undefined)
    refuse(
      target,
      `has ${name}, and so has its trait in ${stranger.document.file}; traits of another file cannot be merged, so write it in one place`,
    );
  const value = found.reduce<JsonValue>((under, over) => mergePatch(under, over.value, over), null);
  const pointer = target.pointer + pointerStep(name);
  const document = { ...target.document, value: withValueAt(target.document.value, pointerKeys(pointer) ?? [], value) };
  return { document: { ...document, linesOf: (pointers) => target.document.linesOf(pointers) }, pointer, value };
}

function mergePatch(under: JsonValue, over: JsonValue, at: Spot, depth = 0): JsonValue {
  if (!isObject(over)) return over;
  if (depth > MAX_DEPTH) refuseDepth(at);
  const merged = new Map<string, JsonValue>(isObject(under) ? Object.entries(under) : []);
  for (const [key, value] of Object.entries(over)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key) ?? null, value, at, depth + 1));
  }
  return Object.fromEntries(merged);
}

/** A copy of the way to a place, with another value there. All else is shared. */
function withValueAt(root: JsonValue, parts: readonly string[], value: JsonValue): JsonValue {
  const [first, ...rest] = parts;
  if (first === undefined) return value;
  if (Array.isArray(root)) {
    const items = root as readonly JsonValue[];
    return items.map((item, index) => (String(index) === first ? withValueAt(item, rest, value) : item));
  }
  const members = isObject(root) ? Object.entries(root) : [];
  const below = members.find(([key]) => key === first)?.[1] ?? null;
  // fromEntries defines members, so that `__proto__` is a name like any other.
  return Object.fromEntries([...members.filter(([key]) => key !== first), [first, withValueAt(below, rest, value)]]);
}
