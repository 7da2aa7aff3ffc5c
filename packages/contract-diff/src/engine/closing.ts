import type { JsonObject } from "@cordon/core";
import type { SchemaNode } from "../schema/schema-node.ts";
import { isList, isObject, keysOf, stringsOf } from "../schema/json-kind.ts";

/** The properties that a place of a document declares. */
export interface Declared {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
}

interface Collected {
  readonly names: Set<string>;
  readonly patterns: Set<string>;
  isOpen: boolean;
  readonly seen: Set<SchemaNode>;
}

/**
 * What a sender that keeps to its contract may put into an object here: the properties of all schemas that apply to this place, in whatever
 * branch. `undefined` if the contract says what further properties look like, or declares none at all: then any may come.
 */
export function closingOf(node: SchemaNode): Declared | undefined {
  const found: Collected = { names: new Set(), patterns: new Set(), isOpen: false, seen: new Set() };
  collect(node, found);
  if (found.isOpen || found.names.size + found.patterns.size === 0) return undefined;
  return { names: [...found.names].toSorted(), patterns: [...found.patterns].toSorted() };
}

function collect(node: SchemaNode, found: Collected): void {
  const { keywords } = node;
  if (typeof keywords === "boolean" || found.seen.has(node)) return;
  found.seen.add(node);
  for (const name of keysOf(keywords["properties"])) found.names.add(name);
  for (const pattern of keysOf(keywords["patternProperties"])) found.patterns.add(pattern);
  for (const name of stringsOf(keywords["required"])) found.names.add(name);
  addDependent(keywords, found);
  for (const keyword of ["additionalProperties", "unevaluatedProperties"]) {
    if (keywords[keyword] !== undefined && keywords[keyword] !== false) found.isOpen = true;
  }
  for (const next of appliedHere(node, keywords)) collect(next, found);
}

function addDependent(keywords: JsonObject, found: Collected): void {
  const { dependentRequired } = keywords;
  for (const [name, needs] of isObject(dependentRequired) ? Object.entries(dependentRequired) : []) {
    found.names.add(name);
    for (const needed of stringsOf(needs)) found.names.add(needed);
  }
  for (const name of keysOf(keywords["dependentSchemas"])) found.names.add(name);
}

function* appliedHere(node: SchemaNode, keywords: JsonObject): Iterable<SchemaNode> {
  for (const keyword of ["$ref", "$dynamicRef"] as const) {
    const target = keywords[keyword] === undefined ? undefined : node.target(keyword);
    if (target !== undefined) yield target;
  }
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const branches = keywords[keyword];
    if (isList(branches)) for (const index of branches.keys()) yield node.child(keyword, index);
  }
  for (const keyword of ["if", "then", "else"]) if (keywords[keyword] !== undefined) yield node.child(keyword);
  for (const name of keysOf(keywords["dependentSchemas"])) yield node.child("dependentSchemas", name);
}
