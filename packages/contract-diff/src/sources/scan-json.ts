/** The shape of a JSON text. */
export interface JsonShape {
  /** How many properties are written in it, those that a parser drops because their key comes again included. */
  readonly keys: number;
  readonly depth: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const BRACE = 0x7b;
const BRACKET = 0x5b;
const END_BRACE = 0x7d;
const END_BRACKET = 0x5d;

/**
 * Counts what can be counted without parsing, in a quarter of the time that parsing takes. It comes before the parser, which has no
 * limit of depth and needs 50 times the memory of a text that is nothing but brackets. The text may be anything.
 */
export function scanJson(text: string): JsonShape {
  let keys = 0;
  let open = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COLON) {
      keys += 1;
    } else if (code === BRACE || code === BRACKET) {
      open += 1;
      if (open > depth) depth = open;
    } else if (code === END_BRACE || code === END_BRACKET) {
      open -= 1;
    }
  }
  return { keys, depth };
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 1;
}
