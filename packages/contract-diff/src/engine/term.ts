import type { JsonValue } from "@cordon/core";
import type { SchemaNode } from "../schema/schema-node.ts";

/** A term or its negation: twice the term's number, and one more if negated. Equal literals mean equal sets of documents. */
export type Literal = number;

/** What every document fulfils. */
export const TRUE: Literal = 0;
/** What none does. */
export const FALSE: Literal = 1;

/** The six types of JSON as bits, so that a set of them is a number. */
export const TYPE: Readonly<Record<TypeName, number>> = Object.freeze({
  null: 1,
  boolean: 2,
  number: 4,
  string: 8,
  array: 16,
  object: 32,
});
/** All six. */
export const ANY_TYPE = 63;

/** The types of JSON. An integer is a number that is a multiple of 1. */
export type TypeName = "null" | "boolean" | "number" | "string" | "array" | "object";

/** How a schema is read; a part of what a name means. */
export interface Reading {
  /** Objects have no properties beside those that they declare, unless they say so. */
  readonly closed: boolean;
  /** Required properties with a default may be missing. */
  readonly filled: boolean;
}

/**
 * One statement about a document. Terms of a type (`guard`) are true of every other type, as JSON Schema has it.
 * There is no `or`: it is a negated `and` of negations.
 */
export type Term =
  | { readonly kind: "true" }
  | { readonly kind: "types"; readonly types: number }
  | { readonly kind: "enum"; readonly values: ReadonlyMap<string, JsonValue> }
  | { readonly kind: "and"; readonly all: readonly Literal[] }
  | { readonly kind: "name"; readonly node: SchemaNode; readonly reading: Reading }
  | { readonly kind: "opaque"; readonly why: string }
  | NumberTerm
  | StringTerm
  | ArrayTerm
  | ObjectTerm;

/** What is said of numbers. */
export type NumberTerm =
  | { readonly kind: "minimum" | "maximum"; readonly value: number; readonly exclusive: boolean }
  | { readonly kind: "multipleOf"; readonly value: number };

/** What is said of strings. */
export type StringTerm =
  | { readonly kind: "minLength" | "maxLength"; readonly value: number }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "format"; readonly format: string };

/** What is said of arrays. `item` is of one place, if the array is that long; `rest` of all places from one on. */
export type ArrayTerm =
  | { readonly kind: "minItems" | "maxItems"; readonly value: number }
  | { readonly kind: "unique" }
  | { readonly kind: "item"; readonly index: number; readonly is: Literal }
  | { readonly kind: "rest"; readonly from: number; readonly is: Literal }
  | { readonly kind: "contains"; readonly is: Literal; readonly min: number; readonly max: number };

/** What is said of objects. `property` is of one name, if it is there; `additional` of all that these names and patterns do not cover. */
export type ObjectTerm =
  | { readonly kind: "minProperties" | "maxProperties"; readonly value: number }
  | { readonly kind: "required"; readonly name: string }
  | { readonly kind: "property"; readonly name: string; readonly is: Literal }
  | { readonly kind: "patternProperty"; readonly pattern: string; readonly is: Literal }
  | {
      readonly kind: "additional";
      readonly names: readonly string[];
      readonly patterns: readonly string[];
      readonly is: Literal;
    }
  | { readonly kind: "propertyNames"; readonly is: Literal };

/** The negation of a literal. */
export function negate(literal: Literal): Literal {
  return literal ^ 1;
}

/** True for the negation of a term. */
export function isNegated(literal: Literal): boolean {
  return (literal & 1) === 1;
}

/** The type that a term speaks of, or 0 if it speaks of all. */
export function guardOf(term: Term): number {
  return GUARDS[term.kind] ?? 0;
}

/** The type of a value, as its bit. */
export function typeOf(value: JsonValue): number {
  if (value === null) return TYPE.null;
  if (Array.isArray(value)) return TYPE.array;
  const type = typeof value;
  if (type === "number") return TYPE.number;
  if (type === "string") return TYPE.string;
  return type === "boolean" ? TYPE.boolean : TYPE.object;
}

const GUARDS: Readonly<Partial<Record<Term["kind"], number>>> = Object.freeze({
  minimum: TYPE.number,
  maximum: TYPE.number,
  multipleOf: TYPE.number,
  minLength: TYPE.string,
  maxLength: TYPE.string,
  pattern: TYPE.string,
  format: TYPE.string,
  minItems: TYPE.array,
  maxItems: TYPE.array,
  unique: TYPE.array,
  item: TYPE.array,
  rest: TYPE.array,
  contains: TYPE.array,
  minProperties: TYPE.object,
  maxProperties: TYPE.object,
  required: TYPE.object,
  property: TYPE.object,
  patternProperty: TYPE.object,
  additional: TYPE.object,
  propertyNames: TYPE.object,
});
