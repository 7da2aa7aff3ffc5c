import type { FieldIssue } from "../app-error.ts";

/** The longest project name, in Unicode code points. */
export const PROJECT_NAME_MAX_LENGTH = 120;

/**
 * What is wrong with a project name, or `undefined`. A name is 1 to 120 code points without control characters, line or
 * paragraph separators, bidirectional overrides or lone surrogates, and neither begins nor ends with white space: two
 * names that look the same in a list should be the same.
 */
export function projectNameIssue(name: string, pointer: string): FieldIssue | undefined {
  if (name === "") return { pointer, message: "must not be empty" };
  if (name.length > PROJECT_NAME_MAX_LENGTH && codePoints(name) > PROJECT_NAME_MAX_LENGTH) {
    return { pointer, message: `must be at most ${PROJECT_NAME_MAX_LENGTH} characters long` };
  }
  if (!name.isWellFormed()) return { pointer, message: "must be well-formed Unicode" };
  if (FORBIDDEN.test(name)) return { pointer, message: "must not contain control or text direction characters" };
  if (name.trim() !== name) return { pointer, message: "must not begin or end with white space" };
  return undefined;
}

// C0 and C1 controls, line and paragraph separator, and the bidirectional controls of UAX #9.
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
