import { type AST, RegExpParser } from "@eslint-community/regexpp";
import type { Dice } from "./_dice.ts";

/**
 * A string that most likely fulfils a pattern. Assertions other than the anchors are not looked at, so a sample can miss: whoever uses it
 * asks a validator anyway.
 */
export function sampleOf(pattern: string, dice: Dice): string {
  const { alternatives } = new RegExpParser().parsePattern(pattern, undefined, undefined, { unicode: true });
  return fromAlternatives(alternatives, dice);
}

const fromAlternatives = (alternatives: readonly AST.Alternative[], dice: Dice): string =>
  dice
    .pick(alternatives)
    .elements.map((element) => fromElement(element, dice))
    .join("");

function fromElement(element: AST.Element, dice: Dice): string {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return fromAlternatives(element.alternatives, dice);
    case "Character":
      return String.fromCodePoint(element.value);
    case "Quantifier": {
      const times = element.min + dice.roll(Math.min(element.max - element.min, 3) + 1);
      return Array.from({ length: Math.min(times, 12) }, () => fromElement(element.element, dice)).join("");
    }
    case "CharacterSet":
    case "CharacterClass":
      return fromClass(element.raw, dice);
    default:
      return "";
  }
}

const CHARACTERS: readonly string[] = Array.from("abcxyzAZ0159_- .é\n\u{1F600}");

function fromClass(raw: string, dice: Dice): string {
  const one = new RegExp(`^${raw}$`, "u");
  const fitting = CHARACTERS.filter((character) => one.test(character));
  return fitting.length === 0 ? "a" : dice.pick(fitting);
}
