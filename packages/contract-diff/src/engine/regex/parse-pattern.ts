import { RegExpParser, type AST } from "@eslint-community/regexpp";
import type { CharSet } from "refa";
import { treatsSurrogatesAlike } from "./alphabet.ts";
import { charsOf, type PropertySets } from "./char-sets.ts";
import type { RegexTerm, RegexTerms } from "./regex-term.ts";

/** A pattern as a term, or the reason why it is none. */
export type ParsedPattern =
  | { readonly kind: "exact"; readonly term: RegexTerm }
  /** `within` matches wherever the pattern does, and maybe elsewhere. */
  | { readonly kind: "opaque"; readonly why: string; readonly within?: RegexTerm };

interface Options {
  readonly terms: RegexTerms;
  readonly properties: PropertySets;
}

/** Patterns that are longer are not looked into. */
const LONGEST_PATTERN = 5_000;
/** Groups within groups. */
const DEEPEST = 100;
/** As many bits as `Surroundings` keeps for them. */
const MOST_BEHINDS = 12;
const MOST_REFERENCES = 20;

/** Reads a regular expression that the engine of this process takes. What it finds is where the expression matches, from its first sign on. */
export function parsePattern({ source, flags }: RegExp, { terms, properties }: Options): ParsedPattern {
  if (source.length > LONGEST_PATTERN) return { kind: "opaque", why: `is longer than ${LONGEST_PATTERN} characters` };
  if (!["", "u", "i"].includes(flags)) return { kind: "opaque", why: `has the flags ${flags}` };
  let ast: AST.Pattern;
  try {
    ast = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, { unicode: flags === "u" });
  } catch {
    // The parser knows less than the engine of this process (newer syntax), or the groups go too deep for it.
    return { kind: "opaque", why: "is written in a way that cannot be followed" };
  }
  const translator = createTranslator(terms, properties, flags);
  try {
    const term = translator.choice(ast.alternatives, 0);
    const why = translator.replaced();
    if (why === undefined) return { kind: "exact", term };
    return { kind: "opaque", why, ...(translator.widened() ? { within: term } : {}) };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: "opaque", why: error.message };
    throw error;
  }
}

class Unsupported extends Error {
  override readonly name = "Unsupported";
}

interface Translator {
  choice(alternatives: readonly AST.Alternative[], depth: number): RegexTerm;
  /** Why the term is not the pattern, if it is not. */
  replaced(): string | undefined;
  /** The term matches at least where the pattern does. */
  widened(): boolean;
}

function createTranslator(terms: RegexTerms, properties: PropertySets, flags: string): Translator {
  const units = flags !== "u";
  let replaced: string | undefined;
  let widened = true;
  let references = 0;
  let inReference = 0;
  /** The lookaround that is being read, from the outside in. */
  const around: AST.LookaroundAssertion[] = [];

  function choice(alternatives: readonly AST.Alternative[], depth: number): RegexTerm {
    if (depth > DEEPEST) throw new Unsupported(`has more than ${DEEPEST} groups within each other`);
    return terms.choice(alternatives.map((alternative) => sequence(alternative.elements, depth)));
  }

  function sequence(elements: readonly AST.Element[], depth: number): RegexTerm {
    return elements.reduceRight<RegexTerm>((tail, one) => terms.sequence(element(one, depth), tail), terms.empty);
  }

  function element(node: AST.Element, depth: number): RegexTerm {
    switch (node.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return chars(charsOf(node, flags, properties));
      case "CapturingGroup":
        return choice(node.alternatives, depth + 1);
      case "Group":
        if (node.modifiers !== null) throw new Unsupported(`changes its flags (${node.modifiers.raw})`);
        return choice(node.alternatives, depth + 1);
      case "Quantifier":
        return terms.repeat(element(node.element, depth + 1), node.min, node.max);
      case "Assertion":
        return assertion(node, depth);
      case "Backreference":
        return backreference(node, depth);
      default:
        throw new Unsupported("has operations on sets");
    }
  }

  function chars(set: CharSet | undefined): RegexTerm {
    if (set === undefined) throw new Unsupported("has a set of characters that cannot be followed");
    if (units && !treatsSurrogatesAlike(set)) throw new Unsupported("tells halves of a character apart");
    return terms.set(set, units);
  }

  function assertion(node: AST.Assertion, depth: number): RegexTerm {
    // What held where the group stands need not hold where it is referred to.
    if (inReference > 0) widened = false;
    switch (node.kind) {
      case "start":
        return terms.start;
      case "end":
        return terms.end;
      case "word":
        return terms.boundary(node.negate);
      default:
        return lookaround(node, depth);
    }
  }

  function lookaround(node: AST.LookaroundAssertion, depth: number): RegexTerm {
    // Lookbehinds are followed forwards, and must be decided when they are reached.
    const inBehind = around.some(({ kind }) => kind === "lookbehind");
    if (node.kind === "lookahead" && inBehind) throw new Unsupported("has a lookahead in a lookbehind");
    around.push(node);
    const body = choice(node.alternatives, depth + 1);
    around.pop();
    if (node.kind === "lookahead") return terms.ahead(body, node.negate);
    if (terms.behinds.length >= MOST_BEHINDS) throw new Unsupported("has, with others, too many lookbehinds");
    return terms.behind(body, units, node.negate);
  }

  /** Anything that the group could have matched, in place of what it did match. */
  function backreference({ raw, resolved }: AST.Backreference, depth: number): RegexTerm {
    replaced = `refers back to a group (${raw})`;
    references += 1;
    // A group may refer to itself, so the copies could go on for ever.
    if (references > MOST_REFERENCES) throw new Unsupported(`refers back to groups more than ${MOST_REFERENCES} times`);
    if (around.some(({ negate }) => negate)) widened = false;
    inReference += 1;
    const copies = [resolved].flat().map((group) => choice(group.alternatives, depth + 1));
    inReference -= 1;
    return terms.choice([terms.empty, ...copies]);
  }

  return { choice, replaced: () => replaced, widened: () => widened };
}
