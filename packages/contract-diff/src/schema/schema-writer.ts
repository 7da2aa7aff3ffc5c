import type { JsonObject, JsonValue } from "@cordon/core";
import { isList, isObject } from "./json-kind.ts";
import type { SchemaNode } from "./schema-node.ts";

/** How schemas are written out. */
export interface SchemaWriterOptions {
  /**
   * What stands for a schema that is written elsewhere: an object of one keyword. `annotating` if the place it stands for must tell those
   * around it which properties and items it looked at.
   */
  readonly refer: (target: SchemaNode, annotating: boolean) => JsonObject;
  /** How many schemas are written in all, before `problem` says that they are too many. */
  readonly maxSchemas: number;
  /** Told the keywords of each schema before they are put together, and may change them. */
  readonly adapt?: (words: Map<string, JsonValue>, annotating: boolean) => void;
}

/**
 * Writes nodes as schemas of 2020-12, down to their references and without words that no validator needs. What is nested deep is referred
 * to, so that neither this nor a validator runs out of stack.
 */
export class SchemaWriter {
  readonly #options: SchemaWriterOptions;
  #written = 0;
  #problem: string | undefined;

  constructor(options: SchemaWriterOptions) {
    this.#options = options;
  }

  /** Why what was written is of no use, if it is not. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Writes one schema. Throws what the node throws. */
  write(node: SchemaNode, annotating: boolean): JsonValue {
    return this.#write(node, annotating, 0);
  }

  #write(node: SchemaNode, asked: boolean, depth: number): JsonValue {
    const { keywords } = node;
    if (typeof keywords === "boolean") return keywords;
    if (depth > MAX_DEPTH) return this.#options.refer(node, asked);
    this.#written += 1;
    if (this.#written > this.#options.maxSchemas)
      this.#problem ??= `it has more than ${this.#options.maxSchemas} schemas`;
    if (this.#problem !== undefined) return true;
    const annotating =
      asked || Object.hasOwn(keywords, "unevaluatedProperties") || Object.hasOwn(keywords, "unevaluatedItems");
    const words = new Map<string, JsonValue>();
    for (const [keyword, value] of Object.entries(keywords)) {
      if (isList(value) && value.length === 0 && keyword === "enum") return false;
      if (!LEFT_OUT.has(keyword))
        words.set(keyword, this.#value(node, keyword, value, annotating && IN_PLACE.has(keyword), depth));
    }
    this.#options.adapt?.(words, annotating);
    this.#addReferences(node, words, annotating);
    return Object.fromEntries(words);
  }

  #value(node: SchemaNode, keyword: string, value: JsonValue, annotating: boolean, depth: number): JsonValue {
    const below = (...path: (string | number)[]): JsonValue =>
      this.#write(node.child(keyword, ...path), annotating, depth + 1);
    if (SINGLE.has(keyword)) return below();
    if (LISTS.has(keyword) && isList(value)) return value.map((_, index) => below(index));
    if (MAPS.has(keyword) && isObject(value))
      return Object.fromEntries(Object.keys(value).map((key) => [key, below(key)]));
    return value;
  }

  #addReferences(node: SchemaNode, words: Map<string, JsonValue>, annotating: boolean): void {
    const references = (["$ref", "$dynamicRef"] as const).filter((keyword) => ownKeyword(node, keyword));
    const written = references.flatMap((keyword): readonly JsonObject[] => {
      const target = node.target(keyword);
      if (target !== undefined) return [this.#options.refer(target, annotating)];
      this.#problem ??= `where the ${keyword} at ${node.place.pointer || "/"} leads depends on where validation began`;
      return [];
    });
    const [first, second] = written;
    for (const [keyword, value] of Object.entries(first ?? {})) words.set(keyword, value);
    const allOf = words.get("allOf");
    if (second !== undefined) words.set("allOf", [...(isList(allOf) ? allOf : []), second]);
  }
}

const MAX_DEPTH = 20;
const LEFT_OUT: ReadonlySet<string> = new Set(
  "$ref $dynamicRef $defs default readOnly writeOnly deprecated title".split(" "),
);
/** Keywords whose subschemas look at the same value, and tell what they looked at. `not` tells nothing. */
const IN_PLACE: ReadonlySet<string> = new Set("allOf anyOf oneOf if then else dependentSchemas".split(" "));
const LISTS: ReadonlySet<string> = new Set("allOf anyOf oneOf prefixItems".split(" "));
const MAPS: ReadonlySet<string> = new Set("properties patternProperties dependentSchemas".split(" "));
const SINGLE: ReadonlySet<string> = new Set(
  "items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties not if then else".split(
    " ",
  ),
);

function ownKeyword({ keywords }: SchemaNode, keyword: string): boolean {
  return typeof keywords === "object" && Object.hasOwn(keywords, keyword);
}
