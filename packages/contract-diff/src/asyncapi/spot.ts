import type { JsonValue } from "@cordon/core";
import type { ContractDocument, Place } from "../document.ts";
import { ownValue } from "../schema/json-kind.ts";
import { pointerStep } from "../schema/pointer.ts";

/** A value with where it stands. Two spots of one document and pointer are the same thing, reached by two ways. */
export interface Spot {
  readonly document: ContractDocument;
  /** RFC 6901, in full: it leads back to the value. */
  readonly pointer: string;
  readonly value: JsonValue;
}

/** What stands one step below, own members only. */
export function childOf(spot: Spot, key: string | number): Spot | undefined {
  const value = ownValue(spot.value, String(key));
  return value === undefined ? undefined : { document: spot.document, pointer: spot.pointer + pointerStep(key), value };
}

/** The members of an object or the items of a list, in their order. Empty for all else. */
export function childrenOf(spot: Spot): readonly { readonly key: string; readonly spot: Spot }[] {
  if (typeof spot.value !== "object" || spot.value === null) return [];
  return Object.entries(spot.value).map(([key, value]) => ({
    key,
    spot: { document: spot.document, pointer: spot.pointer + pointerStep(key), value },
  }));
}

/** What a report points at. */
export function placeOfSpot({ document, pointer }: Spot): Place {
  return { file: document.file, pointer };
}
