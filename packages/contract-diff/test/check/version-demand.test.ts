import { expect, test } from "vitest";
import { declaredBump, demandedBump, smallestVersion } from "../../src/check/version-demand.ts";
import { finding } from "./_samples.ts";

test.each([
  ["1.2.3", "2.0.0", "major"],
  ["1.2.3", "1.3.0", "minor"],
  ["1.2.3", "1.2.4", "patch"],
  ["1.2.3", "1.2.3", "none"],
  ["1.2.3", "1.2.2", "none"],
  ["2.0.0", "1.9.9", "none"],
  ["0.2.3", "0.3.0", "major"],
  ["0.2.3", "0.2.4", "minor"],
  ["0.2.3", "1.0.0", "major"],
  ["0.2.3", "0.2.3", "none"],
  ["1.2.3", "2.0.0-rc.1", "major"],
  ["1.2.3", "1.3.0-rc.1", "minor"],
  ["2.0.0-rc.1", "2.0.0-rc.2", "major"],
  ["2.0.0-rc.1", "2.0.0", "major"],
  ["1.3.0-rc.1", "1.3.0", "minor"],
  ["1.3.1-rc.1", "1.3.1", "patch"],
  ["1.3.0-rc.1", "1.3.1", "minor"],
  ["0.3.0-rc.1", "0.3.0-rc.2", "major"],
  ["0.3.1-rc.1", "0.3.1", "minor"],
  ["1.0.0", "1.0.0-rc.1", "none"],
  ["1.2.3+a", "1.2.3+b", "none"],
  ["v1.2.3", "v1.3.0", "minor"],
  ["1.0", "1.1", "minor"],
  ["1", "2", "major"],
])("from %s to %s declares %s", (old, next, bump) => {
  expect(declaredBump(old, next)).toBe(bump);
});

test.each([
  ["2024-01-01", "2024-02-01"],
  ["1.0.0", "latest"],
  ["", "1.0.0"],
  ["1.2.3.4", "1.2.3.5"],
  ["1".repeat(300), "2.0.0"],
])("%s to %s declares nothing, as one of them is no version", (old, next) => {
  expect(declaredBump(old, next)).toBeUndefined();
});

test.each([
  ["1.2.3", "major", "2.0.0"],
  ["1.2.3", "minor", "1.3.0"],
  ["1.2.3", "patch", "1.2.4"],
  ["0.2.3", "major", "0.3.0"],
  ["0.2.3", "minor", "0.2.4"],
  ["2.0.0-rc.1", "major", "3.0.0"],
  ["nothing", "major", undefined],
] as const)("from %s, a %s change goes to %s", (old, demanded, smallest) => {
  expect(smallestVersion(old, demanded)).toBe(smallest);
});

test("no finding asks for no version", () => {
  expect(demandedBump([], { allowUnknown: false })).toBe("none");
});

test("the greatest demand counts", () => {
  const findings = [finding({ bump: "patch" }), finding({ bump: "major" }), finding({ bump: "minor" })];
  expect(demandedBump(findings, { allowUnknown: false })).toBe("major");
});

test("a proven change that is waived still asks for its version", () => {
  expect(demandedBump([finding({ waived: "Nobody uses it." })], { allowUnknown: false })).toBe("major");
});

test("an undecided change asks for its version, unless it is waived or let pass", () => {
  const unknown = finding({ certainty: "unknown" });
  expect(demandedBump([unknown], { allowUnknown: false })).toBe("major");
  expect(demandedBump([unknown], { allowUnknown: true })).toBe("none");
  expect(demandedBump([{ ...unknown, waived: "Looked at by hand." }], { allowUnknown: false })).toBe("none");
});
