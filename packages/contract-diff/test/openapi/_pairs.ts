import type { JsonObject } from "@cordon/core";
import type { DiffOptions } from "./_diff.ts";

/** Two documents, and what there is to say of them each way round. */
export interface Pair {
  readonly change: string;
  readonly old: JsonObject;
  readonly next: JsonObject;
  readonly expect: readonly string[];
  readonly reverse: readonly string[];
  readonly options?: DiffOptions;
}

/** The same change said in one line. What is left out of `reverse` is nothing. */
export function pair(
  change: string,
  old: JsonObject,
  next: JsonObject,
  expect: readonly string[],
  reverse: readonly string[] = expect,
  options?: DiffOptions,
): Pair {
  return { change, old, next, expect, reverse, ...(options === undefined ? {} : { options }) };
}
