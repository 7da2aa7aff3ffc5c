import type { JsonValue } from "@cordon/core";
import type { Evaluator } from "./evaluator.ts";
import type { Literal } from "./term.ts";
import type { TermStore } from "./term-store.ts";
import type { Search } from "./verdict.ts";

/** The question that is being answered, for those who answer a part of it and have further questions. */
export interface Inquiry {
  readonly store: TermStore;
  readonly evaluator: Evaluator;
  /** A document that fulfils all of the literals, with the steps that are left. */
  solve(literals: readonly Literal[]): Search<JsonValue>;
  /** Takes one step; false if there is none left. */
  step(): boolean;
}
