import { contractDiffError } from "../errors.ts";
import { positionOf, type WitCursor } from "./wit-cursor.ts";
import type { WitName } from "./wit-syntax.ts";
import type { WitLabel, WitType } from "./wit-type.ts";

/** How many brackets may stand inside of each other. The component model's tools refuse deeper types too. */
const MAX_TYPE_NESTING = 100;

/** A type where it is used: `list<tuple<u8, borrow<blob>>>`. Throws `contract-diff/too-large` past `MAX_TYPE_NESTING`. */
export function parseWitType(cursor: WitCursor, level = 0): WitType<WitName> {
  const token = cursor.peek();
  if (level > MAX_TYPE_NESTING) {
    const what = "types are nested in each other too deeply";
    throw contractDiffError("contract-diff/too-large", {
      file: cursor.file,
      ...positionOf(token),
      what,
      limit: MAX_TYPE_NESTING,
    });
  }
  if (token.kind === "keyword" && PRIMITIVES.has(token.text)) return { kind: "primitive", name: cursor.take().text };
  if (token.kind === "id") return parseNamed(cursor);
  const inner = (): WitType<WitName> => parseWitType(cursor, level + 1);
  if (cursor.accept("list")) return parseList(cursor, inner);
  if (cursor.accept("tuple")) return parseTuple(cursor, inner);
  if (cursor.accept("result")) return { kind: "of", name: "result", args: parseResult(cursor, inner) };
  if (cursor.accept("option")) return { kind: "of", name: "option", args: [bracketed(cursor, inner)] };
  for (const name of ["future", "stream"] as const)
    if (cursor.accept(name)) return { kind: "of", name, args: [cursor.at("<") ? bracketed(cursor, inner) : undefined] };
  // `own<blob>` is the old way to write `blob`.
  for (const [word, kind] of [
    ["borrow", "borrow"],
    ["own", "ref"],
  ] as const)
    if (cursor.accept(word)) return { kind, ref: bracketed(cursor, () => cursor.name("the name of a resource")) };
  if (cursor.at("map") && cursor.peek(1).text === "<") return parseMap(cursor, inner);
  return parseNamed(cursor);
}

/** `name: type`, of a field or a parameter. */
export function parseTypedLabel(cursor: WitCursor, what: string): WitLabel<WitName> {
  const { name, at } = cursor.name(what);
  cursor.expect(":");
  return { name, line: at.line, type: parseWitType(cursor) };
}

const PRIMITIVES: ReadonlySet<string> = new Set("bool char f32 f64 s8 s16 s32 s64 string u8 u16 u32 u64".split(" "));

function parseNamed(cursor: WitCursor): WitType<WitName> {
  const ref = cursor.name("a type");
  return ref.name === "error-context" ? { kind: "primitive", name: ref.name } : { kind: "ref", ref };
}

function bracketed<Inner>(cursor: WitCursor, inner: () => Inner): Inner {
  cursor.expect("<");
  const found = inner();
  cursor.expect(">");
  return found;
}

function parseList(cursor: WitCursor, inner: () => WitType<WitName>): WitType<WitName> {
  return bracketed(cursor, () => {
    const args = [inner()];
    if (!cursor.accept(",")) return { kind: "of", name: "list", args };
    const token = cursor.peek();
    const size = Number(token.text);
    if (token.kind !== "integer" || size < 1 || size > 0xff_ff_ff_ff) cursor.fail("the length of the list, 1 or more");
    cursor.take();
    return { kind: "of", name: "list", args, size };
  });
}

function parseTuple(cursor: WitCursor, inner: () => WitType<WitName>): WitType<WitName> {
  cursor.expect("<");
  if (cursor.at(">")) cursor.fail("a type");
  return { kind: "of", name: "tuple", args: cursor.list(">", inner) };
}

function parseResult(cursor: WitCursor, inner: () => WitType<WitName>): readonly (WitType<WitName> | undefined)[] {
  if (!cursor.at("<")) return [undefined, undefined];
  return bracketed(cursor, () => {
    const hole = cursor.accept("_");
    const ok = hole ? undefined : inner();
    if (hole) cursor.expect(",");
    return [ok, hole || cursor.accept(",") ? inner() : undefined];
  });
}

function parseMap(cursor: WitCursor, inner: () => WitType<WitName>): WitType<WitName> {
  cursor.expect("map");
  return bracketed(cursor, () => {
    const key = inner();
    cursor.expect(",");
    return { kind: "of", name: "map", args: [key, inner()] };
  });
}
