import type { JsonObject, JsonValue } from "@cordon/core";
import { compilePattern } from "../schema/compile-pattern.ts";
import { isMultipleOf } from "./find-number.ts";
import { knownFormats } from "./find-string.ts";
import { createCautiousTests } from "./regex/cautious-test.ts";
import type { CautiousTest } from "./regex/cautious-test.ts";
import { createPropertySets } from "./regex/char-sets.ts";
import type { SchemaCompiler } from "./schema-compiler.ts";
import { isNegated, typeOf } from "./term.ts";
import type { ArrayTerm, Literal, NumberTerm, ObjectTerm, StringTerm, Term } from "./term.ts";
import type { TermStore } from "./term-store.ts";
import { isList, isObject } from "../schema/json-kind.ts";
import { valueKey } from "./value-key.ts";

/** True, false, or `undefined` where a term cannot be judged. */
export type Truth = boolean | undefined;

/** Says whether a value fulfils a literal. */
export class Evaluator {
  readonly #store: TermStore;
  readonly #compiler: SchemaCompiler;
  readonly #patterns = new Map<
    string,
    { readonly expression: RegExp | undefined; readonly truths: Map<string, Truth> }
  >();
  readonly #tests = createCautiousTests(createPropertySets());
  #test: CautiousTest = this.#tests();

  constructor(store: TermStore, compiler: SchemaCompiler) {
    this.#store = store;
    this.#compiler = compiler;
  }

  holds(literal: Literal, value: JsonValue): Truth {
    const truth = this.#term(this.#store.term(literal), value);
    return truth === undefined ? undefined : truth !== isNegated(literal);
  }

  allHold(literals: readonly Literal[], value: JsonValue): Truth {
    return every(literals, (literal) => this.holds(literal, value));
  }

  /** A new question: a pattern that takes long is given its time anew. */
  beginAnew(): void {
    this.#test = this.#tests();
  }

  /** `undefined` also for a pattern that might take too long: it is a stranger's, and so is the text. */
  matches(pattern: string, text: string): Truth {
    const known = this.#patterns.get(pattern) ?? {
      expression: compilePattern(pattern),
      truths: new Map<string, Truth>(),
    };
    this.#patterns.set(pattern, known);
    const { expression, truths } = known;
    const truth = truths.get(text) ?? (expression === undefined ? undefined : this.#test(expression, text));
    if (truth !== undefined) truths.set(text, truth);
    return truth;
  }

  #term(term: Term, value: JsonValue): Truth {
    switch (term.kind) {
      case "true":
        return true;
      case "types":
        return (term.types & typeOf(value)) !== 0;
      case "enum":
        return term.values.has(valueKey(value));
      case "and":
        return this.allHold(term.all, value);
      case "name":
        return this.holds(this.#compiler.unfold(term.node, term.reading), value);
      case "opaque":
        return undefined;
      default:
        return this.#typed(term, value);
    }
  }

  #typed(term: NumberTerm | StringTerm | ArrayTerm | ObjectTerm, value: JsonValue): Truth {
    if (typeof value === "number") return numberHolds(term, value);
    if (typeof value === "string") return this.#stringHolds(term, value);
    if (isList(value)) return this.#arrayHolds(term, value);
    return isObject(value) ? this.#objectHolds(term, value) : true;
  }

  #stringHolds(term: Term, value: string): Truth {
    switch (term.kind) {
      case "minLength":
        return lengthOf(value) >= term.value;
      case "maxLength":
        return lengthOf(value) <= term.value;
      case "pattern":
        return this.matches(term.pattern, value);
      case "format":
        return knownFormats.get(term.format)?.(value) ?? true;
      default:
        return true;
    }
  }

  #arrayHolds(term: Term, value: readonly JsonValue[]): Truth {
    switch (term.kind) {
      case "minItems":
        return value.length >= term.value;
      case "maxItems":
        return value.length <= term.value;
      case "unique":
        return new Set(value.map(valueKey)).size === value.length;
      case "item": {
        const item = value[term.index];
        return item === undefined ? true : this.holds(term.is, item);
      }
      case "rest":
        return every(value.slice(term.from), (item) => this.holds(term.is, item));
      case "contains": {
        const truths = value.map((item) => this.holds(term.is, item));
        const held = truths.filter((truth) => truth === true).length;
        const open = truths.filter((truth) => truth === undefined).length;
        if (held > term.max || held + open < term.min) return false;
        return held >= term.min && held + open <= term.max ? true : undefined;
      }
      default:
        return true;
    }
  }

  #objectHolds(term: Term, value: JsonObject): Truth {
    switch (term.kind) {
      case "minProperties":
        return Object.keys(value).length >= term.value;
      case "maxProperties":
        return Object.keys(value).length <= term.value;
      case "required":
        return Object.hasOwn(value, term.name);
      case "property":
        return Object.hasOwn(value, term.name) ? this.holds(term.is, value[term.name] ?? null) : true;
      case "patternProperty":
        return every(Object.entries(value), ([name, held]) => {
          const matches = this.matches(term.pattern, name);
          return matches === false ? true : matches && this.holds(term.is, held);
        });
      case "additional":
        return every(Object.entries(value), ([name, held]) => {
          const covered = this.covers(term, name);
          return covered === true ? true : covered === undefined ? undefined : this.holds(term.is, held);
        });
      case "propertyNames":
        return every(Object.keys(value), (name) => this.holds(term.is, name));
      default:
        return true;
    }
  }

  /** Whether a name is one that `additional` leaves to others. */
  covers(
    { names, patterns }: { readonly names: readonly string[]; readonly patterns: readonly string[] },
    name: string,
  ): Truth {
    if (names.includes(name)) return true;
    const truths = new Set(patterns.map((pattern) => this.matches(pattern, name)));
    if (truths.has(true)) return true;
    return truths.has(undefined) ? undefined : false;
  }
}

function numberHolds(term: Term, value: number): boolean {
  switch (term.kind) {
    case "minimum":
      return term.exclusive ? value > term.value : value >= term.value;
    case "maximum":
      return term.exclusive ? value < term.value : value <= term.value;
    case "multipleOf":
      return isMultipleOf(value, term.value);
    default:
      return true;
  }
}

function every<Item>(items: Iterable<Item>, holds: (item: Item) => Truth): Truth {
  let truth: Truth = true;
  for (const item of items) {
    const one = holds(item);
    if (one === false) return false;
    if (one === undefined) truth = undefined;
  }
  return truth;
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
