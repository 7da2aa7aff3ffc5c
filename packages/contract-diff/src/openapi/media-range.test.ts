import { expect, test } from "vitest";
import { closestMedia, coversMedia, parseMediaList, parseMediaRange } from "./media-range.ts";

test.each([
  ["application/json", "application/json", true],
  ["application/json", "Application/JSON", true],
  ["application/*", "application/json", true],
  ["*/*", "text/plain", true],
  ["application/*", "text/plain", false],
  ["application/json", "application/*", false],
  ["text/plain", "text/plain; charset=utf-8", true],
  ["text/plain; charset=utf-8", "text/plain", false],
  ["text/plain; charset=utf-8", 'text/plain;CHARSET="UTF-8"', true],
  ["application/json; charset=utf-8", "application/json", true],
  ["application/a+json; charset=latin1", "application/a+json", true],
  ["application/json; profile=a", "application/json; profile=A", false],
  ["a/a; x=1; y=2", "a/a; y=2; x=1", true],
  ["not a media type", "not a media type", true],
  ["", "", true],
])("that %s covers %s is %s", (outer, inner, covers) => {
  expect(coversMedia(parseMediaRange(outer), parseMediaRange(inner))).toBe(covers);
});

test("the narrowest range answers for a media type", () => {
  const ranges = ["*/*", "text/plain", "text/*", "text/plain; charset=utf-8"].map(parseMediaRange);
  expect(closestMedia(ranges, parseMediaRange("text/plain; charset=utf-8"))?.text).toBe("text/plain; charset=utf-8");
  expect(closestMedia(ranges, parseMediaRange("text/plain"))?.text).toBe("text/plain");
  expect(closestMedia(ranges, parseMediaRange("text/csv"))?.text).toBe("text/*");
  expect(closestMedia(ranges, parseMediaRange("a/b"))?.text).toBe("*/*");
  expect(closestMedia([], parseMediaRange("a/b"))).toBeUndefined();
});

test("a list of media types is read item by item", () => {
  expect(parseMediaList("image/png, image/jpeg,").map(({ text }) => text)).toEqual(["image/png", "image/jpeg"]);
});
