import type { JsonObject, JsonValue } from "@cordon/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { diff, linesOf } from "./_diff.ts";

// Any of the keys, each with a value of its own.
function some(keys: readonly string[], value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  return fc
    .record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] })
    .map((found) => found as JsonObject);
}

// Small documents with everything in them that may be written in more than one way.
const schema: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({ type: fc.constantFrom("string", "number") }),
  fc.record({
    type: fc.constant("object"),
    properties: some(["a", "b", "description"], fc.record({ type: fc.constantFrom("string", "null") })),
    required: fc.subarray(["a", "b", "c"]),
  }),
);
const parameters: fc.Arbitrary<readonly JsonObject[]> = fc
  .tuple(
    ...["query a", "query b", "header a", "cookie c"].map((text) => {
      const [where = "", name = ""] = text.split(" ");
      return fc.option(fc.record({ in: fc.constant(where), name: fc.constant(name), required: fc.boolean(), schema }));
    }),
  )
  .map((all) => all.filter((one) => one !== null));
const content = some(["application/json", "text/plain"], fc.record({ schema }));
const operation: fc.Arbitrary<JsonObject> = fc.record({
  tags: fc.subarray(["x", "y", "z"]),
  parameters,
  requestBody: fc.record({ required: fc.boolean(), content }),
  responses: some(
    ["200", "404", "default"],
    fc.record({ description: fc.constant(""), content, headers: some(["X-A"], fc.record({ schema })) }),
  ),
});
const document: fc.Arbitrary<JsonObject> = fc.record({
  openapi: fc.constant("3.1.0"),
  info: fc.constant({ title: "a", version: "1" }),
  paths: some(["/a", "/b/{id}"], some(["get", "post"], operation)),
});

type Random = (below: number) => number;

// Numbers that follow from a seed, so that a failure is printed as that seed.
function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return (state >>> 8) % below;
  };
}
const seeds: fc.Arbitrary<number> = fc.nat(1_000_000);

function shuffled<Item>(items: readonly Item[], pick: Random): Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(pick(left.length), 1));
}

const ORDERLESS: ReadonlySet<string> = new Set(["parameters", "tags", "required"]);

function reordered(value: JsonValue, pick: Random, key = ""): JsonValue {
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue) => reordered(item, pick));
    return ORDERLESS.has(key) ? shuffled(items, pick) : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    shuffled(Object.entries(value), pick).map(([name, item]) => [name, reordered(item, pick, name)]),
  );
}

/** Moves some of what may be shared into components, under names that start with `prefix`. */
function extracted(value: JsonObject, pick: Random, prefix: string): JsonObject {
  const components: Record<string, Record<string, JsonValue>> = {};
  const share = (kind: string, item: JsonValue): JsonValue => {
    if (pick(2) === 0) return item;
    const shared = (components[kind] ??= {});
    const name = `${prefix}${Object.keys(shared).length}`;
    shared[name] = item;
    return { $ref: `#/components/${kind}/${name}` };
  };
  const walk = (item: JsonValue, key: string, parent: string): JsonValue => {
    const inner: JsonValue = Array.isArray(item)
      ? item.map((one: JsonValue) => walk(one, "", key))
      : typeof item === "object" && item !== null
        ? Object.fromEntries(Object.entries(item).map(([name, one]) => [name, walk(one, name, key)]))
        : item;
    if (key === "schema" || (parent === "properties" && key !== "")) return share("schemas", inner);
    if (key === "requestBody") return share("requestBodies", inner);
    const kind = ["parameters", "responses", "headers"].find((name) => name === parent);
    return kind === undefined ? inner : share(kind, inner);
  };
  return { ...(walk(value, "", "") as JsonObject), components };
}

const runs = { seed: 20_260_101, numRuns: 150 };

test("the order of keys, parameters, tags and required names means nothing", () => {
  fc.assert(
    fc.property(document, seeds, (value, seed) => {
      const pick = randomOf(seed);
      expect(linesOf(diff(value, reordered(value, pick) as JsonObject))).toEqual([]);
    }),
    runs,
  );
});

test("moving schemas, parameters, bodies, headers and responses to components and back means nothing", () => {
  fc.assert(
    fc.property(document, seeds, (value, seed) => {
      const pick = randomOf(seed);
      const shared = extracted(value, pick, "a");
      expect(linesOf(diff(value, shared))).toEqual([]);
      expect(linesOf(diff(shared, value))).toEqual([]);
      expect(linesOf(diff(shared, extracted(value, pick, "b")))).toEqual([]);
    }),
    runs,
  );
});

test("what breaks backward one way breaks forward the other way, for any two documents", () => {
  const counted = (breaks: string, old: JsonObject, next: JsonObject): number =>
    diff(old, next).changes.filter((change) => change.breaks === breaks).length;
  fc.assert(
    fc.property(document, document, (old, next) => {
      expect(counted("backward", old, next)).toBe(counted("forward", next, old));
    }),
    runs,
  );
});

test("two documents that differ are never found the same for being shared in another way", () => {
  fc.assert(
    fc.property(document, document, seeds, (old, next, seed) => {
      const pick = randomOf(seed);
      const plain = new Set(linesOf(diff(old, next)));
      const shared = new Set(linesOf(diff(extracted(old, pick, "a"), extracted(next, pick, "a"))));
      expect([...shared].sort()).toEqual([...plain].sort());
    }),
    runs,
  );
});
