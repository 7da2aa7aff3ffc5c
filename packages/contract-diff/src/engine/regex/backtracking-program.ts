import { RegExpParser, type AST } from "@eslint-community/regexpp";
import type { CharSet } from "refa";
import { charsOf, type PropertySets } from "./char-sets.ts";

/** A regular expression as the steps that a backtracking engine takes. Each goes on at `next`. */
export type Instruction =
  | { readonly kind: "accept" }
  | {
      readonly kind: "run";
      readonly chars: CharSet;
      readonly min: number;
      readonly max: number;
      readonly next: Instruction;
    }
  | { readonly kind: "fork"; readonly options: readonly Instruction[] }
  | { readonly kind: "round"; readonly slot: number; readonly options: Instruction[] }
  | { readonly kind: "progress"; readonly slot: number; readonly next: Instruction }
  | { readonly kind: "start" | "end"; readonly next: Instruction }
  | { readonly kind: "boundary"; readonly negate: boolean; readonly next: Instruction }
  | {
      readonly kind: "look";
      readonly behind: boolean;
      readonly negate: boolean;
      readonly body: Instruction;
      readonly next: Instruction;
    }
  /** What a group matched, which is not kept: anything may stand here. */
  | { readonly kind: "reference"; readonly next: Instruction };

/** The program of a regular expression. */
export interface BacktrackingProgram {
  readonly first: Instruction;
  /** How many loops there are that must not go round without reading anything. */
  readonly slots: number;
  /** Refers back to groups, so that it takes more texts than the expression. */
  readonly loose: boolean;
}

const MOST_INSTRUCTIONS = 20_000;
const MOST_SLOTS = 64;
const DEEPEST = 100;

/** `undefined` where the expression is too large, or written in a way that cannot be followed. */
export function backtrackingProgram(
  { source, flags }: RegExp,
  properties: PropertySets,
): BacktrackingProgram | undefined {
  try {
    const parser = new RegExpParser({ ecmaVersion: 2025 });
    const pattern = parser.parsePattern(source, 0, source.length, { unicode: flags === "u" });
    return assembled(pattern, flags, properties);
  } catch {
    // Newer syntax than the parser knows, groups too deep for it, or `NotProgrammed`: the caller says what it means.
    return undefined;
  }
}

class NotProgrammed extends Error {
  override readonly name = "NotProgrammed";
}

/** From the end to the beginning, because each instruction holds the one after it. */
function assembled(pattern: AST.Pattern, flags: string, properties: PropertySets): BacktrackingProgram {
  let instructions = 0;
  let slots = 0;
  let loose = false;

  /** Elements count too: rounds of nothing make no instructions. */
  function count(): void {
    instructions += 1;
    if (instructions > MOST_INSTRUCTIONS) throw new NotProgrammed("Too many instructions.");
  }

  function made(instruction: Instruction): Instruction {
    count();
    return instruction;
  }

  function choice(alternatives: readonly AST.Alternative[], next: Instruction, depth: number): Instruction {
    if (depth > DEEPEST) throw new NotProgrammed("Too deep.");
    const options = alternatives.map(({ elements }) =>
      elements.reduceRight((after, one) => element(one, after, depth), next),
    );
    return options.length === 1 ? (options[0] ?? next) : made({ kind: "fork", options });
  }

  function element(node: AST.Element, next: Instruction, depth: number): Instruction {
    count();
    switch (node.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return run(node, 1, 1, next);
      case "CapturingGroup":
        return choice(node.alternatives, next, depth + 1);
      case "Group":
        if (node.modifiers !== null) throw new NotProgrammed("Changes its flags.");
        return choice(node.alternatives, next, depth + 1);
      case "Quantifier":
        return quantifier(node, next, depth);
      case "Assertion":
        return assertion(node, next, depth);
      case "Backreference":
        loose = true;
        return made({ kind: "reference", next });
      default:
        throw new NotProgrammed("Operations on sets.");
    }
  }

  function run(
    node: AST.Character | AST.CharacterSet | AST.CharacterClass,
    min: number,
    max: number,
    next: Instruction,
  ): Instruction {
    const chars = charsOf(node, flags, properties);
    if (chars === undefined) throw new NotProgrammed("A set that cannot be followed.");
    return made({ kind: "run", chars, min, max, next });
  }

  function quantifier({ element: body, min, max }: AST.Quantifier, next: Instruction, depth: number): Instruction {
    if (body.type === "Character" || body.type === "CharacterSet" || body.type === "CharacterClass")
      return run(body, min, max, next);
    let after = next;
    if (max === Infinity) after = loop(body, next, depth);
    // Each round that need not be made may end the repetition.
    else
      for (let round = min; round < max; round += 1)
        after = made({ kind: "fork", options: [element(body, after, depth + 1), next] });
    for (let round = 0; round < min; round += 1) after = element(body, after, depth + 1);
    return after;
  }

  function loop(body: AST.Element, next: Instruction, depth: number): Instruction {
    const slot = slots;
    slots += 1;
    if (slots > MOST_SLOTS) throw new NotProgrammed("Too many loops.");
    const options: Instruction[] = [];
    const round = made({ kind: "round", slot, options });
    options.push(element(body, made({ kind: "progress", slot, next: round }), depth + 1), next);
    return round;
  }

  function assertion(node: AST.Assertion, next: Instruction, depth: number): Instruction {
    switch (node.kind) {
      case "start":
      case "end":
        return made({ kind: node.kind, next });
      case "word":
        return made({ kind: "boundary", negate: node.negate, next });
      default: {
        const body = choice(node.alternatives, { kind: "accept" }, depth + 1);
        return made({ kind: "look", behind: node.kind === "lookbehind", negate: node.negate, body, next });
      }
    }
  }

  return { first: choice(pattern.alternatives, { kind: "accept" }, 0), slots, loose };
}
