import type { FieldIssue } from "../app-error.ts";

/** Short facts about a project, such as `{ team: "payments" }`. */
export type Labels = Readonly<Record<string, string>>;

/** How many labels a project may have. */
export const LABELS_MAX_COUNT = 32;
/** The longest label value, in UTF-16 units. */
export const LABEL_VALUE_MAX_LENGTH = 200;
/** What a label key looks like: 1 to 63 of `a-z0-9`, with `-`, `_`, `.` and `/` inside. */
export const LABEL_KEY_PATTERN: RegExp = /^[a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?$/;

/** All that is wrong with labels, each with a pointer below `pointer`. */
export function labelIssues(labels: Labels, pointer: string): readonly FieldIssue[] {
  const keys = Object.keys(labels);
  if (keys.length > LABELS_MAX_COUNT) return [{ pointer, message: `must have at most ${LABELS_MAX_COUNT} labels` }];
  return keys.flatMap((key) => labelIssue(key, labels[key] ?? "", pointer));
}

function labelIssue(key: string, value: string, pointer: string): readonly FieldIssue[] {
  const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  if (!LABEL_KEY_PATTERN.test(key)) {
    return [{ pointer: at, message: "must have a key of 1 to 63 characters a-z, 0-9, and - _ . / inside" }];
  }
  if (value.length > LABEL_VALUE_MAX_LENGTH) {
    return [{ pointer: at, message: `must be at most ${LABEL_VALUE_MAX_LENGTH} characters long` }];
  }
  if (!value.isWellFormed() || /\p{Cc}/u.test(value)) {
    return [{ pointer: at, message: "must be well-formed Unicode without control characters" }];
  }
  return [];
}
