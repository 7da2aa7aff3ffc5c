import { contractDiffError } from "../errors.ts";
import type { WitPosition } from "./wit-syntax.ts";

/** One token. `docs` are the doc comments right before it, without their marks. */
export interface WitToken extends WitPosition {
  readonly kind: "id" | "keyword" | "version" | "integer" | "string" | "operator" | "end";
  /** The name without its `%`, the string without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly docs: string;
}

/** How many UTF-16 units a name may have. Names go into messages and into ids, which are made of several. */
const MAX_NAME_LENGTH = 1000;

/**
 * Cuts a text into tokens, in one pass. Throws `contract-diff/unreadable` at the first character that no token has, and at characters that
 * make a text look like what it is not (bidirectional overrides, control codes), which the language forbids even in comments.
 */
export function tokenizeWit(file: string, text: string): readonly WitToken[] {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const forbidden = FORBIDDEN.exec(source);
  const tokens: WitToken[] = [];
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  // Remembered, so that a long text without lines is not searched again from every token.
  let newline = source.indexOf("\n");
  let docs = "";
  const fail = (problem: string): never => {
    throw contractDiffError("contract-diff/unreadable", { file, line, column: offset - lineStart + 1, problem });
  };
  const advance = (end: number): void => {
    for (; newline !== -1 && newline < end; newline = source.indexOf("\n", newline + 1)) {
      line += 1;
      lineStart = newline + 1;
    }
    offset = end;
  };
  if (forbidden !== null) {
    advance(forbidden.index);
    fail(`the character ${codePoint(forbidden[0])} may not stand in WIT, not even in a comment; take it out`);
  }
  while (offset < source.length) {
    const comment = source.startsWith("/*", offset) ? endOfBlock(source, offset) : endOfGap(source, offset);
    if (comment === undefined) fail("a comment begins with /* here and does not end; end it with */");
    else if (comment > offset) {
      docs = joinDocs(docs, source.slice(offset, comment));
      advance(comment);
    } else {
      const found = readToken(source, offset) ?? fail(`no token begins with ${codePoint(source.slice(offset))}`);
      if (found.text.length > MAX_NAME_LENGTH) {
        const what = "a name or a text in quotes is too long";
        throw contractDiffError("contract-diff/too-large", { file, line, what, limit: MAX_NAME_LENGTH });
      }
      tokens.push({ ...found, line, column: offset - lineStart + 1, start: offset, docs });
      docs = "";
      advance(found.end);
    }
  }
  const last = { line, column: offset - lineStart + 1, start: offset, end: offset };
  return [...tokens, { kind: "end", text: "the end of the file", docs, ...last }];
}

// Control codes except tab, line feed and carriage return; the marks that change the direction of a text; what Unicode deprecates.
const FORBIDDEN: RegExp = new RegExp(
  String.raw`[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069\u206A-\u206F\u0149\u0673\u0F77\u0F79\u17A3\u17A4]`,
  "u",
);

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "as async bool borrow char constructor enum export f32 f64 flags from func future import include interface list map option own " +
    "package record resource result s16 s32 s64 s8 static stream string tuple type u16 u32 u64 u8 use variant with world"
  ).split(" "),
);

const PIECES: readonly (readonly [WitToken["kind"], RegExp])[] = [
  ["id", /%?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*/uy],
  // A dot or a plus belongs to a version only with something after it: `types@1.0.0.{a}` ends before the last dot.
  [
    "version",
    /(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?/uy,
  ],
  ["integer", /\d+/uy],
  ["string", /"(?:[^"\\\n]|\\.)*"/uy],
  ["operator", /->|[=,:;(){}<>*/.@_]/uy],
];

function readToken(source: string, offset: number): Pick<WitToken, "kind" | "text" | "end"> | undefined {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = offset;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) continue;
    const end = offset + text.length;
    if (kind === "string") return { kind, text: text.slice(1, -1), end };
    if (text.startsWith("%")) return { kind, text: text.slice(1), end };
    return { kind: KEYWORDS.has(text) ? "keyword" : kind, text, end };
  }
  return undefined;
}

/** The end of a line comment or of white space. */
function endOfGap(source: string, offset: number): number {
  if (source.startsWith("//", offset)) {
    const end = source.indexOf("\n", offset);
    return end === -1 ? source.length : end;
  }
  let end = offset;
  while (end < source.length && " \t\r\n".includes(source.charAt(end))) end += 1;
  return end;
}

/** Block comments nest, so the end is where as many were closed as were opened. */
function endOfBlock(source: string, offset: number): number | undefined {
  const mark = /\/\*|\*\//gu;
  mark.lastIndex = offset;
  let open = 0;
  for (let found = mark.exec(source); found !== null; found = mark.exec(source)) {
    open += found[0] === "/*" ? 1 : -1;
    if (open === 0) return mark.lastIndex;
  }
  return undefined;
}

function joinDocs(docs: string, gap: string): string {
  let text: string | undefined;
  if (gap.startsWith("///")) text = gap.slice(3);
  else if (gap.startsWith("/**") && gap.length > 4) text = gap.slice(3, -2);
  return text === undefined ? docs : `${docs}${docs && "\n"}${text.trim()}`;
}

function codePoint(text: string): string {
  const code = text.codePointAt(0) ?? 0;
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return code > 0x20 && code < 0x7f ? `"${String.fromCodePoint(code)}"` : hex;
}
