import { expect, test } from "vitest";
import { labelIssues, LABELS_MAX_COUNT } from "./labels.ts";

test("labels within the rules have no issue", () => {
  expect(labelIssues({ team: "payments", "a.b/c_d-e": "", x9: "ü" }, "/labels")).toEqual([]);
});

test.each(["", "Team", "-a", "a-", "a b", "ä", "x".repeat(64), "__proto__"])("%j is not a label key", (key) => {
  expect(labelIssues(Object.fromEntries([[key, "v"]]), "/labels")).toHaveLength(1);
});

test("every label at fault is named, with its key escaped in the pointer", () => {
  const issues = labelIssues({ "A/b~": "v", ok: "v", long: "x".repeat(201), bad: "\u0007" }, "/labels");
  expect(issues.map(({ pointer }) => pointer)).toEqual(["/labels/A~1b~0", "/labels/long", "/labels/bad"]);
});

test("too many labels are one issue, whatever they are", () => {
  const labels = Object.fromEntries(Array.from({ length: LABELS_MAX_COUNT + 1 }, (_, at) => [`BAD${at}`, "v"]));
  expect(labelIssues(labels, "/labels")).toEqual([{ pointer: "/labels", message: "must have at most 32 labels" }]);
});
