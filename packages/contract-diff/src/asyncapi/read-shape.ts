import { contractDiffError } from "../errors.ts";
import { isObject } from "../schema/json-kind.ts";
import type { Spot } from "./spot.ts";

/** Refuses a document for what stands at a spot. `message` goes on from the pointer: "must be an object". */
export function refuse(spot: Spot, message: string): never {
  throw contractDiffError("contract-diff/invalid-contract", {
    file: spot.document.file,
    issues: [{ pointer: spot.pointer, message }],
  });
}

/** The spot, if it holds an object. */
export function objectAt(spot: Spot): Spot {
  return isObject(spot.value) ? spot : refuse(spot, "must be an object");
}

/** The spot, if it holds a list. */
export function listAt(spot: Spot): Spot {
  return Array.isArray(spot.value) ? spot : refuse(spot, "must be a list");
}

/** The text at the spot; `undefined` where there is no spot. */
export function textAt(spot: Spot | undefined): string | undefined {
  if (spot === undefined || typeof spot.value === "string") return spot?.value as string | undefined;
  return refuse(spot, "must be a string");
}

/** The texts of the list at the spot; `undefined` where there is no spot. */
export function textsAt(spot: Spot | undefined): readonly string[] | undefined {
  if (spot === undefined) return undefined;
  const { value } = listAt(spot);
  const isListOfTexts = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isListOfTexts ? value : refuse(spot, "must be a list of strings");
}
