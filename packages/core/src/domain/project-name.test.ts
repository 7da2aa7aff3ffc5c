import { expect, test } from "vitest";
import { projectNameIssue } from "./project-name.ts";

const issue = (name: string): string | undefined => projectNameIssue(name, "/name")?.message;

test.each(["a", "Ünïcode 名前 🚀", "two  spaces", "x".repeat(120), "🚀".repeat(120), "a\u200dzwj"])(
  "%j is a name",
  (name) => {
    expect(issue(name)).toBeUndefined();
  },
);

test.each([
  ["", "must not be empty"],
  ["x".repeat(121), "must be at most 120 characters long"],
  ["🚀".repeat(121), "must be at most 120 characters long"],
  ["x".repeat(1_000_000), "must be at most 120 characters long"],
  ["\ud800", "must be well-formed Unicode"],
  ["a\u0000b", "must not contain control or text direction characters"],
  ["a\nb", "must not contain control or text direction characters"],
  ["a\u0085b", "must not contain control or text direction characters"],
  ["a\u2028b", "must not contain control or text direction characters"],
  ["admin\u202egnp.exe", "must not contain control or text direction characters"],
  [" a", "must not begin or end with white space"],
  ["a\u3000", "must not begin or end with white space"],
])("%j is not a name", (name, message) => {
  expect(issue(name)).toBe(message);
});

test("an issue points where it was told to", () => {
  expect(projectNameIssue("", "/title")?.pointer).toBe("/title");
});
