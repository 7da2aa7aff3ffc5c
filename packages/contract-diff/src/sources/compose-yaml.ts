import { Composer, type CST, LineCounter, type ParsedNode, Parser, type YAMLError } from "yaml";
import { contractDiffError } from "../errors.ts";
import { shownText } from "./shown-text.ts";

/** A YAML text as nodes that know where they stand. */
export interface ComposedYaml {
  readonly contents: ParsedNode | null;
  /** Line and column of a place in the text, from 1. */
  lineOf(offset: number): { readonly line: number; readonly column: number };
}

// Composing takes about 50 times the memory of the text.
const MAX_CHARS = 32 * 1024 * 1024;
// The composer calls itself several times for each level, and at some 700 of them the stack ends.
const MAX_YAML_DEPTH = 250;
const OPTIONS = {
  version: "1.2",
  schema: "core",
  merge: false,
  resolveKnownTags: false,
  // A response code is a number to YAML, and a name to whoever wrote it. Repeated keys are found by who converts, in linear time.
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
} as const;

/**
 * Reads YAML 1.2 with its core schema, whatever the text says of its version: `no` is a text, and so is a date. Tags beyond the core
 * schema are refused. Throws `contract-diff/unreadable` with line and column, and `contract-diff/too-large` for what the composer cannot hold.
 */
export function composeYaml(text: string, file: string): ComposedYaml {
  if (text.length > MAX_CHARS) {
    const what = "the file has too many characters for YAML, so write it as JSON";
    throw contractDiffError("contract-diff/too-large", { file, what, limit: MAX_CHARS });
  }
  const lineCounter = new LineCounter();
  const lineOf = (offset: number): { readonly line: number; readonly column: number } => {
    const { line, col } = lineCounter.linePos(offset);
    // An empty text has no line to the counter.
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const tokens = [...new Parser(lineCounter.addNewLine).parse(text)];
  checkTokenDepth(tokens, file);
  const [document, second] = new Composer(OPTIONS).compose(tokens, true, text.length);
  // A tag that nobody knows is only a warning to the composer, which then takes the value for a text.
  const problems = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  const first = problems.sort((one, other) => one.pos[0] - other.pos[0])[0];
  if (first !== undefined) throw unreadable(file, lineOf(first.pos[0]), wordsOf(first));
  if (second !== undefined)
    throw unreadable(file, lineOf(second.range[0]), "the file has more than one document; a contract is one");
  return { contents: document?.contents ?? null, lineOf };
}

function checkTokenDepth(tokens: readonly CST.Token[], file: string): void {
  let level = tokens.flatMap((token) => (token.type === "document" ? collectionsOf([token.value]) : []));
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_YAML_DEPTH) {
      const what = "the document is nested too deep for YAML";
      throw contractDiffError("contract-diff/too-large", { file, what, limit: MAX_YAML_DEPTH });
    }
    level = level.flatMap(({ items }) => items.flatMap(({ key, value }) => collectionsOf([key, value])));
  }
}

type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

function collectionsOf(tokens: readonly (CST.Token | null | undefined)[]): readonly Collection[] {
  return tokens.filter((token): token is Collection => token !== null && token !== undefined && "items" in token);
}

function wordsOf({ code, message }: YAMLError): string {
  if (code === "TAG_RESOLVE_FAILED") return `${message}; only the tags of YAML's core schema are read`;
  return message.replaceAll(/\s+/g, " ");
}

function unreadable(file: string, place: { readonly line: number; readonly column: number }, problem: string): Error {
  return contractDiffError("contract-diff/unreadable", { file, ...place, problem: shownText(problem) });
}
