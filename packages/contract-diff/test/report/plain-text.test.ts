import { expect, test } from "vitest";
import { cutText, plainJson, plainText } from "../../src/report/plain-text.ts";

test.each([
  ["a\nb", String.raw`a\u000ab`],
  ["\u001b[31m", String.raw`\u001b[31m`],
  ["\u009b31m", String.raw`\u009b31m`],
  ["\u2028\u2029", String.raw`\u2028\u2029`],
  ["\u202eabc\u2066", String.raw`\u202eabc\u2066`],
  ["a\u200bb\ufeff", String.raw`a\u200bb\ufeff`],
  ["\ud800", String.raw`\ud800`],
  ["\uffff\ufdd0", String.raw`\uffff\ufdd0`],
  ["\u{e0041}", String.raw`\udb40\udc41`],
  ["::error::x", String.raw`\u003a:error::x`],
  ["\u00a0 ::error::x", "\u00a0 " + String.raw`\u003a:error::x`],
  ["a ::b", "a ::b"],
  ["a ##[error]", String.raw`a #\u0023[error]`],
  ["Größe 😀 名前", "Größe 😀 名前"],
])("%j is shown as %s", (text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test("a text is cut after it is made plain, and marked", () => {
  expect(cutText("abcdef", 6)).toBe("abcdef");
  expect(cutText("abcdefg", 6)).toBe("abcde…");
  expect(cutText("\n\n", 8)).toHaveLength(8);
});

test("a cut leaves no half of a character", () => {
  for (let max = 2; max < 12; max += 1) expect(cutText("😀".repeat(10), max).isWellFormed()).toBe(true);
});

test("JSON reads back as what it was, whatever is in it", () => {
  const value = { "a\u2028": ["\u001b", "\u202e", "\n", "\ud83d\ude00", "\u{e0041}", "##[error]"] };
  for (const indent of [undefined, 2]) {
    const text = plainJson(value, indent);
    expect(JSON.parse(text)).toEqual(value);
    expect(plainText(text.replaceAll("\n", ""))).toBe(text.replaceAll("\n", ""));
  }
});
