import type { JsonObject, JsonValue } from "@cordon/core";
import { DIALECTS, type DialectTraits, type WrittenDialect } from "./dialect.ts";
import { isList, isObject } from "./json-kind.ts";

/** One schema in words of 2020-12, and where its words were. Its subschemas are as they were written. */
export interface ModernKeywords {
  readonly keywords: JsonObject;
  /** The keys below the schema that a keyword was made of, where that is not the keyword itself. */
  readonly from: ReadonlyMap<string, readonly string[]>;
}

/**
 * Says one schema in words of 2020-12. Shallow: it looks at the keywords of this schema and at nothing below. A keyword of a wrong type goes
 * through as it is, for whoever checks them; words that say nothing about a document are left out.
 */
export function modernKeywords(written: JsonObject, dialect: WrittenDialect): ModernKeywords {
  const traits = DIALECTS[dialect];
  const words = new Map<string, JsonValue>();
  const from = new Map<string, readonly string[]>();
  if (traits.refAlone && Object.hasOwn(written, "$ref")) {
    words.set("$ref", written["$ref"] ?? null);
    return { keywords: Object.fromEntries(words), from: NOTHING_MOVED };
  }
  for (const keyword of Object.keys(written)) {
    const value = written[keyword];
    if (value !== undefined && KEPT.has(keyword) && !traits.without.has(keyword)) words.set(keyword, value);
  }
  if (traits.listItems) splitItems(words, from, written);
  if (traits.dependencies) {
    splitDependencies(words, from, written);
    move(words, from, { to: "$defs", from: "definitions", value: written["definitions"] });
  }
  if (traits.booleanBounds) joinBounds(words, from);
  if (traits.nullable) addNull(words, written);
  if (dialect === "2019-09") moveRecursion(words, from, written);
  if (isFileType(words.get("type"), traits)) words.delete("type");
  // Nothing is asked by an empty list of either, and not every validator takes one.
  for (const keyword of ["allOf", "prefixItems"]) if (isEmptyList(words.get(keyword))) words.delete(keyword);
  // A file may have a million schemas, so those that were modern to begin with are not copied.
  const isSame = from.size === 0 && words.size === Object.keys(written).length;
  return { keywords: isSame ? written : Object.fromEntries(words), from: from.size === 0 ? NOTHING_MOVED : from };
}

const NOTHING_MOVED: ReadonlyMap<string, readonly string[]> = new Map();

const KEPT: ReadonlySet<string> = new Set(
  (
    "$ref $dynamicRef $defs allOf anyOf oneOf not if then else dependentSchemas prefixItems items contains properties patternProperties " +
    "additionalProperties propertyNames unevaluatedItems unevaluatedProperties type enum const multipleOf maximum exclusiveMaximum minimum " +
    "exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required " +
    "dependentRequired format default readOnly writeOnly deprecated title"
  ).split(" "),
);

interface Moved {
  readonly to: string;
  readonly from: string;
  readonly value: JsonValue | undefined;
}

function move(words: Map<string, JsonValue>, places: Map<string, readonly string[]>, { to, from, value }: Moved): void {
  if (value === undefined) return;
  words.set(to, value);
  places.set(to, [from]);
}

function splitItems(words: Map<string, JsonValue>, from: Map<string, readonly string[]>, written: JsonObject): void {
  const { items } = written;
  if (!isList(items)) return;
  words.delete("items");
  move(words, from, { to: "prefixItems", from: "items", value: items });
  move(words, from, { to: "items", from: "additionalItems", value: written["additionalItems"] });
}

function splitDependencies(
  words: Map<string, JsonValue>,
  from: Map<string, readonly string[]>,
  written: JsonObject,
): void {
  const { dependencies } = written;
  if (dependencies === undefined) return;
  const entries = isObject(dependencies) ? Object.entries(dependencies) : undefined;
  const names = entries?.filter(([, value]) => isList(value));
  const schemas = entries?.filter(([, value]) => !isList(value));
  const part = (some: typeof entries): JsonValue | undefined =>
    some?.length === 0 ? undefined : fromEntries(some, dependencies);
  move(words, from, { to: "dependentRequired", from: "dependencies", value: part(names) });
  move(words, from, { to: "dependentSchemas", from: "dependencies", value: part(schemas) });
}

function fromEntries(entries: readonly (readonly [string, JsonValue])[] | undefined, otherwise: JsonValue): JsonValue {
  return entries === undefined ? otherwise : Object.fromEntries(entries);
}

function joinBounds(words: Map<string, JsonValue>, from: Map<string, readonly string[]>): void {
  for (const [bound, exclusive] of [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ] as const) {
    const isExclusive = words.get(exclusive);
    if (typeof isExclusive !== "boolean") continue;
    words.delete(exclusive);
    const value = words.get(bound);
    if (!isExclusive || value === undefined) continue;
    words.delete(bound);
    move(words, from, { to: exclusive, from: bound, value });
  }
}

/** OpenAPI 3.0.3: `nullable` adds null to the `type` beside it, and does nothing without one. An `enum` still has to name null. */
function addNull(words: Map<string, JsonValue>, written: JsonObject): void {
  const type = words.get("type");
  if (written["nullable"] !== true || type === undefined) return;
  words.set("type", isList(type) ? [...new Set([...type, "null"])] : [type, "null"]);
}

/** `$recursiveRef` is what `$dynamicRef` became. */
function moveRecursion(words: Map<string, JsonValue>, from: Map<string, readonly string[]>, written: JsonObject): void {
  move(words, from, { to: "$dynamicRef", from: "$recursiveRef", value: written["$recursiveRef"] });
}

/** `file` is a type of OpenAPI 2 that outlived it: it says that the content is not JSON. */
function isFileType(type: JsonValue | undefined, { nullable, discriminator }: DialectTraits): boolean {
  const isOpenApi = nullable === true || discriminator === true;
  return isOpenApi && (type === "file" || (isList(type) && type.includes("file")));
}

function isEmptyList(value: JsonValue | undefined): boolean {
  return isList(value) && value.length === 0;
}
