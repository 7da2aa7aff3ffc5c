import type { JsonValue } from "@cordon/core";
import type { Place } from "./document.ts";

/**
 * Who is let down by a change. `backward`: those that were built against the old contract and meet the new one. `forward`: those that were
 * built against the new one and meet the old. `none`: nobody; the change is worth a version all the same.
 */
export type Breaks = "backward" | "forward" | "none";

/** The part of a version that a change asks for. */
export type Bump = "none" | "patch" | "minor" | "major";

/** What a reader or a caller is promised of two versions. `full` is both. */
export type Level = "backward" | "forward" | "full";

/** Which way documents go, seen from whom the contract belongs to: a request comes in, a response goes out. */
export type Flow = "in" | "out";

/** A document that one version takes and the other refuses, checked with ajv against both. */
export interface Witness {
  readonly document: JsonValue;
  readonly acceptedBy: "old" | "new";
  readonly refusedBy: "old" | "new";
  /** What the validator of the refusing side said. */
  readonly reason: string;
}

/** One change that matters, before it is known where its contract is kept. */
export interface Change {
  /** A rule of the catalogue: `schema/required`, `openapi/operation-removed`. */
  readonly rule: string;
  readonly breaks: Breaks;
  readonly bump: Bump;
  /** `unknown` where it could not be decided; the message says why. */
  readonly certainty: "proven" | "unknown";
  /** What changed, in words of the contract: `POST /pets, request body application/json`. Empty for a bare schema. */
  readonly subject: string;
  /** Where in a document of the contract, as a pointer with `*` for items and names: `/pets/*\/name`. Empty outside of schemas. */
  readonly path: string;
  /** What happened, to what, and what to do. One or two sentences. */
  readonly message: string;
  readonly old?: Place;
  readonly new?: Place;
  readonly witness?: Witness;
  /** How many other places of the contract use the same definition and so have the same change. */
  readonly alsoAt?: readonly string[];
}

/** A change with the name of its contract, its lines, and an id that stays the same when lines move. */
export interface Finding extends Change {
  readonly contract: string;
  /** 16 hexadecimal characters, made of contract, rule, breaks, subject and path. Waivers name it. */
  readonly fingerprint: string;
  /** True if the level that was asked for forbids the change, and no waiver excuses it. */
  readonly fails: boolean;
  /** The reason of the waiver that excuses it. */
  readonly waived?: string;
}

/** What a comparer of one kind of contract says about two versions. */
export interface Changes {
  readonly changes: readonly Change[];
  /** How many things were held against each other: schemas, operations, functions. A comparison of nothing is a failure. */
  readonly examined: number;
}
