import type { PluginOutput } from "@cordon/core";

const BLANK = /[ \t\r\n]+/;
const LINE_BREAK = /\r\n|\r|\n/;

/** Counts the characters, words and lines of a text. A character is a code point, whatever it looks like. */
export function statistics({ text }: { readonly text: string }): PluginOutput {
  const words = text.split(BLANK).filter((word) => word !== "");
  const lengths = words.map(lengthOf);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const longest = Math.max(0, ...lengths);
  return {
    kind: "value",
    value: {
      characters: lengthOf(text),
      words: words.length,
      lines: text.split(LINE_BREAK).length,
      longestWord: words.find((_word, at) => lengths[at] === longest) ?? "",
      wordLength: words.length === 0 ? 0 : Math.round((total / words.length) * 100) / 100,
    },
  };
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _character of text) length += 1;
  return length;
}
