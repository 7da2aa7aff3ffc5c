import { expect, it } from "vitest";
import { plainMediaType } from "./media-type.ts";

it.each([
  ["application/json", "Application/JSON"],
  ["application/json", "application/json; charset=utf-8"],
  ["application/vnd.a+json", 'application/vnd.a+json;charset="UTF-8"'],
  ["text/plain;charset=utf-8", "text/plain; Charset=UTF-8"],
  ["application/x;a=1;b=2", "application/x;b=2;a=1"],
  ["application/x;version=Draft", "application/x; version=Draft"],
  ["application/x", "application/x;"],
  ["application/x;flag", "application/x;FLAG"],
])("%s is how %s is written plainly", (plain, text) => {
  expect(plainMediaType(text)).toBe(plain);
});

it("keeps a charset that says something", () => {
  expect(plainMediaType("application/json; charset=latin1")).not.toBe(plainMediaType("application/json"));
});
