import type { SpotReader } from "./create-spot-reader.ts";
import { jsonText } from "./json-text.ts";
import { childrenOf, type Spot } from "./spot.ts";

const MAX_SPOTS = 200_000;

const WORDS: ReadonlySet<string> = new Set(["title", "description", "$comment"]);

/**
 * All words in a schema and what it refers to, without where they stand, so that a definition may move or get another name. Of use only
 * where two schemas are known to allow the same.
 */
export function schemaWords(start: Spot, reader: SpotReader): ReadonlySet<string> {
  const words = new Set<string>();
  const seen = new Set<string>();
  const open = [start];
  for (let spot = open.pop(); spot !== undefined && seen.size < MAX_SPOTS; spot = open.pop()) {
    const id = `${spot.document.file}#${spot.pointer}`;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const { key, spot: child } of childrenOf(spot)) {
      if (isWords(key, child)) words.add(`${key}: ${jsonText(child)}`);
      else open.push(child);
    }
    const behind = reader.tryFollow(spot);
    if (!("problem" in behind)) open.push(behind);
  }
  return words;
}

// A property may be called `title` or `examples`: then a schema stands there.
function isWords(key: string, { value }: Spot): boolean {
  if (key === "examples") return Array.isArray(value);
  return key.startsWith("x-") || key === "deprecated"
    ? typeof value !== "object"
    : WORDS.has(key) && typeof value === "string";
}
