import { contractDiffError } from "../errors.ts";
import type { WitName, WitPackageName, WitPath, WitPosition } from "./wit-syntax.ts";
import { tokenizeWit, type WitToken } from "./wit-tokens.ts";

/** Goes through the tokens of one file. What does not fit throws `contract-diff/unreadable` with line, column and what was expected. */
export interface WitCursor {
  readonly file: string;
  /** The token that comes, or one after it; the end of the file again and again. */
  peek(ahead?: number): WitToken;
  /** Takes the next token. */
  take(): WitToken;
  /** Whether this operator or keyword comes. A name with `%` is never a keyword. */
  at(text: string): boolean;
  /** Takes it if it comes. */
  accept(text: string): boolean;
  expect(text: string): WitToken;
  /** A name. `map` and `from` count as names too: they became keywords late. */
  name(what: string): WitName;
  version(): string;
  fail(expected: string): never;
  /** The same at a token that was taken already. */
  failAt(position: WitPosition, problem: string): never;
  /** `item (, item)* ,?` up to `close`, which is taken. */
  list<Item>(close: string, item: () => Item): readonly Item[];
}

/** Reads the text into tokens at once; throws `contract-diff/unreadable` where there are none. */
export function createWitCursor(file: string, text: string): WitCursor {
  const tokens = tokenizeWit(file, text);
  let next = 0;
  const cursor: WitCursor = {
    file,
    peek: (ahead = 0) => tokens[Math.min(next + ahead, tokens.length - 1)] ?? tokenAtEnd,
    take: () => {
      const token = cursor.peek();
      next += 1;
      return token;
    },
    at: (text_) => is(cursor.peek(), text_),
    accept: (text_) => {
      const found = cursor.at(text_);
      if (found) next += 1;
      return found;
    },
    expect: (text_) => (cursor.at(text_) ? cursor.take() : cursor.fail(`"${text_}"`)),
    name: (what) => {
      const token = cursor.peek();
      const soft = token.kind === "keyword" && (token.text === "map" || token.text === "from");
      if (token.kind !== "id" && !soft) {
        const hint = token.kind === "keyword" ? `; a name that is a keyword is written %${token.text}` : "";
        return cursor.fail(`${what}${hint}`);
      }
      next += 1;
      return { name: token.text, at: positionOf(token) };
    },
    version: () => {
      if (cursor.peek().kind !== "version") cursor.fail("a version such as 1.2.0");
      return cursor.take().text;
    },
    fail: (expected) => {
      const token = cursor.peek();
      return cursor.failAt(token, `expected ${expected}, found ${shown(token)}`);
    },
    failAt: ({ line, column }, problem) => {
      throw contractDiffError("contract-diff/unreadable", { file, line, column, problem });
    },
    list: <Item>(close: string, item: () => Item) => {
      const items: Item[] = [];
      while (!cursor.at(close)) {
        items.push(item());
        if (!cursor.at(close)) cursor.expect(",");
      }
      next += 1;
      return items;
    },
  };
  return cursor;
}

/** `a:b`, `a:b/c` or `a:b@1.0.0`: the name of a package. Namespaces and packages may nest. */
export function parsePackageName(cursor: WitCursor): WitPackageName & WitPosition {
  const at = positionOf(cursor.peek());
  let name = cursor.name("the namespace of a package").name;
  cursor.expect(":");
  name += `:${cursor.name("the name of a package").name}`;
  while (cursor.at(":") || cursor.at("/")) name += cursor.take().text + cursor.name("a name of a package").name;
  return { ...at, name, ...versionAfter(cursor) };
}

/** `host` or `wasi:http/types@0.2.0`: the name of an interface or a world. */
export function parsePath(cursor: WitCursor): WitPath {
  const first = cursor.name("the name of an interface or a world");
  if (!cursor.at(":")) return first;
  let packageName = first.name;
  while (cursor.accept(":")) packageName += `:${cursor.name("the name of a package").name}`;
  cursor.expect("/");
  let { name } = cursor.name("the name of an interface or a world");
  while (cursor.accept("/")) {
    packageName += `/${name}`;
    ({ name } = cursor.name("the name of an interface or a world"));
  }
  return { name, at: first.at, package: { name: packageName, ...versionAfter(cursor) } };
}

/** The line and column of a token, and no more of it. */
export const positionOf = ({ line, column }: WitPosition): WitPosition => ({ line, column });

const tokenAtEnd: WitToken = { kind: "end", text: "", start: 0, end: 0, line: 1, column: 1, docs: "" };

function is(token: WitToken, text: string): boolean {
  return token.text === text && (token.kind === "operator" || token.kind === "keyword");
}

function versionAfter(cursor: WitCursor): { version?: string } {
  return cursor.accept("@") ? { version: cursor.version() } : {};
}

function shown({ kind, text }: WitToken): string {
  if (kind === "end") return text;
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
