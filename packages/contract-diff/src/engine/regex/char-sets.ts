import type { AST } from "@eslint-community/regexpp";
import { CharSet, JS, type CharRange } from "refa";

/** The code points that have a Unicode property, by its escape: `\p{Lu}`. Worked out once, which takes some milliseconds. */
export type PropertySets = (escape: string) => CharSet;

/** Asks this process for properties, as its regular expressions do: tables of another Unicode version would prove what is not so. */
export function createPropertySets(): PropertySets {
  const known = new Map<string, CharSet>();
  return (escape) => {
    const chars = known.get(escape) ?? charsWith(escape);
    known.set(escape, chars);
    return chars;
  };
}

/** The characters that one element of a pattern takes. `undefined`: not a set of characters that can be followed. */
export function charsOf(
  node: AST.Character | AST.CharacterSet | AST.CharacterClass,
  flags: string,
  properties: PropertySets,
): CharSet | undefined {
  if (node.type === "CharacterSet" && node.kind === "property") return propertyOf(node, flags, properties);
  if (node.type !== "CharacterClass") return JS.parseCharSet(node, flagsOf(flags));
  if (node.unicodeSets) return undefined;
  const hasProperty = node.elements.some((part) => part.type === "CharacterSet" && part.kind === "property");
  if (!hasProperty) return JS.parseCharSet(node, flagsOf(flags));
  let chars = CharSet.empty(LAST);
  for (const part of node.elements) {
    const isProperty = part.type === "CharacterSet" && part.kind === "property";
    const set = isProperty ? propertyOf(part, flags, properties) : JS.parseCharSet(part, flagsOf(flags));
    if (set === undefined) return undefined;
    chars = chars.union(set);
  }
  return node.negate ? chars.negate() : chars;
}

const LAST = 0x10_ff_ff;

function propertyOf(
  { raw, strings }: AST.UnicodePropertyCharacterSet,
  flags: string,
  properties: PropertySets,
): CharSet | undefined {
  return strings || flags !== "u" ? undefined : properties(raw);
}

function flagsOf(flags: string): JS.Flags {
  return { unicode: flags === "u", ignoreCase: flags === "i" };
}

/** Runs of characters are found in the text of all characters, a piece at a time, so that no long text is held. */
function charsWith(escape: string): CharSet {
  const runs = new RegExp(`${escape}+`, "gu");
  const ranges: CharRange[] = [];
  for (let first = 0; first <= LAST; first += PIECE) {
    // Surrogates, which are whole pieces, are left out: no string that is made has them.
    if (first >= 0xd8_00 && first <= 0xdf_ff) continue;
    const size = first > 0xff_ff ? 2 : 1;
    const text = String.fromCodePoint(...Array.from({ length: PIECE }, (_, index) => first + index));
    for (const { 0: run, index } of text.matchAll(runs))
      ranges.push({ min: first + index / size, max: first + (index + run.length) / size - 1 });
  }
  return CharSet.empty(LAST).union(ranges);
}

const PIECE = 0x8_00;
