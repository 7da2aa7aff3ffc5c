import { type FieldIssue, type JsonValue, pointerPart } from "@cordon/core";
import type * as z from "zod";

// Enough to mend a manifest by, and a bound on what a hostile one can make us write.
const MAX_ISSUES = 20;

/** What a schema found, as pointers and short sentences. Says what a field must be, and never what it was. */
export function issuesOf({ issues }: z.ZodError, value: JsonValue): readonly FieldIssue[] {
  return issues
    .slice(0, MAX_ISSUES)
    .flatMap((issue) => sentencesOf(issue, value))
    .slice(0, MAX_ISSUES);
}

function sentencesOf(issue: z.core.$ZodIssue, value: JsonValue): readonly FieldIssue[] {
  const pointer = pointerOf(issue.path);
  if (issue.code === "unrecognized_keys")
    return issue.keys
      .slice(0, MAX_ISSUES)
      .map((key) => ({ pointer: pointerOf([...issue.path, key]), message: "is not a known field" }));
  return [{ pointer, message: isMissing(issue.path, value) ? "is required" : messageOf(issue) }];
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${NAMES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.length === 1 ? "" : "one of "}${issue.values.map((each) => JSON.stringify(each)).join(", ")}`;
    case "invalid_key":
      return issue.issues[0]?.message ?? "has a name that is not valid";
    case "too_small":
      return `must ${verbOf(issue.origin)} at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `must ${verbOf(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    default:
      // The schema's own sentences: every pattern, union and rule has one.
      return issue.message;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  // Every number of a manifest is a whole one.
  number: "a whole number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
};

function verbOf(origin: string): string {
  return origin === "string" || origin === "array" ? "have" : "be";
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " entries" : "";
}

function isMissing(path: readonly PropertyKey[], value: JsonValue): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  let parent: unknown = value;
  for (const key of path.slice(0, -1)) parent = (parent as Readonly<Record<PropertyKey, unknown>>)[key];
  return typeof parent === "object" && parent !== null && !Object.hasOwn(parent, last);
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => pointerPart(String(part)))
    .join("")
    .toWellFormed();
}
