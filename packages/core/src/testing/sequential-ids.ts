import type { IdSource } from "../ports/id-source.ts";

/** Ids that count up from 1, so that a test can foresee them. */
export function createSequentialIds(): IdSource {
  let last = 0;
  return {
    next() {
      last += 1;
      return last.toString(36).padStart(26, "0");
    },
  };
}
