import type { FieldIssue } from "@cordon/core";
import type * as z from "zod";

// Enough to mend a document by, and a bound on what a hostile one can make us write.
const MAX_ISSUES = 20;
const MAX_POINTER = 200;

/** What a schema found, as pointers and short sentences. Says what a field must be, and never what it was. */
export function issuesOf({ issues }: z.ZodError, value: unknown): readonly FieldIssue[] {
  const found: FieldIssue[] = [];
  for (const issue of issues) {
    for (const each of sentencesOf(issue, value)) {
      if (found.length === MAX_ISSUES) return found;
      found.push(each);
    }
  }
  return found;
}

function sentencesOf(issue: z.core.$ZodIssue, value: unknown): readonly FieldIssue[] {
  const pointer = pointerOf(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys
        .slice(0, MAX_ISSUES)
        .map((key) => ({ pointer: pointerOf([...issue.path, key]), message: "is not a known field" }));
    case "invalid_type":
      return [
        {
          pointer,
          message: isMissing(issue.path, value) ? "is required" : `must be ${NAMES[issue.expected] ?? issue.expected}`,
        },
      ];
    case "too_small":
      return [{ pointer, message: `must be at least ${issue.minimum}` }];
    case "too_big":
      return [{ pointer, message: `must be at most ${issue.maximum}` }];
    case "custom":
      return [{ pointer, message: issue.message }];
    default:
      return [{ pointer, message: "is not valid" }];
  }
}

const NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
};

function isMissing(path: readonly PropertyKey[], value: unknown): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  let parent: unknown = value;
  for (const key of path.slice(0, -1)) parent = (parent as Readonly<Record<PropertyKey, unknown>>)[key];
  return typeof parent === "object" && parent !== null && !Object.hasOwn(parent, last);
}

function pointerOf(path: readonly PropertyKey[]): string {
  const parts = path.map(
    (part) => `/${String(part).slice(0, MAX_POINTER).replaceAll("~", "~0").replaceAll("/", "~1")}`,
  );
  return parts.join("").slice(0, MAX_POINTER).toWellFormed();
}
