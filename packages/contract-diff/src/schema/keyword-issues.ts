import type { JsonObject, JsonValue } from "@cordon/core";
import { compilePattern } from "./compile-pattern.ts";
import { isList, isObject, isSchema } from "./json-kind.ts";

/** What is wrong with a keyword or with something in it. */
export interface KeywordIssue {
  /** The keyword, and what is below it: `["properties", "name"]`. */
  readonly path: readonly string[];
  readonly message: string;
}

/** What is wrong with the keywords of one schema, in words of 2020-12. Looks at nothing below but whether subschemas can be schemas. */
export function keywordIssues(keywords: JsonObject): readonly KeywordIssue[] {
  return Object.keys(keywords).flatMap((keyword) => {
    const value = keywords[keyword];
    const check = CHECKS.get(keyword);
    if (check === undefined || value === undefined) return [];
    return check(value).map(({ path, message }) => ({ path: [keyword, ...path], message }));
  });
}

type Check = (value: JsonValue) => readonly KeywordIssue[];

const SCHEMA = "must be a schema: an object, true or false";
const NAMES = "must be a list of property names";

const number: Check = must("must be a finite number", (value) => Number.isFinite(value));
const size: Check = must(
  "must be a whole number that is not negative",
  (value) => Number.isInteger(value) && Number(value) >= 0,
);
const flag: Check = must("must be true or false", (value) => typeof value === "boolean");
const text: Check = must("must be a string", (value) => typeof value === "string");
const schema: Check = must(SCHEMA, isSchema);
const names: Check = must(NAMES, isNames);
const schemas: Check = each("must be an object of schemas", SCHEMA, isSchema);

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["$ref", text],
  ["$dynamicRef", text],
  ["$defs", schemas],
  ["allOf", schemaList],
  ["anyOf", schemaList],
  ["oneOf", schemaList],
  ["prefixItems", schemaList],
  ["not", schema],
  ["if", schema],
  ["then", schema],
  ["else", schema],
  ["items", schema],
  ["contains", schema],
  ["additionalProperties", schema],
  ["propertyNames", schema],
  ["unevaluatedItems", schema],
  ["unevaluatedProperties", schema],
  ["properties", schemas],
  ["patternProperties", patternProperties],
  ["dependentSchemas", schemas],
  ["dependentRequired", each("must be an object of lists of property names", NAMES, isNames)],
  ["type", type],
  ["enum", must("must be a list of values", isList)],
  ["multipleOf", must("must be a number above 0", (value) => Number.isFinite(value) && Number(value) > 0)],
  ["minimum", number],
  ["maximum", number],
  ["exclusiveMinimum", number],
  ["exclusiveMaximum", number],
  ["minLength", size],
  ["maxLength", size],
  ["minItems", size],
  ["maxItems", size],
  ["minContains", size],
  ["maxContains", size],
  ["minProperties", size],
  ["maxProperties", size],
  ["pattern", pattern],
  ["uniqueItems", flag],
  ["required", names],
  ["format", text],
  ["readOnly", flag],
  ["writeOnly", flag],
  ["deprecated", flag],
  ["title", text],
]);

const TYPES = "null, boolean, object, array, number, string, integer";
const TYPE_NAMES: ReadonlySet<JsonValue> = new Set(TYPES.split(", "));

function must(message: string, is: (value: JsonValue) => boolean): Check {
  return (value) => (is(value) ? [] : [{ path: [], message }]);
}

function each(message: string, ofEach: string, is: (value: JsonValue) => boolean): Check {
  return (value) => {
    if (!isObject(value)) return [{ path: [], message }];
    const wrong = Object.keys(value).filter((key) => !is(value[key] ?? null));
    return wrong.map((key) => ({ path: [key], message: ofEach }));
  };
}

function isNames(value: JsonValue): boolean {
  return isList(value) && value.every((name) => typeof name === "string");
}

function schemaList(value: JsonValue): readonly KeywordIssue[] {
  if (!isList(value) || value.length === 0) return [{ path: [], message: "must be a list of at least one schema" }];
  return value.flatMap((item, index) => (isSchema(item) ? [] : [{ path: [String(index)], message: SCHEMA }]));
}

function type(value: JsonValue): readonly KeywordIssue[] {
  const given = isList(value) ? value : [value];
  if (given.length > 0 && given.every((name) => TYPE_NAMES.has(name))) return [];
  return [{ path: [], message: `must be one of ${TYPES}, or a list of them` }];
}

function pattern(value: JsonValue): readonly KeywordIssue[] {
  return typeof value === "string" && isPattern(value) ? [] : [{ path: [], message: PATTERN }];
}

function patternProperties(value: JsonValue): readonly KeywordIssue[] {
  const patterns = isObject(value) ? Object.keys(value) : [];
  const wrong = patterns.filter((key) => !isPattern(key)).map((key) => ({ path: [key], message: PATTERN }));
  return [...schemas(value), ...wrong];
}

const PATTERN = "must be a regular expression of ECMA-262";

function isPattern(value: string): boolean {
  return compilePattern(value) !== undefined;
}
