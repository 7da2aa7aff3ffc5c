import type { JsonValue } from "@cordon/core";
import { VALUE_SCHEMA_LIMITS } from "./schema-limits.ts";
import { isObject, TYPES } from "./value-checks.ts";

/** What the value of a keyword looks like. */
export interface KeywordShape {
  readonly kind: "schema" | "schema-list" | "schema-map" | "value";
  /** For schemas that are about the same value as the one that they are in. */
  readonly appliesToSame?: true;
  /** What is wrong with a value, beyond what its kind says. */
  readonly problem?: (value: JsonValue) => string | undefined;
}

const { maxEnumEntries } = VALUE_SCHEMA_LIMITS;
const DEFINITION_NAME = /^[A-Za-z_][A-Za-z0-9._-]{0,99}$/;
const DIALECT = "https://json-schema.org/draft/2020-12/schema";

const TEXT: KeywordShape = value((found) => (typeof found === "string" ? undefined : "must be a string"));
const FLAG: KeywordShape = value((found) => (typeof found === "boolean" ? undefined : "must be true or false"));
const NUMBER: KeywordShape = value((found) => (typeof found === "number" ? undefined : "must be a number"));
const ANYTHING: KeywordShape = { kind: "value" };
const COUNT: KeywordShape = value((found) =>
  Number.isSafeInteger(found) && Number(found) >= 0 ? undefined : "must be a whole number from 0",
);
const COMBINED: KeywordShape = { kind: "schema-list", appliesToSame: true };

const SHAPES: Readonly<Record<string, KeywordShape>> = {
  $schema: value((found) => (found === DIALECT ? undefined : `must be ${DIALECT}`)),
  $ref: TEXT,
  $defs: { kind: "schema-map", problem: definitionsProblem },
  type: value(typeProblem),
  enum: value(enumProblem),
  const: ANYTHING,
  minimum: NUMBER,
  maximum: NUMBER,
  exclusiveMinimum: NUMBER,
  exclusiveMaximum: NUMBER,
  multipleOf: value((found) => (typeof found === "number" && found > 0 ? undefined : "must be a number above 0")),
  minLength: COUNT,
  maxLength: COUNT,
  minItems: COUNT,
  maxItems: COUNT,
  prefixItems: { kind: "schema-list" },
  items: { kind: "schema" },
  properties: { kind: "schema-map" },
  additionalProperties: { kind: "schema" },
  required: value(namesProblem),
  minProperties: COUNT,
  maxProperties: COUNT,
  allOf: COMBINED,
  anyOf: COMBINED,
  oneOf: COMBINED,
  title: TEXT,
  description: TEXT,
  $comment: TEXT,
  format: TEXT,
  default: ANYTHING,
  examples: value((found) => (Array.isArray(found) ? undefined : "must be a list")),
  deprecated: FLAG,
};

/** The keywords that schemas may use. */
export const VALUE_SCHEMA_KEYWORDS: readonly string[] = Object.keys(SHAPES);

/** What a keyword takes; nothing for one that is not taken. */
export function keywordShape(keyword: string): KeywordShape | undefined {
  return Object.hasOwn(SHAPES, keyword) ? SHAPES[keyword] : undefined;
}

/** What is wrong with a keyword's value, before anybody looks into the schemas in it. */
export function shapeProblem({ kind, problem }: KeywordShape, found: JsonValue): string | undefined {
  if (kind === "schema-list" && !(Array.isArray(found) && found.length > 0))
    return "must be a list of one schema or more";
  if (kind === "schema-map" && !isObject(found)) return "must be an object of schemas";
  return problem?.(found);
}

function value(problem: (value: JsonValue) => string | undefined): KeywordShape {
  return { kind: "value", problem };
}

function typeProblem(found: JsonValue): string | undefined {
  const types: readonly JsonValue[] = Array.isArray(found) ? found : [found];
  const areKnown = types.every((each) => typeof each === "string" && Object.hasOwn(TYPES, each));
  return areKnown && types.length > 0 && isUnique(types)
    ? undefined
    : `must be one of ${Object.keys(TYPES).join(", ")}, or a list of them, each once`;
}

function enumProblem(found: JsonValue): string | undefined {
  return Array.isArray(found) && found.length > 0 && found.length <= maxEnumEntries
    ? undefined
    : `must be a list of 1 to ${maxEnumEntries} values`;
}

function namesProblem(found: JsonValue): string | undefined {
  return Array.isArray(found) && found.every((each) => typeof each === "string") && isUnique(found)
    ? undefined
    : "must be a list of names, each once";
}

function definitionsProblem(found: JsonValue): string | undefined {
  return Object.keys(found as object).every((name) => DEFINITION_NAME.test(name))
    ? undefined
    : "must have names of letters, digits, dots, hyphens and underscores only, that begin with a letter or an underscore";
}

function isUnique(list: readonly JsonValue[]): boolean {
  return new Set(list).size === list.length;
}
