import { CharBase, CharSet, type CharRange } from "refa";
import type { TermSet } from "./regex-term.ts";

/** What a pattern reads in one step: characters that no term of the question tells apart. */
export interface Letter {
  readonly id: number;
  /** What stands for all of them. */
  readonly code: number;
  /** `\w` holds. */
  readonly word: boolean;
  /** Whether it is in the set of this index. */
  has(set: number): boolean;
}

/** One code point of a string. */
export interface Sign {
  readonly letter: Letter;
  /** How a pattern without `u` reads it, if that is as two units. */
  readonly pair?: readonly [high: Letter, low: Letter];
}

/** The most letters that a question may tell apart. */
const MOST_LETTERS = 4096;

/**
 * The signs of well-formed strings, most readable first, so that the first string that is found is a readable one. `undefined` if there
 * are too many to tell apart. `codes` are single characters that terms name outside of sets.
 */
export function createAlphabet(sets: readonly TermSet[], codes: ReadonlySet<number>): readonly Sign[] | undefined {
  if (codes.size > MOST_LETTERS) return undefined;
  const singles = Array.from(codes, (code) => CharSet.fromCharacter(LAST, code));
  const wide = sets.map((set) => CharSet.empty(LAST).union(set.chars.ranges));
  const apart = [SCALARS, ASTRAL, WORD, ...wide, ...singles].map((set) => set.intersect(SCALARS));
  const classes = new CharBase(apart.filter((set) => !set.isEmpty)).sets;
  if (classes.length > MOST_LETTERS) return undefined;
  const letters = classes.map((chars) => mostReadable(chars)).sort((left, right) => left.rank - right.rank);
  const has = (code: number, units: boolean): Pick<Letter, "has"> => {
    const within = sets.map((set) => (!units || set.units) && code <= set.chars.maximum && set.chars.has(code));
    return { has: (set) => within[set] === true };
  };
  const pair = [
    { id: 0, code: HIGH.min, word: false, ...has(HIGH.min, true) },
    { id: 1, code: LOW.min, word: false, ...has(LOW.min, true) },
  ] as const;
  return letters.map(({ code }, index): Sign => {
    const letter = { id: index + 2, code, word: WORD.has(code), ...has(code, false) };
    return code > 0xff_ff ? { letter, pair } : { letter };
  });
}

/** Whether a set of UTF-16 units takes all or none of each kind of surrogate, so that they need not be told apart. */
export function treatsSurrogatesAlike(chars: CharSet): boolean {
  return [HIGH, LOW].every((half) => chars.isDisjointWith(half) || chars.isSupersetOf(half));
}

const LAST = 0x10_ff_ff;
const HIGH = { min: 0xd8_00, max: 0xdb_ff } as const;
const LOW = { min: 0xdc_00, max: 0xdf_ff } as const;
const SCALARS = CharSet.all(LAST).without({ min: HIGH.min, max: LOW.max });
const ASTRAL = CharSet.fromRange(LAST, { min: 0x1_00_00, max: LAST });
const WORD = CharSet.empty(LAST).union([range("a", "z"), range("A", "Z"), range("0", "9"), range("_", "_")]);

const READABLE: readonly CharRange[] = [
  range("a", "z"),
  range("A", "Z"),
  range("0", "9"),
  range("-", "."),
  range("_", "_"),
  range("!", "~"),
  range(" ", " "),
  range("\n", "\n"),
  range("\t", "\t"),
  range("À", "ɏ"),
  range("Ͱ", "Ͽ"),
  range("¡", "˿"),
  range("Ѐ", "\u{d7ff}"),
  range("\u{1f300}", "\u{1f64f}"),
];

function mostReadable(chars: CharSet): { readonly code: number; readonly rank: number } {
  for (const [rank, wanted] of READABLE.entries()) {
    const found = chars.intersect(wanted).ranges[0];
    if (found !== undefined) return { code: found.min, rank: rank * 0x11_00_00 + found.min };
  }
  const code = chars.ranges[0]?.min ?? 0;
  return { code, rank: READABLE.length * 0x11_00_00 + code };
}

function range(first: string, last: string): CharRange {
  return { min: first.codePointAt(0) ?? 0, max: last.codePointAt(0) ?? 0 };
}
