import type { JsonValue } from "@cordon/core";
import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import type { Validator } from "../schema/create-validator.ts";
import { Evaluator } from "./evaluator.ts";
import { SchemaCompiler } from "./schema-compiler.ts";
import { Solver } from "./solver.ts";
import { FALSE, isNegated } from "./term.ts";
import type { Literal, Reading } from "./term.ts";
import { TermStore } from "./term-store.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Answers questions about the schemas of two documents. It keeps what it has learnt, so one engine should serve all questions about them.
 * A document that shows that something is not contained has been refused and accepted by the validator before it is returned.
 */
export class ContainmentEngine {
  readonly store: TermStore = new TermStore();
  readonly #compiler: SchemaCompiler;
  readonly #evaluator: Evaluator;
  readonly #solver: Solver;
  readonly #options: ResolvedCompareOptions;
  readonly #validator: Validator;
  #stepsLeft: number;
  #parts: { readonly of: Literal; readonly all: ReadonlySet<Literal> } = { of: FALSE, all: new Set() };

  constructor(options: ResolvedCompareOptions, validator: Validator) {
    this.#options = options;
    this.#stepsLeft = options.maxSteps * HARD_QUESTIONS;
    this.#validator = validator;
    this.#compiler = new SchemaCompiler(this.store, options.formats === "assertion");
    this.#evaluator = new Evaluator(this.store, this.#compiler);
    this.#solver = this.#newSolver();
  }

  /** How the side is read that documents come from. */
  get sending(): Reading {
    return { closed: this.#options.content === "declared", filled: false };
  }

  /** How the side is read that documents go to. */
  get receiving(): Reading {
    return { closed: false, filled: this.#options.defaults === "filled" };
  }

  sent(node: SchemaNode): Literal {
    return this.#compiler.compile(node, this.sending);
  }

  received(node: SchemaNode): Literal {
    return this.#compiler.compile(node, this.receiving);
  }

  receivedKeyword(node: SchemaNode, keyword: string): Literal {
    return this.#compiler.compileKeyword(node, keyword, this.receiving);
  }

  /** Whether each document of `left` is one of `right`. */
  within(left: SchemaNode, right: SchemaNode): Verdict {
    return this.confirm(this.solveToShow([this.sent(left), this.store.not(this.received(right))]), left, right);
  }

  /** Finds a document for the literals, without a check by the validator. */
  solve(literals: readonly Literal[]): ReturnType<Solver["answer"]> {
    if (literals.includes(FALSE)) return { kind: "none" };
    if (this.#stepsLeft <= 0) return OUT_OF_ALL_STEPS;
    const answer = this.#solver.answer(literals, Math.min(this.#options.maxSteps, this.#stepsLeft));
    this.#stepsLeft -= this.#solver.stepsTaken;
    return answer;
  }

  /** Finds a document for the literals that is worth showing: one of few levels, where there is one. */
  solveToShow(literals: readonly Literal[]): ReturnType<Solver["answer"]> {
    const found = this.solve(literals);
    const depth = found.kind === "found" ? depthOf(found.value) : 0;
    for (const nesting of this.#stepsLeft > 0 && depth > MAX_SHOWN_DEPTH ? SHOWN_NESTINGS : []) {
      // What another solver has found before may be deep.
      const shallow = this.#newSolver().answer(literals, this.#options.maxSteps, nesting);
      if (shallow.kind === "found") return shallow;
    }
    return found;
  }

  /** Whether nothing fulfils the literals; false also where that is not known. */
  isEmpty(literals: readonly Literal[]): boolean {
    return this.solve(literals).kind === "none";
  }

  /** Whether whatever fulfils `given` fulfils `wanted`; false also where that is not known. */
  implies(given: Literal, wanted: Literal): boolean {
    return this.#partsOf(given).has(wanted) || this.isEmpty([given, this.store.not(wanted)]);
  }

  #newSolver(): Solver {
    return new Solver({ store: this.store, compiler: this.#compiler }, this.#evaluator);
  }

  /** A schema with a thousand properties asks a thousand questions of which all but a few answer themselves. */
  #partsOf(literal: Literal): ReadonlySet<Literal> {
    if (this.#parts.of === literal) return this.#parts.all;
    const term = this.store.term(literal);
    this.#parts = { of: literal, all: new Set(term.kind === "and" && !isNegated(literal) ? term.all : [literal]) };
    return this.#parts.all;
  }

  /** Turns what was found into a verdict, if the validator agrees with it on both sides. */
  confirm(found: ReturnType<Solver["answer"]>, left: SchemaNode, right: SchemaNode): Verdict {
    if (found.kind === "none") return { kind: "contained" };
    if (found.kind === "unknown") return found;
    return this.#confirmed(found.value, left, right);
  }

  #confirmed(witness: JsonValue, left: SchemaNode, right: SchemaNode): Verdict {
    const accepted = this.#validator.check(left, witness);
    const refused = this.#validator.check(right, witness);
    if (accepted.valid === true && refused.valid === false) {
      return { kind: "not-contained", witness, reason: refused.reason };
    }
    const unsure = [accepted, refused].find((check) => check.valid === "unknown");
    if (unsure?.valid === "unknown")
      return { kind: "unknown", why: `the validator cannot check a document: ${unsure.why}` };
    const why = this.#solver.guess ?? "the validator did not confirm the document that was found";
    return { kind: "unknown", why };
  }
}

// A contract of many hard questions comes to an end as one hard question does. Large real ones take less than a tenth of it.
const HARD_QUESTIONS = 10;
const OUT_OF_ALL_STEPS: ReturnType<Solver["answer"]> = Object.freeze({
  kind: "unknown",
  why: "the contract as a whole takes more steps to compare than are allowed",
});

// The way into a contract may be some levels long. What is deeper has gone round in a schema that contains itself.
const MAX_SHOWN_DEPTH = 8;
const SHOWN_NESTINGS: readonly number[] = [3, 5, 8];

function depthOf(value: JsonValue): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
