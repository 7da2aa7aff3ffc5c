import { expect, it } from "vitest";
import { matchItems } from "./match-items.ts";

const match = (old: Readonly<Record<string, string>>, next: Readonly<Record<string, string>>): string => {
  const { pairs, removed, added } = matchItems(new Map(Object.entries(old)), new Map(Object.entries(next)), [
    (item) => item,
    (item) => item[0],
  ]);
  const paired = pairs.map(({ key, nextKey }) => `${key}=${nextKey}`);
  return [...paired, ...removed.map(([key]) => `-${key}`), ...added.map(([key]) => `+${key}`)].join(" ");
};

it.each([
  ["keys come first, whatever the items are", { a: "x", b: "y" }, { a: "y", b: "x" }, "a=a b=b"],
  ["a sign matches what has another key", { a: "xx" }, { b: "xx" }, "a=b"],
  ["the second sign matches what the first does not", { a: "xy" }, { b: "xz" }, "a=b"],
  ["a sign that two of one version bear matches nothing", { a: "x", b: "x" }, { c: "x" }, "-a -b +c"],
  ["a sign that two of the other version bear matches nothing", { a: "x" }, { b: "x", c: "x" }, "-a +b +c"],
  ["what is matched by key is nobody else's partner", { a: "x" }, { a: "y", b: "x" }, "a=a +b"],
  ["names of JavaScript are keys like any other", { constructor: "x" }, {}, "-constructor"],
])("%s", (_name, old, next, expected) => {
  expect(match(old, next)).toBe(expected);
});
