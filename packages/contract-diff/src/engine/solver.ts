import type { JsonValue } from "@cordon/core";
import { Branch } from "./branch.ts";
import type { BranchContext, Choice } from "./branch.ts";
import type { Evaluator } from "./evaluator.ts";
import { findArray } from "./find-array.ts";
import { findNumber } from "./find-number.ts";
import { findObject } from "./find-object.ts";
import type { Inquiry } from "./inquiry.ts";
import { numberRules, stringRules } from "./scalar-rules.ts";
import { createFindString } from "./find-string.ts";
import { SolvedQuestions } from "./solved-questions.ts";
import { isNegated, TYPE } from "./term.ts";
import type { Literal } from "./term.ts";
import type { FindString } from "./string-rules.ts";
import type { TermStore } from "./term-store.ts";
import type { Search } from "./verdict.ts";

type Answer = Search<JsonValue>;

const NONE: Answer = Object.freeze({ kind: "none" });
// Deeper documents are neither looked for nor needed; the stack has its end, too.
const MAX_NESTING = 250;
// Objects first: that is what contracts are made of, and what shows most.
const TYPES: readonly number[] = [TYPE.object, TYPE.array, TYPE.string, TYPE.number, TYPE.boolean, TYPE.null];

/**
 * Finds a document that fulfils all of some literals, or proves that there is none. A question that comes up again within its own answer is
 * taken for unanswerable there: a document of least depth never contains another that answers the same.
 */
export class Solver implements Inquiry {
  readonly #context: BranchContext;
  readonly #evaluator: Evaluator;
  readonly #findString: FindString = createFindString();
  readonly #questions = new SolvedQuestions();
  #stepsLeft = 0;
  #maxSteps = 0;
  #guess: string | undefined;
  #maxNesting = 0;

  constructor(context: BranchContext, evaluator: Evaluator) {
    this.#context = context;
    this.#evaluator = evaluator;
  }

  /** Why the last answer may be wrong: it rests on something that cannot be judged. Proofs never do. */
  get guess(): string | undefined {
    return this.#guess;
  }

  /** A new question, with its own budget. Beyond `maxNesting` levels it is not known what there is. */
  answer(literals: readonly Literal[], maxSteps: number, maxNesting: number = MAX_NESTING): Answer {
    this.#stepsLeft = maxSteps;
    this.#maxSteps = maxSteps;
    this.#guess = undefined;
    this.#maxNesting = maxNesting;
    this.#questions.beginAnew();
    this.#evaluator.beginAnew();
    return this.solve(literals);
  }

