import type { JsonValue } from "@cordon/core";

/** Whether each document of one schema is one of another. Never a guess: what cannot be decided is `unknown`, with the reason. */
export type Verdict =
  | { readonly kind: "contained" }
  | { readonly kind: "not-contained"; readonly witness: JsonValue; readonly reason: string }
  | { readonly kind: "unknown"; readonly why: string };

/** Whether there is a value that fulfils what is asked: one, none, or nobody knows. */
export type Search<Value> =
  | { readonly kind: "found"; readonly value: Value }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly why: string };
