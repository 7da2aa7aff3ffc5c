import type { JsonObject, JsonValue } from "@cordon/core";
import { pointerPart } from "@cordon/core";
import type { ContainmentEngine } from "../engine/containment-engine.ts";
import type { Literal } from "../engine/term.ts";
import { isList, isObject, keysOf, stringsOf } from "../schema/json-kind.ts";
import type { SchemaNode } from "../schema/schema-node.ts";

/** One thing that a schema asks for. A document passes the schema if it passes all its parts. */
export interface SchemaPart {
  readonly keyword: string;
  /** Where it stands below the schema. */
  readonly at: readonly (string | number)[];
  /** What it is about below the value: `/name` for a property, `/*` for items. Empty for the value itself. */
  readonly path: string;
  /** What it asks, of the value of the schema. */
  readonly literal: Literal;
  /** A subschema that it consists of, and what that asks of the value if it asks `literal` of its own. */
  readonly inner?: { readonly node: SchemaNode; readonly wrap: (literal: Literal) => Literal };
}

/** All parts of a schema, keyword by keyword, in the order they are written. */
export function partsOf(engine: ContainmentEngine, node: SchemaNode): readonly SchemaPart[] {
  const { keywords } = node;
  if (typeof keywords === "boolean") return [];
  return Object.keys(keywords).flatMap((keyword) => {
    const split = SPLIT.get(keyword);
    const parts = split?.({ engine, node, keywords, value: keywords[keyword] ?? null });
    return parts ?? [{ keyword, at: [keyword], path: "", literal: engine.receivedKeyword(node, keyword) }];
  });
}

interface Splitting {
  readonly engine: ContainmentEngine;
  readonly node: SchemaNode;
  readonly keywords: JsonObject;
  readonly value: JsonValue;
}

type Split = (splitting: Splitting) => readonly SchemaPart[] | undefined;

const SPLIT: ReadonlyMap<string, Split> = new Map<string, Split>([
  [
    "$ref",
    ({ engine, node }) => {
      const target = node.target("$ref");
      return target === undefined ? undefined : [inPlace(engine, "$ref", ["$ref"], target)];
    },
  ],
  [
    "allOf",
    ({ engine, node, value }) => {
      if (!isList(value)) return undefined;
      return value.map((_, index) => inPlace(engine, "allOf", ["allOf", index], node.child("allOf", index)));
    },
  ],
  [
    "required",
    ({ engine, keywords, value }) => {
      const filled = engine.receiving.filled;
      const names = stringsOf(value).filter((name) => !filled || !hasDefault(keywords, name));
      return names.map((name, index) => ({
        keyword: "required",
        at: ["required", index],
        path: pointerPart(name),
        literal: engine.store.plain({ kind: "required", name }),
      }));
    },
  ],
  [
    "properties",
    ({ engine, node, value }) =>
      keysOf(value).map((name) =>
        below(engine, "properties", ["properties", name], pointerPart(name), node, (is) =>
          engine.store.plain({ kind: "property", name, is }),
        ),
      ),
  ],
  [
    "patternProperties",
    ({ engine, node, value }) =>
      keysOf(value).map((pattern) =>
        below(engine, "patternProperties", ["patternProperties", pattern], "/*", node, (is) =>
          engine.store.plain({ kind: "patternProperty", pattern, is }),
        ),
      ),
  ],
  [
    "additionalProperties",
    ({ engine, node, keywords, value }) => {
      if (typeof value === "boolean") return undefined;
      const names = keysOf(keywords["properties"]).toSorted();
      const patterns = keysOf(keywords["patternProperties"]).toSorted();
      return [
        below(engine, "additionalProperties", ["additionalProperties"], "/*", node, (is) =>
          engine.store.plain({ kind: "additional", names, patterns, is }),
        ),
      ];
    },
  ],
  [
    "prefixItems",
    ({ engine, node, value }) =>
      (isList(value) ? value : []).map((_, index) =>
        below(engine, "prefixItems", ["prefixItems", index], `/${index}`, node, (is) =>
          engine.store.plain({ kind: "item", index, is }),
        ),
      ),
  ],
  [
    "items",
    ({ engine, node, keywords, value }) => {
      if (typeof value === "boolean") return undefined;
      const prefix = keywords["prefixItems"];
      const from = isList(prefix) ? prefix.length : 0;
      return [below(engine, "items", ["items"], "/*", node, (is) => engine.store.plain({ kind: "rest", from, is }))];
    },
  ],
  [
    "if",
    ({ engine, node, keywords }) => {
      const { store } = engine;
      const condition = engine.received(node.child("if"));
      const branch = (keyword: "then" | "else", unless: Literal): readonly SchemaPart[] => {
        if (keywords[keyword] === undefined) return [];
        const inner = node.child(keyword);
        const wrap = (literal: Literal): Literal => store.or([unless, literal]);
        return [
          { keyword, at: [keyword], path: "", literal: wrap(engine.received(inner)), inner: { node: inner, wrap } },
        ];
      };
      return [...branch("then", store.not(condition)), ...branch("else", condition)];
    },
  ],
  ["then", () => []],
  ["else", () => []],
]);

function inPlace(
  engine: ContainmentEngine,
  keyword: string,
  at: readonly (string | number)[],
  inner: SchemaNode,
): SchemaPart {
  return { keyword, at, path: "", literal: engine.received(inner), inner: { node: inner, wrap: (literal) => literal } };
}

function below(
  engine: ContainmentEngine,
  keyword: string,
  at: readonly (string | number)[],
  path: string,
  node: SchemaNode,
  wrap: (literal: Literal) => Literal,
): SchemaPart {
  const inner = node.child(...at);
  return { keyword, at, path, literal: wrap(engine.received(inner)), inner: { node: inner, wrap } };
}

function hasDefault(keywords: JsonObject, name: string): boolean {
  const { properties } = keywords;
  const schema = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isObject(schema) && Object.hasOwn(schema, "default");
}
