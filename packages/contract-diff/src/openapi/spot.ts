import type { JsonObject, JsonValue } from "@cordon/core";
import type { ContractDocument, Place } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { pointerStep } from "../schema/pointer.ts";

/** A document that takes part in a comparison, with what its `$ref`s were found to lead to, or why they lead nowhere. */
export interface Source {
  readonly document: ContractDocument;
  readonly targets: Map<string, Spot | string>;
}

/** A value of a document and where it stands. */
export interface Spot {
  readonly source: Source;
  readonly pointer: string;
  readonly value: JsonValue;
}

/** Whether it is an object of JSON: no array, no null. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property. A document may well have a key `constructor`, and lack it as well. */
export function ownValue(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** What stands at a key or an index, or nothing. */
export function below(spot: Spot | undefined, key: string | number): Spot | undefined {
  if (spot === undefined) return undefined;
  const value = typeof key === "number" ? itemAt(spot.value, key) : ownValue(spot.value, key);
  return value === undefined ? undefined : { source: spot.source, pointer: spot.pointer + pointerStep(key), value };
}

/** The entries of an object, in its order. Refuses what is no object. */
export function entriesOf(spot: Spot | undefined, what: string): readonly (readonly [string, Spot])[] {
  if (spot === undefined) return [];
  const found: (readonly [string, Spot])[] = [];
  for (const key of Object.keys(objectAt(spot, what))) {
    const entry = below(spot, key);
    if (entry !== undefined) found.push([key, entry]);
  }
  return found;
}

/** The same without extensions, for the objects that may have them beside names: paths, responses, callbacks. */
export function namedEntriesOf(spot: Spot | undefined, what: string): readonly (readonly [string, Spot])[] {
  return entriesOf(spot, what).filter(([key]) => !key.startsWith("x-"));
}

/** The items of an array. Refuses what is none. */
export function itemsOf(spot: Spot | undefined, what: string): readonly Spot[] {
  if (spot === undefined) return [];
  if (!Array.isArray(spot.value)) throw invalidAt(spot, `${what} must be an array.`);
  return spot.value.map((value: JsonValue, index) => ({
    source: spot.source,
    pointer: `${spot.pointer}/${index}`,
    value,
  }));
}

/** The object at a place, which has to be one. */
export function objectAt(spot: Spot, what: string): JsonObject {
  if (!isObject(spot.value)) throw invalidAt(spot, `${what} must be an object.`);
  return spot.value;
}

/** A text at a place, which has to be one if it is there. */
export function textAt(spot: Spot | undefined, what: string): string | undefined {
  if (spot === undefined) return undefined;
  if (typeof spot.value !== "string") throw invalidAt(spot, `${what} must be a string.`);
  return spot.value;
}

/** The error for a document that breaks the rules of OpenAPI. */
export function invalidAt(spot: Spot, message: string): Error {
  const file = spot.source.document.file;
  return contractDiffError("contract-diff/invalid-contract", { file, issues: [{ pointer: spot.pointer, message }] });
}

/** Where it stands, as a report says it. */
export function placeOf(spot: Spot): Place {
  return { file: spot.source.document.file, pointer: spot.pointer };
}

/** Tells places of all documents apart. */
export function placeKey(spot: Spot): string {
  return `${spot.source.document.file}\n${spot.pointer}`;
}

function itemAt(value: JsonValue, index: number): JsonValue | undefined {
  return Array.isArray(value) ? (value as readonly JsonValue[])[index] : undefined;
}
