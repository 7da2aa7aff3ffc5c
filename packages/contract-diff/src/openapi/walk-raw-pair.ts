import type { JsonObject, JsonValue } from "@cordon/core";
import { contractDiffError } from "../errors.ts";
import { pointerStep } from "../schema/pointer.ts";
import { equalJson, equalSets } from "./equal-json.ts";
import { type OpenApiSide, refOf } from "./open-api-side.ts";
import type { RawPair } from "./raw-pair.ts";
import { SAME_IN_BOTH_DIALECTS, type Shape, type ShapeName, SHAPES } from "./raw-shapes.ts";
import { isObject, ownValue, type Spot } from "./spot.ts";

/** What a walk needs to know besides the two places. */
export interface WalkContext {
  readonly old: OpenApiSide;
  readonly next: OpenApiSide;
  /** The pair of two places that `$ref`s lead to; `undefined` once there are too many to be looked at. */
  pairOf(old: Spot, next: Spot, shape: ShapeName): RawPair | undefined;
  /** Told of each schema that stands outside of another one. */
  onSchema(): void;
}

type Keys = readonly (string | number)[];

// The stack of a walk that goes deeper is the machine's, and it ends there.
const MAX_DEPTH = 500;
const MAX_CHAIN = 100;

/**
 * Compares two places without following `$ref`, and writes into the pair what it finds: whether anything that matters differs, which words
 * do, and which pairs have to be the same for these two to be the same.
 */
export function walkRawPair(pair: RawPair, context: WalkContext): void {
  const walk = new RawWalk(pair, context);
  walk.visit(pair.old.value, pair.next.value, pair.shape);
}

class RawWalk {
  readonly #pair: RawPair;
  readonly #context: WalkContext;
  readonly #sameDialect: boolean;
  // The keys from the places down to where the walk is: pointers are only written where somebody asks for one.
  readonly #oldKeys: (string | number)[] = [];
  readonly #nextKeys: (string | number)[] = [];

  constructor(pair: RawPair, context: WalkContext) {
    this.#pair = pair;
    this.#context = context;
    this.#sameDialect = context.old.dialect === context.next.dialect;
  }

  visit(old: JsonValue, next: JsonValue, name: ShapeName): void {
    const shape = SHAPES[name];
    switch (shape.kind) {
      case "skip":
        return;
      case "words":
        if (!equalJson(old, next)) this.#noteWords();
        return;
      case "word-set":
        if (!equalSets(old, next)) this.#noteWords();
        return;
      case "literal":
        if (!equalJson(old, next)) this.#pair.differs = true;
        return;
      case "set":
        if (!equalSets(old, next)) this.#pair.differs = true;
        return;
      case "opaque":
        this.#pair.differs = true;
        return;
      case "list":
        this.#list(old, next, shape);
        return;
      case "record":
      case "map":
        this.#object(old, next, name, shape);
        return;
    }
  }

