import { parsePath, positionOf, type WitCursor } from "./wit-cursor.ts";
import { parseTypedLabel, parseWitType } from "./parse-wit-type.ts";
import type { ScopeSyntax, UseSyntax, WitName, WitPosition, WitRename } from "./wit-syntax.ts";
import type { WitBody, WitFunction, WitGate, WitItem, WitLabel, WitTypeDef } from "./wit-type.ts";

/** What stands before an item: doc comments, gates and an external id, in any order. */
export type HeadSyntax = Omit<WitItem<WitPosition>, "name">;

/** Reads what stands before an item. `at` is where the item itself begins. */
export function parseHead(cursor: WitCursor): HeadSyntax {
  const docs: string[] = [];
  let gate: WitGate = {};
  let externalId: string | undefined;
  for (;;) {
    const token = cursor.peek();
    if (token.docs !== "") docs.push(token.docs);
    if (!cursor.accept("@"))
      return {
        at: positionOf(token),
        gate,
        docs: docs.join("\n"),
        ...(externalId === undefined ? {} : { externalId }),
      };
    const word = cursor.peek();
    const { name } = cursor.name("since, unstable, deprecated or external-id");
    cursor.expect("(");
    if (name === "external-id") externalId = parseString(cursor);
    else if (name === "unstable") gate = { ...gate, unstable: parseSetting(cursor, "feature") };
    else if (name === "since") gate = { ...gate, since: parseSetting(cursor, "version") };
    else if (name === "deprecated") gate = { ...gate, deprecated: parseSetting(cursor, "version") };
    else cursor.failAt(word, `expected since, unstable, deprecated or external-id after @, found "${name}"`);
    cursor.expect(")");
  }
}

/** The items of an interface, up to its closing brace, which is taken. */
export function parseInterfaceBody(cursor: WitCursor): ScopeSyntax {
  const scope = { types: [], functions: [], uses: [] } as MutableScope;
  cursor.expect("{");
  while (!cursor.accept("}")) {
    const head = parseHead(cursor);
    if (!parseScopeItem(cursor, head, scope)) scope.functions.push(parseFunctionItem(cursor, head, "function"));
  }
  return scope;
}

/** What an interface and a world both may have. */
export interface MutableScope {
  readonly types: WitTypeDef<WitName, WitPosition>[];
  readonly functions: WitFunction<WitName, WitPosition>[];
  readonly uses: UseSyntax[];
}

/** Takes a type or a `use` into `scope`; false if something else comes. */
export function parseScopeItem(cursor: WitCursor, head: HeadSyntax, scope: MutableScope): boolean {
  if (cursor.accept("use")) {
    const path = parsePath(cursor);
    cursor.expect(".");
    scope.uses.push({ ...head, path, names: parseRenames(cursor) });
    cursor.expect(";");
    return true;
  }
  const parse = BODIES.get(cursor.peek().kind === "keyword" ? cursor.peek().text : "");
  if (parse === undefined) return false;
  cursor.take();
  const { name, at } = cursor.name("the name of a type");
  scope.types.push({ ...head, at, name, body: parse(cursor) });
  return true;
}

/** `{a, b as c}`. */
export function parseRenames(cursor: WitCursor): readonly WitRename[] {
  cursor.expect("{");
  if (cursor.at("}")) cursor.fail("a name");
  return cursor.list("}", () => {
    const { name, at } = cursor.name("a name");
    return { from: name, to: cursor.accept("as") ? cursor.name("a new name").name : name, at };
  });
}

/** `async? func(…) -> …`, without the semicolon. */
export function parseSignature(
  cursor: WitCursor,
): Pick<WitFunction<WitName, WitPosition>, "async" | "params" | "result"> {
  const async = cursor.accept("async");
  cursor.expect("func");
  return { async, ...parseParams(cursor) };
}

type Role = WitFunction["role"];
type Body = WitBody<WitName, WitPosition>;

const BODIES: ReadonlyMap<string, (cursor: WitCursor) => Body> = new Map([
  ["type", parseAlias],
  ["resource", parseResource],
  ["record", labelled("record", (cursor: WitCursor) => parseTypedLabel(cursor, "the name of a field"))],
  ["variant", labelled("variant", parseCase)],
  ["enum", labelled("enum", parseBare)],
  ["flags", labelled("flags", parseBare)],
]);

function parseFunctionItem(cursor: WitCursor, head: HeadSyntax, role: Role): WitFunction<WitName, WitPosition> {
  const { name, at } = cursor.name("a function, a type or }");
  cursor.expect(":");
  const isStatic = role === "method" && cursor.accept("static");
  const signature = parseSignature(cursor);
  cursor.expect(";");
  return { ...head, at, name, role: isStatic ? "static" : role, ...signature };
}

function parseParams(cursor: WitCursor): Pick<WitFunction<WitName, WitPosition>, "params" | "result"> {
  cursor.expect("(");
  const params = cursor.list(")", () => parseTypedLabel(cursor, "the name of a parameter"));
  return { params, ...(cursor.accept("->") ? { result: parseWitType(cursor) } : {}) };
}

function parseAlias(cursor: WitCursor): Body {
  cursor.expect("=");
  const type = parseWitType(cursor);
  cursor.expect(";");
  return { kind: "alias", type };
}

function parseResource(cursor: WitCursor): Body {
  const functions: WitFunction<WitName, WitPosition>[] = [];
  if (cursor.accept(";")) return { kind: "resource", functions };
  cursor.expect("{");
  while (!cursor.accept("}")) {
    const head = parseHead(cursor);
    if (cursor.accept("constructor")) {
      functions.push({ ...head, name: "constructor", role: "constructor", async: false, ...parseParams(cursor) });
      cursor.expect(";");
    } else functions.push(parseFunctionItem(cursor, head, "method"));
  }
  return { kind: "resource", functions };
}

function labelled(
  kind: "record" | "variant" | "enum" | "flags",
  item: (cursor: WitCursor) => WitLabel<WitName>,
): (cursor: WitCursor) => Body {
  return (cursor) => {
    cursor.expect("{");
    if (cursor.at("}")) cursor.fail(`something in the ${kind}`);
    return { kind, labels: cursor.list("}", () => item(cursor)) };
  };
}

function parseCase(cursor: WitCursor): WitLabel<WitName> {
  const { name, at } = cursor.name("the name of a case");
  if (!cursor.accept("(")) return { name, line: at.line };
  const type = parseWitType(cursor);
  cursor.expect(")");
  return { name, line: at.line, type };
}

function parseBare(cursor: WitCursor): WitLabel<WitName> {
  const { name, at } = cursor.name("a name");
  return { name, line: at.line };
}

function parseSetting(cursor: WitCursor, key: "feature" | "version"): string {
  const { name, at } = cursor.name(key);
  if (name !== key) cursor.failAt(at, `expected "${key}", found "${name}"`);
  cursor.expect("=");
  return key === "version" ? cursor.version() : cursor.name("the name of a feature").name;
}

function parseString(cursor: WitCursor): string {
  if (cursor.peek().kind !== "string") cursor.fail("a text in double quotes");
  return cursor.take().text;
}
