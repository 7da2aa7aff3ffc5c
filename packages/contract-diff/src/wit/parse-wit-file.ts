import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import {
  parseHead,
  parseInterfaceBody,
  parseRenames,
  parseScopeItem,
  parseSignature,
  type HeadSyntax,
  type MutableScope,
} from "./parse-wit-scope.ts";
import { createWitCursor, parsePackageName, parsePath, positionOf, type WitCursor } from "./wit-cursor.ts";
import type {
  IncludeSyntax,
  InterfaceSyntax,
  PackageSyntax,
  WitPath,
  WorldItemSyntax,
  WorldSyntax,
} from "./wit-syntax.ts";

/**
 * Reads one WIT file: what it says of its own package first, then the packages that it has in braces. Names are not looked up yet.
 * Throws `contract-diff/unreadable` with line and column, and `contract-diff/too-large` for types that are nested too deeply.
 */
export function parseWitFile(document: ContractDocument): readonly PackageSyntax[] {
  const { file, value } = document;
  if (typeof value !== "string") {
    const problem = `a WIT file is text, and this is ${value === null ? "null" : typeof value}`;
    throw contractDiffError("contract-diff/unreadable", { file, problem });
  }
  const cursor = createWitCursor(file, value);
  const { at, docs } = cursor.at("package") ? parseHead(cursor) : { at: { line: 1, column: 1 }, docs: "" };
  const declared = declaresPackage(cursor) ? parseDeclaration(cursor) : undefined;
  const nested: PackageSyntax[] = [];
  const items = parseItems(cursor, nested);
  return [
    { file, at, docs, nested: false, ...(declared === undefined ? {} : { name: declared }), ...items },
    ...nested,
  ];
}

type Items = Pick<PackageSyntax, "uses" | "interfaces" | "worlds">;

/** Both `package a:b;` and `package a:b {` may be the first thing of a file. */
function declaresPackage(cursor: WitCursor): boolean {
  if (!cursor.at("package")) return false;
  for (let ahead = 1; ; ahead += 1) {
    const { kind, text } = cursor.peek(ahead);
    if (kind === "end" || text === ";") return true;
    if (text === "{") return false;
  }
}

function parseDeclaration(cursor: WitCursor): NonNullable<PackageSyntax["name"]> {
  cursor.expect("package");
  const { name, version } = parsePackageName(cursor);
  cursor.expect(";");
  return { name, ...(version === undefined ? {} : { version }) };
}

/** The items of a file (`nested` collects its packages), or those between the braces of a package. */
function parseItems(cursor: WitCursor, nested?: PackageSyntax[]): Items {
  const uses: { path: WitPath; as: string }[] = [];
  const interfaces: InterfaceSyntax[] = [];
  const worlds: WorldSyntax[] = [];
  const end = (): boolean => (nested === undefined ? cursor.accept("}") : cursor.peek().kind === "end");
  while (!end()) {
    const head = parseHead(cursor);
    if (nested !== undefined && cursor.at("package")) nested.push(parseNested(cursor, head.docs));
    else if (cursor.accept("use")) {
      const path = parsePath(cursor);
      uses.push({ path, as: cursor.accept("as") ? cursor.name("a new name").name : path.name });
      cursor.expect(";");
    } else if (cursor.accept("interface")) {
      const { name, at } = cursor.name("the name of an interface");
      interfaces.push({ ...head, at, name, ...parseInterfaceBody(cursor) });
    } else if (cursor.accept("world")) worlds.push(parseWorld(cursor, head));
    else cursor.fail(`use, interface, world${nested === undefined ? " or }" : " or package"}`);
  }
  return { uses, interfaces, worlds };
}

function parseNested(cursor: WitCursor, docs: string): PackageSyntax {
  cursor.expect("package");
  const { name, version, ...at } = parsePackageName(cursor);
  cursor.expect("{");
  const named = { name, ...(version === undefined ? {} : { version }) };
  return { file: cursor.file, name: named, at, docs, nested: true, ...parseItems(cursor) };
}

function parseWorld(cursor: WitCursor, head: HeadSyntax): WorldSyntax {
  const { name, at } = cursor.name("the name of a world");
  const scope: MutableScope = { types: [], functions: [], uses: [] };
  const items: WorldItemSyntax[] = [];
  const includes: IncludeSyntax[] = [];
  cursor.expect("{");
  while (!cursor.accept("}")) {
    const inner = parseHead(cursor);
    if (cursor.accept("include")) includes.push(parseInclude(cursor, inner));
    else if (cursor.accept("import")) items.push(parseWorldItem(cursor, inner, "import"));
    else if (cursor.accept("export")) items.push(parseWorldItem(cursor, inner, "export"));
    else if (!parseScopeItem(cursor, inner, scope)) cursor.fail("import, export, include, use, a type or }");
  }
  return { ...head, at, name, ...scope, items, includes };
}

function parseInclude(cursor: WitCursor, head: HeadSyntax): IncludeSyntax {
  const path = parsePath(cursor);
  const renames = cursor.accept("with") ? parseRenames(cursor) : undefined;
  // The reference grammar wants no semicolon after `with {…}`; both ways are in use.
  if (renames === undefined) cursor.expect(";");
  else cursor.accept(";");
  return { ...head, path, renames: renames ?? [] };
}

function parseWorldItem(cursor: WitCursor, head: HeadSyntax, side: "import" | "export"): WorldItemSyntax {
  if (!isLabelled(cursor)) {
    const path = parsePath(cursor);
    cursor.expect(";");
    return { ...head, at: path.at, name: path.name, side, what: { kind: "path", path, labelled: false } };
  }
  const { name, at } = cursor.name("the name of an import or export");
  cursor.expect(":");
  const item = { ...head, at, name, side };
  if (cursor.accept("interface")) return { ...item, what: { kind: "inline", scope: parseInterfaceBody(cursor) } };
  if (cursor.at("func") || cursor.at("async")) {
    const signature = parseSignature(cursor);
    cursor.expect(";");
    return { ...item, what: { kind: "function", function: { ...head, at, name, role: "function", ...signature } } };
  }
  const path = parsePath(cursor);
  cursor.expect(";");
  return { ...item, what: { kind: "path", path, labelled: true } };
}

/** `a: b` names an import, `a:b/c` is the interface of a package: what is written together belongs together. */
function isLabelled(cursor: WitCursor): boolean {
  const [first, colon, second] = [cursor.peek(), cursor.peek(1), cursor.peek(2)];
  if (colon.kind !== "operator" || colon.text !== ":") return false;
  if (second.kind === "keyword" && ["interface", "func", "async"].includes(second.text)) return true;
  return !(positionOf(first).line === second.line && first.end === colon.start && colon.end === second.start);
}
