import type { JsonValue } from "@cordon/core";
import { DIALECTS, dialectAt, type WrittenDialect } from "./dialect.ts";
import { isObject } from "./json-kind.ts";

/** What a schema has from those around it: the address that its references start from, and the words it is written in. */
export interface Scope {
  readonly base: string;
  readonly dialect: WrittenDialect;
}

/** The scope of a value, whether `#` means something else below it, and the `$schema` that could not be followed. */
export interface Entered {
  readonly scope: Scope;
  readonly begins: boolean;
  readonly unknownDialect?: string;
}

/**
 * The scope inside a value that stands in `above`. Only a string `$schema` or `$id` says something: a property that is named `$id` holds a
 * schema and so is none. An id that is no address is passed over, and references to it lead nowhere.
 */
export function enter(value: JsonValue, above: Scope): Entered {
  if (!isObject(value)) return { scope: above, begins: false };
  const named = dialectNamed(value["$schema"], above.dialect);
  const dialect = named ?? above.dialect;
  const base = baseOf(value, above.base, dialect);
  const scope = base === undefined && dialect === above.dialect ? above : { base: base ?? above.base, dialect };
  const { $schema } = value;
  const begins = base !== undefined;
  return named === undefined && typeof $schema === "string"
    ? { scope, begins, unknownDialect: $schema }
    : { scope, begins };
}

/** The name of an anchor that a draft-7 id is, if it is one. */
export function idAnchor(id: JsonValue | undefined): string | undefined {
  return typeof id === "string" && /^#./.test(id) ? id.slice(1) : undefined;
}

/** An address without its fragment, made whole by the one it stands in; `undefined` if that gives none. */
export function absoluteAddress(address: string, base: string): string | undefined {
  const url = URL.parse(address, base);
  if (url === null) return undefined;
  url.hash = "";
  return url.href;
}

/** The address of a file that gives itself none. Relative references within it meet ids that are relative to it. */
export function fileAddress(file: string): string {
  return `contract:///${file.toWellFormed().split("/").map(encodeURIComponent).join("/")}`;
}

function dialectNamed(address: JsonValue | undefined, above: WrittenDialect): WrittenDialect | undefined {
  // OpenAPI 3.0 has one dialect. A $schema in it was left by the program that wrote the schema.
  if (typeof address !== "string" || above === "openapi-3.0") return above;
  return dialectAt(address);
}

function baseOf(
  value: Readonly<Record<string, JsonValue>>,
  above: string,
  dialect: WrittenDialect,
): string | undefined {
  const { id: keyword, refAlone, anchorIds } = DIALECTS[dialect];
  const id = keyword === undefined ? undefined : value[keyword];
  if (typeof id !== "string" || (refAlone && typeof value["$ref"] === "string")) return undefined;
  if (anchorIds && idAnchor(id) !== undefined) return undefined;
  return absoluteAddress(id, above);
}
