import type { JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { createSchemaComparer } from "../../src/rules/compare-schemas.ts";
import type { SchemaNode } from "../../src/schema/schema-node.ts";
import { decide, nodeOf } from "./_decide.ts";

const count = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
const named = (entries: readonly (readonly [string, JsonValue])[]): JsonValue => Object.fromEntries(entries);

function nested(levels: number, inside: JsonValue): JsonValue {
  return count(levels).reduce<JsonValue>((schema) => ({ type: "object", properties: { a: schema } }), inside);
}

function variant(index: number, more: Readonly<Record<string, JsonValue>> = {}): JsonValue {
  const fields = count(10).map((field) => [`p${field}`, { type: "string", maxLength: 10 + index + field }] as const);
  return {
    type: "object",
    properties: { kind: { const: `k${index}` }, ...Object.fromEntries(fields), ...more },
    required: ["kind"],
  };
}

describe("schemas that are made to be hard", () => {
  test("a puzzle of pigeons and holes ends undecided, not wrong and not late", () => {
    const pigeon = (index: number): JsonValue => ({
      oneOf: count(7).map((hole) => ({ properties: { [`h${hole}`]: { const: index } }, required: [`h${hole}`] })),
    });
    const verdict = decide({ allOf: count(8).map(pigeon) }, false, { content: "open", maxSteps: 5000 });
    expect(verdict).toEqual({ kind: "unknown", why: "it takes more steps to decide than are allowed" });
  });

  test("documents deeper than the stack bears are not looked for", () => {
    const verdict = decide(nested(600, { type: "string" }), nested(600, { type: "number" }));
    expect(verdict).toMatchObject({
      kind: "unknown",
      why: expect.stringContaining("deeper than 250 levels") as string,
    });
  });

  test("a union of thirty shapes by a discriminating property is decided", () => {
    const old = { oneOf: count(30).map((index) => variant(index)) };
    const next = {
      oneOf: count(30).map((index) => variant(index, index === 17 ? { p3: { type: "string", maxLength: 2 } } : {})),
    };
    expect(decide(next, old)).toEqual({ kind: "contained" });
    expect(decide(old, next)).toMatchObject({ kind: "not-contained", witness: { kind: "k17", p3: "aaa" } });
  });

  test("two thousand properties, one of which changed, give the one", () => {
    const of = (type: string): JsonValue => ({
      properties: named(count(2000).map((index) => [`p${index}`, { type: index === 999 ? type : "string" }])),
    });
    expect(decide(of("string"), of("number"))).toMatchObject({ kind: "not-contained", witness: { p999: "" } });
  });

  test("sixty definitions that refer to each other are decided, and the witness is short", () => {
    const definitions = (changed: JsonValue): JsonValue =>
      named(
        count(60).map((index) => [
          `d${index}`,
          {
            type: "object",
            properties: named(
              count(12).map((field) => [
                `p${field}`,
                index === 30 && field === 3 ? changed : { $ref: `#/$defs/d${(index * 7 + field * 11) % 60}` },
              ]),
            ),
          },
        ]),
      );
    const old = { $ref: "#/$defs/d0", $defs: definitions({ type: "string" }) };
    const next = { $ref: "#/$defs/d0", $defs: definitions({ type: "string", maxLength: 3 }) };
    const verdict = decide(old, next);
    expect(verdict.kind).toBe("not-contained");
    if (verdict.kind === "not-contained") expect(JSON.stringify(verdict.witness).length).toBeLessThan(60);
    expect(decide(next, old)).toEqual({ kind: "contained" });
  });

  test("names that every object has are names like others", () => {
    const old = JSON.parse(
      '{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}},"required":["__proto__"]}',
    ) as JsonValue;
    const next = JSON.parse(
      '{"properties":{"__proto__":{"type":"number"},"constructor":{"type":"string"}}}',
    ) as JsonValue;
    expect(decide(old, next)).toMatchObject({ kind: "not-contained" });
    expect(decide(old, old)).toEqual({ kind: "contained" });
  });

  test("more combinations of branches than are told apart leave what is unevaluated undecided", () => {
    const open = {
      anyOf: count(12).map((index) => ({ properties: { [`p${index}`]: true }, required: [`p${index}`] })),
    };
    const verdict = decide({ ...open, type: "object" }, { ...open, unevaluatedProperties: false });
    expect(verdict.kind).not.toBe("contained");
  });

  test("a thousand values that must differ are not made", () => {
    const verdict = decide({ type: "array", minItems: 1000, uniqueItems: true }, { type: "string" });
    expect(verdict).toMatchObject({ kind: "unknown", why: expect.stringContaining("would have to differ") as string });
  });
});

test("a way that could not be followed to its end is not taken for a dead one", () => {
  const old = {
    type: "object",
    properties: { a: { type: "array" }, c: { type: "string", maxLength: 5 } },
    required: ["a", "c"],
  };
  const branch = (maxItems: number, maxLength: number): JsonValue => ({
    properties: { a: { maxItems }, c: { maxLength } },
  });
  expect(decide(old, { anyOf: [branch(4999, 9), branch(4000, 8)] })).toMatchObject({ kind: "unknown" });
});

describe("schemas that contain themselves", () => {
  test.each([
    ["by allOf", { allOf: [{ $ref: "#" }] }],
    ["by anyOf", { anyOf: [{ type: "string" }, { $ref: "#" }] }],
    ["by not", { not: { $ref: "#" } }],
    [
      "through another definition",
      { $ref: "#/$defs/a", $defs: { a: { allOf: [{ $ref: "#/$defs/b" }] }, b: { anyOf: [{ $ref: "#/$defs/a" }] } } },
    ],
    ["beside unevaluatedProperties", { unevaluatedProperties: false, allOf: [{ $ref: "#" }] }],
  ])("are refused where nothing lies between: %s", (_, schema) => {
    expect(() => decide(schema, true)).toThrow(
      expect.objectContaining({ code: "contract-diff/cyclic-schema" }) as Error,
    );
  });

  test("a tree is within a tree with names of its own", () => {
    const tree = (name: string): JsonValue => ({
      $ref: `#/$defs/${name}`,
      $defs: {
        [name]: {
          type: "object",
          properties: { kids: { type: "array", items: { $ref: `#/$defs/${name}` } } },
          additionalProperties: false,
        },
      },
    });
    expect(decide(tree("node"), tree("branch"))).toEqual({ kind: "contained" });
  });

  test("what can have no document is within anything", () => {
    const endless = { type: "object", properties: { next: { $ref: "#" } }, required: ["next"] };
    expect(decide(endless, { type: "string" })).toEqual({ kind: "contained" });
  });
});

describe("properties that would have to be two at once", () => {
  test("a name cannot match a pattern and be left over by it", () => {
    const neither = [
      { not: { patternProperties: { "^a": { type: "string" } } } },
      { not: { patternProperties: { "^a": true }, additionalProperties: { type: "number" } } },
    ];
    expect(decide({ allOf: neither, maxProperties: 1 }, false)).toEqual({ kind: "contained" });
    expect(decide({ allOf: neither, maxProperties: 2 }, false)).toMatchObject({ kind: "not-contained" });
  });
});

describe("senders that send only what they declare", () => {
  const declared = { content: "declared" } as const;
  const inner = { type: "object", properties: { b: {} } };

  test("a schema that must not hold is read as it is written", () => {
    const schema = { type: "object", not: { properties: { a: inner }, required: ["a"] } };
    expect(decide(schema, schema, declared)).toEqual({ kind: "contained" });
  });

  test("a condition is read as it is written", () => {
    const condition = JSON.stringify({ properties: { a: inner }, required: ["a"] });
    const schema = JSON.parse(`{ "type": "object", "if": ${condition}, "then": false }`) as JsonValue;
    expect(decide(schema, schema, declared)).toEqual({ kind: "contained" });
  });

  test("branches of which only one may hold are told apart as they are written", () => {
    const branch = (a: JsonValue): JsonValue => ({ type: "object", properties: { a }, required: ["a"] });
    const schema = { oneOf: [branch(inner), branch({ type: "object" })] };
    expect(decide(schema, schema, declared)).toEqual({ kind: "contained" });
  });

  test("properties that come and go by a condition are declared", () => {
    const old = { type: "object", properties: { a: {} }, dependentRequired: { a: ["b"] } };
    const next = { type: "object", properties: { a: {}, b: { type: "string" } }, dependentRequired: { a: ["b"] } };
    expect(decide(old, next, declared)).toMatchObject({
      kind: "not-contained",
      witness: { b: expect.anything() as unknown },
    });
  });
});

describe("what is unevaluated", () => {
  test("is nothing where one of the schemas looks at all properties", () => {
    const all = {
      type: "object",
      allOf: [{ additionalProperties: { not: false } }, { properties: { a: {} } }],
      unevaluatedProperties: false,
    };
    expect(decide({ type: "object" }, all)).toEqual({ kind: "contained" });
  });

  test("is what the branch that does not hold would have looked at", () => {
    const branch = {
      anyOf: [{ properties: { a: {} }, required: ["b"] }, true],
      properties: { b: {} },
      unevaluatedProperties: false,
    };
    expect(decide({ type: "object", required: ["a"], maxProperties: 1 }, branch)).toMatchObject({
      kind: "not-contained",
    });
    expect(
      decide({ type: "object", properties: { a: {}, b: {} }, required: ["a", "b"], maxProperties: 2 }, branch),
    ).toEqual({
      kind: "contained",
    });
  });
});

test("a contract of many hard questions ends as one hard question does", () => {
  const size = 70;
  const definitions = (limit: number): JsonValue =>
    named(
      count(size).map((index) => {
        const to = (step: number): JsonValue => ({ $ref: `#/$defs/d${(index * 5 + step * 11 + 1) % size}` });
        const fields = count(8).map((field): readonly [string, JsonValue] => [
          `p${field}`,
          field % 2 === 0 ? to(field) : { anyOf: [{ type: "string" }, to(field + 3)] },
        ]);
        const id = { type: "string", maxLength: index % 10 === 0 ? limit : 99 };
        return [`d${index}`, { type: "object", required: ["id"], properties: named([["id", id], ...fields]) }];
      }),
    );
  const of = (limit: number, file: string): SchemaNode =>
    nodeOf({ $ref: "#/$defs/d0", $defs: definitions(limit) }, file);
  const comparer = createSchemaComparer(resolveCompareOptions({ maxSteps: 2000 }), { perDefinition: true });
  const changes = comparer.compare(of(50, "old.json"), of(20, "new.json"), "in", "");
  expect(changes.some(({ breaks }) => breaks === "backward")).toBe(true);
});
