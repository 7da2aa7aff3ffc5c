import { describe, expect, it } from "vitest";
import { matchTemplateNames, readAddressTemplate } from "./address-template.ts";

const match = (old: string, next: string): ReturnType<typeof matchTemplateNames> =>
  matchTemplateNames(readAddressTemplate(old), readAddressTemplate(next));

describe("an address", () => {
  it.each([
    ["users/{id}/{x}", "users/{}/{}", ["id", "x"]],
    ["users", "users", []],
    ["a{b", "a{b", []],
    ["{}", "{}", [""]],
    ["{{a}}", "{{}}", ["a"]],
  ])("such as %s has the shape %s", (text, shape, names) => {
    expect(readAddressTemplate(text)).toEqual({ shape, names });
  });
});

describe("names of two addresses", () => {
  it("belong together by place where the shapes are the same", () => {
    expect(match("a/{x}/{y}", "a/{y}/{z}")).toEqual([
      ["x", "y"],
      ["y", "z"],
    ]);
  });

  it("belong together by name where they are not", () => {
    expect(match("a/{x}/{y}", "b/{y}/{z}")).toEqual([["y", "y"]]);
  });
});
