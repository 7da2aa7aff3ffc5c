import { describe, expect, test } from "vitest";
import { reasonOf } from "./reason-of.ts";

describe("reasonOf", () => {
  test("says where in the document", () => {
    expect(reasonOf([{ instancePath: "/pets/0/name", keyword: "type", message: "must be string" }])).toBe(
      "/pets/0/name must be string",
    );
  });

  test("names the property that is too many", () => {
    const params = { additionalProperty: "colour" };
    expect(reasonOf([{ instancePath: "/pet", message: "must NOT have additional properties", params }])).toBe(
      '/pet must NOT have additional properties: "colour"',
    );
  });

  test("says why the first branch was not met", () => {
    const inner = { instancePath: "/a", keyword: "type", message: "must be string" };
    expect(reasonOf([inner, { instancePath: "", keyword: "anyOf", message: "must match a schema in anyOf" }])).toBe(
      "(whole document) must match a schema in anyOf (/a must be string)",
    );
  });

  test("says what the chosen branch of a condition wants", () => {
    const inner = { instancePath: "/a", keyword: "type", message: "must be string" };
    expect(reasonOf([inner, { instancePath: "", keyword: "if", message: 'must match "then" schema' }])).toBe(
      "/a must be string",
    );
  });

  test("keeps to one line of a bearable length, whatever a key holds", () => {
    const reason = reasonOf([{ instancePath: `/a\nb\u2028c\u001B[31m${"x".repeat(1000)}`, message: "must be string" }]);
    expect(reason).toMatch(/^\/a b c \[31mx+\.\.\.$/);
    expect(reason.length).toBeLessThan(310);
  });
});
