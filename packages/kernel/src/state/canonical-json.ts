import type { FieldIssue } from "@cordon/core";

/** How large a value may be: bytes of its text, and levels of objects and arrays. */
export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

/** The text of a value, or why it has none. */
export type CanonicalJson =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly issue: FieldIssue };

/** What the kernel keeps of one value. Deeper ones are refused, so that nobody who reads them runs out of stack. */
export const JSON_LIMITS: JsonLimits = { maxBytes: 65_536, maxDepth: 64 };

interface Walk extends JsonLimits {
  readonly path: string[];
  left: number;
}

class NotJson extends Error {}

/**
 * The one text of a JSON value, as RFC 8785 has it: names sorted by UTF-16 code units, no space. Never throws. Every field is read once and nothing
 * of the value is called but getters, so what `JSON.parse` makes of the text is what was checked. Where a value is no JSON, the issue's pointer
 * begins with `pointer`.
 */
export function canonicalJson(value: unknown, limits: JsonLimits = JSON_LIMITS, pointer = ""): CanonicalJson {
  const walk: Walk = { ...limits, path: [], left: limits.maxBytes };
  try {
    const text = write(value, walk);
    if (Buffer.byteLength(text) <= limits.maxBytes) return { ok: true, text };
    return { ok: false, issue: { pointer, message: tooLarge(limits) } };
  } catch (error) {
    // Anything else was thrown by a getter or a trap of the value, and is as hostile as itself.
    const message = error instanceof NotJson ? error.message : "must be readable";
    if (message === tooLarge(limits)) return { ok: false, issue: { pointer, message } };
    return { ok: false, issue: { pointer: pointer + walk.path.map(escaped).join(""), message } };
  }
}

function write(value: unknown, walk: Walk): string {
  switch (typeof value) {
    case "string":
      return writeText(value, walk);
    case "number":
      if (!Number.isFinite(value)) throw new NotJson("must be a finite number");
      return spend(JSON.stringify(value), walk);
    case "boolean":
      return spend(String(value), walk);
    case "object":
      return value === null ? spend("null", walk) : writeObject(value, walk);
    case "undefined":
    case "function":
    case "symbol":
    case "bigint":
    default:
      throw new NotJson(`must be JSON, and is ${typeof value}`);
  }
}

function writeObject(value: object, walk: Walk): string {
  if (walk.path.length >= walk.maxDepth) throw new NotJson(`must have at most ${walk.maxDepth} levels`);
  if (Array.isArray(value)) return `[${writeItems(value, walk).join(",")}]`;
  if (!isPlain(value)) throw new NotJson("must be a plain object, an array or a single value");
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${writeText(name, walk)}:${writeAt(value, name, walk)}`).join(",")}}`;
}

// Not map, which leaves out holes.
function writeItems(value: readonly unknown[], walk: Walk): readonly string[] {
  const items: string[] = [];
  for (let at = 0; at < value.length; at += 1) items.push(writeAt(value, String(at), walk));
  return items;
}

function writeAt(owner: object, name: string, walk: Walk): string {
  walk.path.push(name);
  spend(",", walk);
  const text = write((owner as Readonly<Record<string, unknown>>)[name], walk);
  walk.path.pop();
  return text;
}

function writeText(text: string, walk: Walk): string {
  // Before it is copied: a text may be larger than what is left of memory.
  if (text.length > walk.left) throw new NotJson(tooLarge(walk));
  return spend(JSON.stringify(text), walk);
}

/** Counts characters, of which each is a byte or more: that ends early, and the bytes are counted in the end. */
function spend(text: string, walk: Walk): string {
  walk.left -= text.length;
  if (walk.left < 0) throw new NotJson(tooLarge(walk));
  return text;
}

function tooLarge({ maxBytes }: JsonLimits): string {
  return `must take at most ${maxBytes} bytes as JSON`;
}

// Of another realm, too: the prototype of a plain object has none itself.
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function escaped(name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  return `/${short.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
