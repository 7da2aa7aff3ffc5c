import { type JsonObject, type JsonValue, pointerPart } from "@cordon/core";
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import { contractDiffError } from "../errors.ts";
import { type ComposedYaml, composeYaml } from "./compose-yaml.ts";
import { checkDepth } from "./depth-limit.ts";
import { shownText } from "./shown-text.ts";

/** A converted node, with how many values it has when each alias is written out, and how many levels. */
interface Converted {
  readonly value: JsonValue;
  readonly size: number;
  readonly depth: number;
}

// A few aliases of aliases stand for more values than there are atoms, and whoever walks the document meets them all.
const MAX_VALUES = 2_000_000;

/**
 * Parses YAML to what JSON can say. Aliases become the same value, unless they lead in a circle; `<<` takes over what is not there already,
 * as js-yaml does it; keys are texts as written. A key that comes twice, a number that is not finite, and an unknown tag are refused.
 */
export function parseYaml(text: string, file: string): JsonValue {
  const composed = composeYaml(text, file);
  return composed.contents === null ? null : new Converter(composed, file).convert(composed.contents, "", 0).value;
}

class Converter {
  readonly #composed: ComposedYaml;
  readonly #file: string;
  /** By name; a name may be used again, and an alias means the last one before it. `undefined` while it is being converted. */
  readonly #anchors: Map<string, Converted | undefined> = new Map();

  constructor(composed: ComposedYaml, file: string) {
    this.#composed = composed;
    this.#file = file;
  }

  convert(node: unknown, pointer: string, depth: number): Converted {
    if (isAlias(node)) {
      const converted = this.#anchors.get(node.source);
      if (converted === undefined)
        throw this.#error(node, `the alias *${node.source} leads to what it stands in, or to nothing`);
      // What is written is not deeper than the composer takes; only aliases of aliases can be.
      checkDepth(depth + converted.depth, this.#file);
      return converted;
    }
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return { value: null, size: 1, depth: 0 };
    const { anchor } = node;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const converted = this.#content(node, pointer, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, converted);
    return converted;
  }

  #content(node: Node, pointer: string, depth: number): Converted {
    if (isMap(node)) return this.#map(node, pointer, depth);
    if (isSeq(node)) {
      const items = node.items.map((item, at) => this.convert(item, `${pointer}${pointerPart(at)}`, depth + 1));
      return this.#join(
        node,
        items.map(({ value }) => value),
        items,
      );
    }
    const value = isScalar(node) ? node.value : null;
    if (typeof value === "number" && !Number.isFinite(value))
      throw this.#error(node, `the number at ${pointer || "the top"} is not finite, and JSON has none such`);
    if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string")
      return { value, size: 1, depth: 0 };
    throw this.#error(node, `the value at ${pointer || "the top"} is none that JSON has`);
  }

  #map(node: YAMLMap, pointer: string, depth: number): Converted {
    const own = new Map<string, Converted>();
    const merged: Converted[] = [];
    for (const pair of node.items) {
      if (isMerge(pair)) {
        merged.push(...this.#sources(pair, pointer, depth));
        continue;
      }
      const key = this.#key(pair.key);
      const at = `${pointer}${pointerPart(key)}`;
      if (own.has(key)) throw this.#error(pair.key, `this key is there twice in its object (${at})`);
      own.set(key, this.convert(pair.value, at, depth + 1));
    }
    const entries = new Map([...own].map(([key, { value }]) => [key, value]));
    for (const { value } of merged)
      for (const [key, item] of Object.entries(value as JsonObject)) if (!entries.has(key)) entries.set(key, item);
    return this.#join(node, Object.fromEntries(entries), [
      ...own.values(),
      // What is in the merged object comes into this one, so they are one level.
      ...merged.map((each) => ({ ...each, depth: each.depth - 1 })),
    ]);
  }

  #sources(pair: Pair, pointer: string, depth: number): readonly Converted[] {
    const list = isSeq(pair.value) ? pair.value.items : [pair.value];
    return list.map((item) => {
      const source = this.convert(item, `${pointer}/<<`, depth);
      const { value } = source;
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return source;
      throw this.#error(item ?? pair.key, "<< takes an object, or a list of objects");
    });
  }

  #key(key: unknown): string {
    const value = isScalar(key) ? key.value : undefined;
    if (typeof value === "string") return value;
    throw this.#error(key, "a key must be a text");
  }

  #join(node: Node, value: JsonValue, parts: readonly Converted[]): Converted {
    let size = 1;
    let depth = 1;
    for (const part of parts) {
      size += part.size;
      depth = Math.max(depth, part.depth + 1);
    }
    if (size > MAX_VALUES) {
      const what = "the aliases stand for too many values";
      const details = { file: this.#file, ...this.#placeOf(node), what, limit: MAX_VALUES };
      throw contractDiffError("contract-diff/too-large", details);
    }
    return { value, size, depth };
  }

  #placeOf(node: unknown): { readonly line?: number; readonly column?: number } {
    const range = (node as Node | undefined)?.range;
    return range === undefined || range === null ? {} : this.#composed.lineOf(range[0]);
  }

  #error(node: unknown, problem: string): Error {
    const details = { file: this.#file, ...this.#placeOf(node), problem: shownText(problem) };
    return contractDiffError("contract-diff/unreadable", details);
  }
}

/** A quoted `<<` is a key like any other. */
function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}
