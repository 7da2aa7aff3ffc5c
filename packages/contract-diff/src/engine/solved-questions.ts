import type { JsonValue } from "@cordon/core";
import type { Literal } from "./term.ts";
import type { Search } from "./verdict.ts";

type Answer = Search<JsonValue>;

const NONE: Answer = Object.freeze({ kind: "none" });

/**
 * The answers to questions that were asked before, and the questions that are being asked. An answer of "none" that rests on a question still
 * open above it is kept only until that one is answered.
 */
export class SolvedQuestions {
  readonly #answers = new Map<Literal, Answer>();
  /** What could not be answered, and how deep it was asked: of no use less deep, or to a later question, which has steps of its own. */
  readonly #unanswered = new Map<Literal, { readonly answer: Answer; readonly depth: number }>();
  readonly #open = new Map<Literal, number>();
  /** Answers of "none" that rest on the open question at a depth, in the order they came. */
  #resting: { readonly question: Literal; on: number }[] = [];
  readonly #restingOn = new Map<Literal, number>();
  #lowest = Infinity;
  readonly #lowestAbove: number[] = [];

  get depth(): number {
    return this.#open.size;
  }

  /** Forgets what could not be answered. */
  beginAnew(): void {
    this.#unanswered.clear();
  }

  /** The answer, if there is one; else the question is open from here on, and must be settled. */
  ask(question: Literal): Answer | undefined {
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const unanswered = this.#unanswered.get(question);
    if (unanswered !== undefined && unanswered.depth <= this.#open.size) return unanswered.answer;
    const on = this.#open.get(question) ?? this.#restingOn.get(question);
    if (on !== undefined) {
      this.#lowest = Math.min(this.#lowest, on);
      return NONE;
    }
    this.#open.set(question, this.#open.size);
    this.#lowestAbove.push(this.#lowest);
    this.#lowest = Infinity;
    return undefined;
  }

  settle(question: Literal, answer: Answer): Answer {
    this.#open.delete(question);
    const depth = this.#open.size;
    const rests = this.#lowest < depth;
    const above = this.#lowestAbove.pop() ?? Infinity;
    // What was found or stays unknown rests on nothing that this question's answer could change for those above.
    if (answer.kind !== "none") this.#forget(depth);
    else if (rests) this.#restOn(question, depth, this.#lowest);
    else this.#confirm(depth);
    if (answer.kind === "found" || (answer.kind === "none" && !rests)) this.#answers.set(question, answer);
    if (answer.kind === "unknown") this.#unanswered.set(question, { answer, depth });
    this.#lowest = Math.min(above, rests ? this.#lowest : Infinity);
    return answer;
  }

  #forget(depth: number): void {
    this.#keepResting(({ on }) => on < depth);
  }

  #confirm(depth: number): void {
    for (const { question, on } of this.#resting) if (on >= depth) this.#answers.set(question, NONE);
    this.#keepResting(({ on }) => on < depth);
  }

  #restOn(question: Literal, depth: number, lowest: number): void {
    for (const entry of this.#resting) if (entry.on >= depth) entry.on = lowest;
    this.#resting.push({ question, on: lowest });
    for (const { question: resting, on } of this.#resting) this.#restingOn.set(resting, on);
  }

  #keepResting(keep: (entry: { readonly on: number }) => boolean): void {
    for (const entry of this.#resting) if (!keep(entry)) this.#restingOn.delete(entry.question);
    this.#resting = this.#resting.filter(keep);
  }
}
