import type { JsonValue } from "@cordon/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostileValues } from "./_hostile-values.ts";
import { changedManifest, manifestIssues } from "./_manifest.ts";

describe("hostile manifests", () => {
  test("any value is read or refused with issues, and touches no prototype", () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    for (const value of hostileValues()) {
      if (value === undefined) continue;
      const issues = manifestIssues(value as JsonValue);
      expect(issues.length).toBeGreaterThan(0);
      expect(issues.length).toBeLessThanOrEqual(20);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
  });

  test("any value in any field is taken or refused with issues", () => {
    const pointers = [
      "/id",
      "/entry",
      "/entry/file",
      "/operations",
      "/operations/sort",
      "/operations/sort/input",
      "/capabilities/http",
      "/capabilities/secrets/0",
      "/limits",
      "/health",
      "/signature/value",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...pointers), fc.jsonValue({ maxDepth: 3 }), (pointer, value) => {
        const issues = manifestIssues(changedManifest(pointer, value as JsonValue));
        expect(issues.every((each) => each.pointer.isWellFormed() && each.message.length < 400)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("no message repeats a value", () => {
    for (const pointer of [
      "/id",
      "/version",
      "/apiVersion",
      "/entry/digest",
      "/entry/file",
      "/signature/value",
      "/signature/keyId",
      "/capabilities/http/0/host",
    ])
      expect(JSON.stringify(manifestIssues(changedManifest(pointer, "hunter2 \u0000 hunter2")))).not.toContain(
        "hunter2",
      );
    expect(JSON.stringify(manifestIssues('{"id": "hunter2", hunter2}'))).not.toContain("hunter2");
    expect(JSON.stringify(manifestIssues('id = "hunter2', "toml"))).not.toContain("hunter2");
  });
});
