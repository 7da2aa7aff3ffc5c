import { expect, it } from "vitest";
import { createPropertySets } from "./char-sets.ts";

const properties = createPropertySets();

it.each([String.raw`\p{Lu}`, String.raw`\P{ASCII}`, String.raw`\p{Script=Greek}`, String.raw`\p{Emoji}`])(
  "has the characters of %s that this process has",
  (escape) => {
    const chars = properties(escape);
    const expression = new RegExp(`^${escape}$`, "u");
    const wrong: number[] = [];
    for (let code = 0; code <= 0x10_ff_ff; code += code < 0x30_00 ? 1 : 37) {
      const isSurrogate = code >= 0xd8_00 && code <= 0xdf_ff;
      if (!isSurrogate && chars.has(code) !== expression.test(String.fromCodePoint(code))) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  },
);

it("works a property out once", () => {
  expect(properties(String.raw`\p{Nd}`)).toBe(properties(String.raw`\p{Nd}`));
});
