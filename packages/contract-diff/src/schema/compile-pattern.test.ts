import { expect, it } from "vitest";
import { compilePattern } from "./compile-pattern.ts";

it("reads a pattern with the flag u", () => {
  expect(compilePattern("^.$")?.test("\u{1f600}")).toBe(true);
});

it("reads a pattern without the flag u where it is only valid so", () => {
  expect(compilePattern(String.raw`^\-$`)).toMatchObject({ source: String.raw`^\-$`, flags: "" });
});

it("has nothing for what is no regular expression", () => {
  expect(compilePattern("(")).toBeUndefined();
});