  #object(old: JsonValue, next: JsonValue, name: ShapeName, shape: Shape & { readonly kind: "record" | "map" }): void {
    if (!isObject(old) || !isObject(next)) {
      if (!equalJson(old, next)) this.#pair.differs = true;
      return;
    }
    if (shape.referable && (refOf(old) ?? refOf(next)) !== undefined) {
      this.#refs(old, next, name, shape);
      return;
    }
    if (name === "schema" && !sameBranchNames(old, next)) this.#pair.differs = true;
    this.#fields(old, next, name, shape);
  }

  #fields(
    old: JsonObject,
    next: JsonObject,
    name: ShapeName,
    shape: Shape & { readonly kind: "record" | "map" },
  ): void {
    for (const key of Object.keys(old)) {
      const child = shapeOfKey(shape, key);
      if (child === "skip" || key === "$ref") continue;
      if (!Object.hasOwn(next, key)) this.#lack(child, key);
      else {
        if (name === "schema") this.#checkDialect(key, child);
        else if (child === "schema") this.#countSchema(name);
        this.#step(key, key, old[key] ?? null, next[key] ?? null, child);
      }
    }
    for (const key of Object.keys(next)) {
      if (key !== "$ref" && !Object.hasOwn(old, key)) this.#lack(shapeOfKey(shape, key), key);
    }
  }

  // One side has a key that the other has not.
  #lack(child: ShapeName, key: string): void {
    if (child === "skip") return;
    if (child !== "words" && child !== "word-set" && child !== "examples") {
      this.#pair.differs = true;
      return;
    }
    this.#oldKeys.push(key);
    this.#nextKeys.push(key);
    this.#noteWords();
    this.#oldKeys.pop();
    this.#nextKeys.pop();
  }

  #list(old: JsonValue, next: JsonValue, shape: Shape & { readonly kind: "list" }): void {
    if (!Array.isArray(old) || !Array.isArray(next)) {
      if (!equalJson(old, next)) this.#pair.differs = true;
      return;
    }
    const [ours, theirs] = [old as readonly JsonValue[], next as readonly JsonValue[]];
    if (ours.length !== theirs.length) this.#pair.differs = true;
    const places = placesByKey(theirs, shape.keyOf);
    const keys = ours.map(shape.keyOf);
    const byKey = places !== undefined && keys.every((key) => key !== undefined && places.has(key));
    for (const [index, item] of ours.entries()) {
      const other = byKey ? (places.get(keys[index] ?? "") ?? index) : index;
      if (other < theirs.length) this.#step(index, other, item, theirs[other] ?? null, shape.item);
    }
  }

  #refs(old: JsonObject, next: JsonObject, name: ShapeName, shape: Shape & { readonly kind: "record" | "map" }): void {
    const [ourRef, theirRef] = [refOf(old), refOf(next)];
    // Beside a `$ref` of OpenAPI 3.1, a schema may say more; everywhere else what stands there is words, if anything.
    const says = (value: JsonObject, side: OpenApiSide): boolean =>
      refOf(value) !== undefined && name === "schema" && side.dialect === "openapi-3.1" && saysMore(value, shape);
    const [oldSays, nextSays] = [says(old, this.#context.old), says(next, this.#context.next)];
    if (oldSays || nextSays) {
      if (ourRef === undefined || theirRef === undefined) {
        this.#pair.differs = true;
        return;
      }
      this.#fields(old, next, name, shape);
    }
    if (ourRef !== undefined && theirRef !== undefined && !sameWordsBeside(old, next)) this.#noteWords();
    const [from, to] = [
      this.#here(this.#pair.old, this.#oldKeys, old),
      this.#here(this.#pair.next, this.#nextKeys, next),
    ];
    const ours = ourRef === undefined ? from : this.#target(this.#context.old, from, ourRef, name);
    const theirs = theirRef === undefined ? to : this.#target(this.#context.next, to, theirRef, name);
    const used = ours === undefined || theirs === undefined ? undefined : this.#context.pairOf(ours, theirs, name);
    if (used === undefined) this.#pair.differs = true;
    else this.#pair.uses.push(used);
  }

  #target(side: OpenApiSide, spot: Spot, ref: string, name: ShapeName): Spot | undefined {
    if (name !== "schema") return side.settle(spot);
    const found = side.target(spot, ref);
    return found === undefined || isEndless(side, found) ? undefined : found;
  }

  #step(oldKey: string | number, nextKey: string | number, old: JsonValue, next: JsonValue, child: ShapeName): void {
    this.#oldKeys.push(oldKey);
    this.#nextKeys.push(nextKey);
    if (this.#oldKeys.length > MAX_DEPTH) throw tooDeep(this.#here(this.#pair.old, this.#oldKeys, old));
    this.visit(old, next, child);
    this.#oldKeys.pop();
    this.#nextKeys.pop();
  }

  #checkDialect(key: string, child: ShapeName): void {
    if (!this.#sameDialect && child !== "words" && !SAME_IN_BOTH_DIALECTS.has(key)) this.#pair.differs = true;
  }

  #countSchema(parent: ShapeName): void {
    if (parent !== "schemas") this.#context.onSchema();
  }

  #noteWords(): void {
    const { words, old, next } = this.#pair;
    if (words !== undefined) words.count++;
    else {
      this.#pair.words = {
        count: 1,
        old: this.#here(old, this.#oldKeys, null),
        next: this.#here(next, this.#nextKeys, null),
      };
    }
  }

  #here(base: Spot, keys: Keys, value: JsonValue): Spot {
    return { source: base.source, pointer: base.pointer + keys.map(pointerStep).join(""), value };
  }
}

// A schema that is nothing but a `$ref` to itself would look the same as any other: nothing between ever differs.
function isEndless(side: OpenApiSide, start: Spot): boolean {
  let here = start;
  for (let steps = 0; steps < MAX_CHAIN; steps++) {
    const ref = refOf(here.value);
    const next = ref === undefined ? undefined : side.target(here, ref);
    if (next === undefined) return false;
    here = next;
  }
  return true;
}

function shapeOfKey(shape: Shape & { readonly kind: "record" | "map" }, key: string): ShapeName {
  if (shape.kind === "record") return shape.fields.get(key) ?? "words";
  return shape.extensible && key.startsWith("x-") ? "words" : shape.item;
}

// Branches are told apart by the last part of their `$ref`, so that a discriminator gives a name of a component a meaning.
function sameBranchNames(old: JsonObject, next: JsonObject): boolean {
  if (!Object.hasOwn(old, "discriminator") && !Object.hasOwn(next, "discriminator")) return true;
  return ["oneOf", "anyOf"].every((key) => equalSets(branchNames(old, key), branchNames(next, key)));
}

function branchNames(schema: JsonObject, key: string): readonly string[] {
  const list = Object.hasOwn(schema, key) ? schema[key] : undefined;
  return Array.isArray(list) ? (list as readonly JsonValue[]).map((item) => refOf(item) ?? "") : [];
}

function sameWordsBeside(old: JsonObject, next: JsonObject): boolean {
  return ["summary", "description"].every((key) => ownValue(old, key) === ownValue(next, key));
}

function saysMore(value: JsonObject, shape: Shape & { readonly kind: "record" | "map" }): boolean {
  return Object.keys(value).some(
    (key) => key !== "$ref" && !["words", "word-set", "skip"].includes(shapeOfKey(shape, key)),
  );
}

// `undefined` where an item has no key or two have the same: the order is what is left then.
function placesByKey(
  items: readonly JsonValue[],
  keyOf: (item: JsonValue) => string | undefined,
): ReadonlyMap<string, number> | undefined {
  const places = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (key === undefined || places.has(key)) return undefined;
    places.set(key, index);
  }
  return places;
}

function tooDeep(spot: Spot): Error {
  return contractDiffError("contract-diff/too-large", {
    file: spot.source.document.file,
    what: `${spot.pointer.slice(0, 100)}… is nested too deeply`,
    limit: MAX_DEPTH,
  });
}
