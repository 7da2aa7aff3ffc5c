import type { JsonValue } from "@cordon/core";
import type { SchemaCompiler } from "./schema-compiler.ts";
import { guardOf, isNegated, negate, TYPE, typeOf } from "./term.ts";
import type { Literal, Term } from "./term.ts";
import type { TermStore } from "./term-store.ts";
import { isList, isObject } from "../schema/json-kind.ts";

/** Several ways to go on, at least one of which must be taken. */
export interface Choice {
  readonly ways: readonly (readonly Literal[])[];
  /** What would hold if none of the ways could be gone. */
  readonly unless: Literal | undefined;
}

/** What a branch is made with. */
export interface BranchContext {
  readonly store: TermStore;
  readonly compiler: SchemaCompiler;
}

/**
 * One way through what a value of one type must fulfil: what is settled (`atoms`, or a list of `values` that are left), and the choices that
 * are still open. Settling one thing may settle others, or show that the way is a dead end.
 */
export class Branch {
  readonly type: number;
  /** All that was asserted, whole and in parts. */
  readonly taken: Set<Literal>;
  atoms: Literal[];
  choices: Choice[];
  values: ReadonlyMap<string, JsonValue> | undefined;
  readonly #context: BranchContext;

  constructor(context: BranchContext, type: number) {
    this.#context = context;
    this.type = type;
    this.taken = new Set();
    this.atoms = [];
    this.choices = [];
    this.values = undefined;
  }

  /** The same branch, to go on from in another way. */
  fork(choices: readonly Choice[]): Branch {
    const copy = new Branch(this.#context, this.type);
    for (const literal of this.taken) copy.taken.add(literal);
    copy.atoms = [...this.atoms];
    copy.choices = [...choices];
    copy.values = this.values;
    return copy;
  }

  /** Takes these literals for true, with all that follows. False if they cannot be. */
  assert(literals: readonly Literal[]): boolean {
    const queue = [...literals];
    for (;;) {
      for (let literal = queue.pop(); literal !== undefined; literal = queue.pop()) {
        if (!this.#take(literal, queue)) return false;
      }
      const open: Choice[] = [];
      for (const choice of this.choices) {
        const left = this.#leftOf(choice);
        if (left === "settled") continue;
        const [only] = left.ways;
        if (only === undefined) return false;
        if (left.ways.length === 1) queue.push(...only);
        else open.push(left);
      }
      this.choices = open;
      if (queue.length === 0) return true;
    }
  }

  #take(literal: Literal, queue: Literal[]): boolean {
    if (this.taken.has(literal)) return true;
    if (this.taken.has(negate(literal))) return false;
    this.taken.add(literal);
    const { store, compiler } = this.#context;
    const term = store.term(literal);
    const no = isNegated(literal);
    switch (term.kind) {
      case "true":
        return !no;
      case "types":
        return ((term.types & this.type) !== 0) !== no;
      case "name": {
        const body = compiler.unfold(term.node, term.reading);
        queue.push(no ? store.not(body) : body);
        return true;
      }
      case "and":
        if (no) this.choices.push({ ways: term.all.map((part) => [store.not(part)]), unless: negate(literal) });
        else queue.push(...term.all);
        return true;
      case "enum":
        return no ? this.#exclude(term.values, literal, queue) : this.#restrict(term.values);
      case "opaque":
        this.atoms.push(literal);
        return true;
      default:
        return this.#takeTyped(term, literal, no);
    }
  }

  #takeTyped(term: Term, literal: Literal, no: boolean): boolean {
    if (guardOf(term) !== this.type) return !no;
    if (no && term.kind === "contains") {
      const { store } = this.#context;
      const fewer = store.plain({ kind: "contains", is: term.is, min: 0, max: term.min - 1 });
      const more = store.plain({ kind: "contains", is: term.is, min: term.max + 1, max: Infinity });
      const ways = [...(term.min > 0 ? [[fewer]] : []), ...(term.max === Infinity ? [] : [[more]])];
      this.choices.push({ ways, unless: undefined });
    } else this.atoms.push(literal);
    return true;
  }

  #restrict(values: ReadonlyMap<string, JsonValue>): boolean {
    const before = this.values;
    const kept = [...values].filter(
      ([key, value]) => typeOf(value) === this.type && (before === undefined || before.has(key)),
    );
    this.values = new Map(kept);
    return kept.length > 0;
  }

  #exclude(values: ReadonlyMap<string, JsonValue>, literal: Literal, queue: Literal[]): boolean {
    const mine = [...values.values()].filter((value) => typeOf(value) === this.type);
    if (mine.length === 0) return true;
    if ((this.type & (TYPE.array | TYPE.object)) === 0) this.atoms.push(literal);
    else for (const value of mine) queue.push(negate(this.#context.store.and(shapeOf(this.#context.store, value))));
    return true;
  }

  /** What is left of a choice, after what is known by now. */
  #leftOf(choice: Choice): Choice | "settled" {
    const ways: (readonly Literal[])[] = [];
    for (const way of choice.ways) {
      const left = way.filter((literal) => !this.#isSettled(literal));
      if (left.length === 0) return "settled";
      if (!left.some((literal) => this.#isRefuted(literal))) ways.push(left);
    }
    return { ways, unless: choice.unless };
  }

  #isSettled(literal: Literal): boolean {
    return this.taken.has(literal) || this.#isTrivial(literal);
  }

  #isRefuted(literal: Literal): boolean {
    if (this.taken.has(negate(literal)) || this.#isTrivial(negate(literal))) return true;
    const { store } = this.#context;
    if (isNegated(literal)) return false;
    const term = store.term(literal);
    if (term.kind === "and")
      return term.all.some((part) => this.taken.has(negate(part)) || this.#isTrivial(negate(part)));
    return term.kind === "enum" && ![...term.values.values()].some((value) => typeOf(value) === this.type);
  }

  /** True of every value of this type, at a glance. */
  #isTrivial(literal: Literal): boolean {
    const term = this.#context.store.term(literal);
    if (term.kind === "types") return ((term.types & this.type) !== 0) !== isNegated(literal);
    if (term.kind === "true") return !isNegated(literal);
    const guard = guardOf(term);
    return guard !== 0 && guard !== this.type && !isNegated(literal);
  }
}

/** What it takes to be a given list or object. */
function shapeOf(store: TermStore, value: JsonValue): readonly Literal[] {
  if (isList(value)) {
    return [
      store.plain({ kind: "minItems", value: value.length }),
      store.plain({ kind: "maxItems", value: value.length }),
      ...value.map((item, index) => store.plain({ kind: "item", index, is: store.oneOfValues([item]) })),
    ];
  }
  const entries = isObject(value) ? Object.entries(value) : [];
  return [
    store.plain({ kind: "maxProperties", value: entries.length }),
    ...entries.flatMap(([name, held]) => [
      store.plain({ kind: "required", name }),
      store.plain({ kind: "property", name, is: store.oneOfValues([held]) }),
    ]),
  ];
}
