import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { pointerKeys } from "../schema/pointer.ts";
import { isObject } from "../schema/json-kind.ts";
import { childOf, type Spot } from "./spot.ts";

/** Finds what references lead to, in the document and in the files that `load` gives. */
export interface SpotReader {
  /** The stops from a spot to what its `$ref` leads to in the end: the spot alone where it has none. Throws `contract-diff/unresolved-ref`. */
  trail(spot: Spot): readonly [Spot, ...Spot[]];
  /** The last stop of the trail. */
  follow(spot: Spot): Spot;
  /** The same, or why it leads nowhere. For references that may be written for somebody else, as those in schemas are. */
  tryFollow(spot: Spot): Spot | { readonly problem: string };
}

/** Gives the document that a reference names, as seen from the document it stands in; `undefined` where there is none. */
export type LoadBeside = (from: ContractDocument, file: string) => ContractDocument | undefined;

// Longer chains are somebody's joke, and each of them would be walked again for each use.
const MAX_STOPS = 100;

/** Makes a reader. It keeps nothing, so the same question costs the same twice. */
export function createSpotReader(load: LoadBeside): SpotReader {
  const reader: SpotReader = {
    trail(spot) {
      const walked = walkTrail(spot, load);
      if (walked.problem === undefined) return walked.stops;
      const at = walked.stops.at(-1) ?? spot;
      throw contractDiffError("contract-diff/unresolved-ref", {
        file: at.document.file,
        pointer: `${at.pointer}/$ref`,
        target: referenceOf(at) ?? "",
        problem: walked.problem,
      });
    },
    follow: (spot) => reader.trail(spot).at(-1) ?? spot,
    tryFollow(spot) {
      const { stops, problem } = walkTrail(spot, load);
      return problem === undefined ? (stops.at(-1) ?? spot) : { problem };
    },
  };
  return reader;
}

/** The text of the spot's `$ref`, if it has one. */
export function referenceOf({ value }: Spot): string | undefined {
  if (!isObject(value) || !Object.hasOwn(value, "$ref")) return undefined;
  return typeof value["$ref"] === "string" ? value["$ref"] : undefined;
}

interface Walked {
  readonly stops: readonly [Spot, ...Spot[]];
  readonly problem?: string;
}

function walkTrail(start: Spot, load: LoadBeside): Walked {
  const stops: [Spot, ...Spot[]] = [start];
  for (let spot = start; ;) {
    const reference = referenceOf(spot);
    if (reference === undefined) return { stops };
    if (stops.length > MAX_STOPS)
      return { stops, problem: `which leads to a ${MAX_STOPS + 1}st reference and so in a circle` };
    const next = targetOf(spot, reference, load);
    if (typeof next === "string") return { stops, problem: next };
    stops.push(next);
    spot = next;
  }
}

function targetOf(from: Spot, reference: string, load: LoadBeside): Spot | string {
  const [file = "", fragment = ""] = splitOnce(reference);
  if (/^[a-z][a-z0-9+.-]*:/i.test(file))
    return "which is not in the documents at hand, and nothing is fetched from the network";
  const document = file === "" ? from.document : load(from.document, file);
  if (document === undefined) return "a file that is not there";
  const keys = keysOf(fragment);
  if (keys === undefined) return "which is no JSON pointer";
  return pointed({ document, pointer: "", value: document.value }, keys, load) ?? "which is not there";
}

// A part of the pointer may stand behind a reference of its own: `#/channels/a/messages/m` where channel `a` is one. RFC 6901 does not
// go on there, and every tool for AsyncAPI does.
function pointed(root: Spot, parts: readonly string[], load: LoadBeside): Spot | undefined {
  let spot = root;
  let hops = 0;
  for (const part of parts) {
    let next = childOf(spot, part);
    while (next === undefined) {
      const reference = referenceOf(spot);
      if (reference === undefined || (hops += 1) > MAX_STOPS) return undefined;
      const behind = plainTarget(spot, reference, load);
      if (behind === undefined) return undefined;
      spot = behind;
      next = childOf(spot, part);
    }
    spot = next;
  }
  return spot;
}

// Without the kindness above, so that references that need each other end.
function plainTarget(from: Spot, reference: string, load: LoadBeside): Spot | undefined {
  const [file = "", fragment = ""] = splitOnce(reference);
  const document = file === "" ? from.document : load(from.document, file);
  const keys = keysOf(fragment);
  if (document === undefined || keys === undefined) return undefined;
  let spot: Spot | undefined = { document, pointer: "", value: document.value };
  for (const key of keys) spot = spot && childOf(spot, key);
  return spot;
}

function splitOnce(reference: string): readonly string[] {
  const at = reference.indexOf("#");
  return at === -1 ? [reference] : [reference.slice(0, at), reference.slice(at + 1)];
}

function keysOf(fragment: string): readonly string[] | undefined {
  try {
    return pointerKeys(decodeURIComponent(fragment));
  } catch {
    // A stray percent sign: no pointer can be meant.
    return undefined;
  }
}