  /** A question within the one that is being answered. */
  solve(literals: readonly Literal[]): Answer {
    const whole = this.#context.store.and(literals);
    const known = this.#questions.ask(whole);
    if (known !== undefined) return known;
    if (this.#questions.depth > this.#maxNesting) {
      return this.#questions.settle(whole, {
        kind: "unknown",
        why: `documents nest deeper than ${this.#maxNesting} levels`,
      });
    }
    return this.#questions.settle(whole, this.#anyType(whole));
  }

  /** How many steps the last question took. */
  get stepsTaken(): number {
    return this.#maxSteps - Math.max(0, this.#stepsLeft);
  }

  get store(): TermStore {
    return this.#context.store;
  }

  get evaluator(): Evaluator {
    return this.#evaluator;
  }

  /** One more step of the question; false if it has none left. */
  step(): boolean {
    this.#stepsLeft -= 1;
    return this.#stepsLeft >= 0;
  }

  #anyType(whole: Literal): Answer {
    const possible = this.#context.store.typesOf(whole);
    return firstFound(
      TYPES.filter((type) => (type & possible) !== 0),
      (type) => {
        const branch = new Branch(this.#context, type);
        return branch.assert([whole]) ? this.#search(branch) : NONE;
      },
    );
  }

  #search(branch: Branch): Answer {
    if (!this.step()) return OUT_OF_STEPS;
    if (branch.values !== undefined) return this.#amongValues(branch, branch.values);
    const unions = branch.choices.filter((choice) => isUnion(this.#context.store, choice));
    if (unions.length > 0) return this.#tryEach(branch, fewestWays(unions));
    if (branch.choices.length > 1) {
      const found = this.#narrow(branch);
      if (found !== undefined) return found;
      if (branch.values !== undefined) return this.#amongValues(branch, branch.values);
    }
    const [first] = branch.choices;
    return first === undefined ? this.#settled(branch) : this.#tryEach(branch, fewestWays(branch.choices));
  }

  #tryEach(branch: Branch, choice: Choice): Answer {
    const others = branch.choices.filter((other) => other !== choice);
    return firstFound(choice.ways, (way) => {
      const next = branch.fork(others);
      return next.assert(way) ? this.#search(next) : NONE;
    });
  }

  #amongValues(branch: Branch, values: ReadonlyMap<string, JsonValue>): Answer {
    const literals = [...branch.taken];
    return firstFound(values.values(), (value): Answer => {
      const truth = this.#evaluator.allHold(literals, value);
      if (truth === undefined) this.#guess ??= "the value rests on a pattern or a reference that cannot be judged";
      return truth === false ? NONE : { kind: "found", value };
    });
  }

  /**
   * Makes the open choices fewer before any is tried: what cannot be otherwise is no choice, and ways that fail alone fail with the others.
   * An answer here is the answer of the branch.
   */
  #narrow(branch: Branch): Answer | undefined {
    // The one with the fewest ways is most like what is known, so it is the likeliest to have none.
    const first = this.#probe(branch, fewestWays(branch.choices));
    if (first !== undefined) return first;
    branch.choices = branch.choices.filter(({ unless }) => {
      if (unless === undefined) return true;
      const contrary = new Branch(this.#context, branch.type);
      return contrary.assert([...branch.atoms, unless]) && this.#search(contrary).kind !== "none";
    });
    for (const choice of branch.choices.length > 1 ? branch.choices.toSorted(byWays) : []) {
      const answer = branch.choices.includes(choice) ? this.#probe(branch, choice) : undefined;
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** Leaves out the ways of a choice that fail alone. */
  #probe(branch: Branch, choice: Choice): Answer | undefined {
    const alive: (readonly Literal[])[] = [];
    for (const way of choice.ways) {
      const alone = branch.fork([]);
      const answer = alone.assert(way) ? this.#search(alone) : NONE;
      if (answer.kind === "found" && this.#evaluator.allHold([...branch.taken], answer.value) === true) return answer;
      if (answer.kind !== "none") alive.push(way);
    }
    const [only] = alive;
    if (only === undefined) return NONE;
    branch.choices = branch.choices.map((other) => (other === choice ? { ways: alive, unless: choice.unless } : other));
    return alive.length > 1 || branch.assert(only) ? undefined : NONE;
  }

  /** Nothing is open any more: the rest is a question about values of one type. */
  #settled(branch: Branch): Answer {
    const { store } = this.#context;
    const atoms = branch.atoms.map((literal) => ({ term: store.term(literal), no: isNegated(literal) }));
    for (const { term } of atoms) if (term.kind === "opaque") this.#guess ??= term.why;
    switch (branch.type) {
      case TYPE.null:
        return atoms.some(({ term }) => term.kind === "enum") ? NONE : { kind: "found", value: null };
      case TYPE.boolean: {
        const left = [true, false].find((value) =>
          atoms.every(({ term }) => term.kind !== "enum" || !term.values.has(String(value))),
        );
        return left === undefined ? NONE : { kind: "found", value: left };
      }
      case TYPE.number:
        return findNumber(numberRules(atoms));
      case TYPE.string:
        return this.#findString(stringRules(atoms));
      case TYPE.array:
        return findArray(this, atoms);
      default:
        return findObject(this, atoms);
    }
  }
}

/** What a question ends with that took too many steps. */
const OUT_OF_STEPS: Answer = Object.freeze({
  kind: "unknown",
  why: "it takes more steps to decide than are allowed",
});

/** The first answer that is found; unknown if one of them is, and none is found. */
function firstFound<Item>(items: Iterable<Item>, ask: (item: Item) => Answer): Answer {
  let unknown: Answer | undefined;
  for (const item of items) {
    const answer = ask(item);
    if (answer.kind === "found") return answer;
    if (answer.kind === "unknown") unknown ??= answer;
    if (answer === OUT_OF_STEPS) break;
  }
  return unknown ?? NONE;
}

/**
 * A choice between whole shapes, as of a union, and not between ways to fall short of one. It is made first: each shape rules out most of
 * what it is held against, and as long as it is open nothing does.
 */
function isUnion(store: TermStore, { ways }: Choice): boolean {
  return ways.every((way) =>
    way.every((literal) => !isNegated(literal) && ["and", "name", "enum"].includes(store.term(literal).kind)),
  );
}

function fewestWays(choices: readonly Choice[]): Choice {
  return choices.reduce((fewest, choice) => (choice.ways.length < fewest.ways.length ? choice : fewest));
}

function byWays(one: Choice, other: Choice): number {
  return one.ways.length - other.ways.length;
}
