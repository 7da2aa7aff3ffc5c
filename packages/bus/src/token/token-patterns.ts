import { parseCapability } from "../capability/capability-pattern.ts";
import { busError } from "../errors.ts";
import { parseNamePattern } from "../pattern/name-pattern.ts";
import type { SegmentPattern } from "../pattern/segment-pattern.ts";
import { TOKEN_LIMITS } from "./token-limits.ts";

/** What a list of patterns is of. */
export type PatternField = "principals" | "capabilities";

/** Patterns of one list of a block, in the one order that they have there: by their text, none twice. Never empty. */
export type PatternList = readonly SegmentPattern[];

/** Reads one pattern, or throws `bus/invalid-pattern`. */
export function parsePattern(field: PatternField, text: string): SegmentPattern {
  return field === "principals" ? parseNamePattern(text, "pattern of principals") : parseCapability(text);
}

/** Reads what somebody asks for, or throws `bus/invalid-pattern`. An empty list is refused: who wants nothing needs no token. */
export function parsePatternList(field: PatternField, texts: readonly string[]): PatternList {
  const patterns = Array.isArray(texts) ? [...new Set<string>(texts)].map((text) => parsePattern(field, text)) : [];
  if (patterns.length === 0 || patterns.length > TOKEN_LIMITS.maxPatterns)
    throw busError("bus/invalid-pattern", {
      what: `list of ${field}`,
      form: `1 to ${TOKEN_LIMITS.maxPatterns} patterns`,
    });
  return patterns.sort((one, other) => (one.text < other.text ? -1 : 1));
}
