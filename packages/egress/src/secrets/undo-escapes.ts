// Percent, JSON and JavaScript, HTML. Bounded, so that a match cannot be longer than what is carried from chunk to chunk.
const ESCAPE =
  /%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\u\{[0-9a-f]{1,6}\}|\\[^ux]|&#x[0-9a-f]{1,6};?|&#\d{1,7};?|&(?:amp|lt|gt|quot|apos);/gi;
const HAS_ESCAPE = /[%\\&]/;
const NAMED: ReadonlyMap<string, string> = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
]);
const MAX_CODE_POINT = 0x10_ffff;

/** How many characters one byte can take when it is escaped twice: `%26%23x000041%3b` and its like. */
export const ESCAPED_CHARS_PER_BYTE = 18;

/**
 * A text with escapes of every usual kind left as they are, undone, and undone twice, since a form of one kind often travels
 * inside another; without those that are the same. Bytes are single-byte characters. It would rather undo too much: what is
 * looked for is looked for in each.
 */
export function undoEscapes(text: string): readonly string[] {
  const once = undoOnce(text);
  if (once === text) return [text];
  const twice = undoOnce(once);
  return twice === once ? [text, once] : [text, once, twice];
}

function undoOnce(text: string): string {
  return HAS_ESCAPE.test(text) ? text.replaceAll(ESCAPE, meaningOf) : text;
}

function meaningOf(escape: string): string {
  if (escape.startsWith("%")) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  if (escape.startsWith("&#")) {
    const isHex = escape[2] === "x" || escape[2] === "X";
    return bytesOf(Number.parseInt(escape.slice(isHex ? 3 : 2), isHex ? 16 : 10));
  }
  if (escape.startsWith("&")) return NAMED.get(escape.toLowerCase()) ?? escape;
  // A line break in JSON; the other letters stand for control characters, which no secret that is looked for ends with.
  if (escape === String.raw`\n`) return "\n";
  if (/^\\[ux]/i.test(escape)) return bytesOf(Number.parseInt(escape.replaceAll(/[\\ux{}]/gi, ""), 16));
  return escape.slice(1);
}

function bytesOf(codePoint: number): string {
  return codePoint <= MAX_CODE_POINT ? Buffer.from(String.fromCodePoint(codePoint)).toString("latin1") : "";
}
