import type { JsonValue } from "@cordon/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plugin } from "../src/index.ts";
import { openSandboxes, outcomeIn, type Sandboxes } from "./_sandboxes.ts";

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await openSandboxes();
});
afterAll(() => sandboxes[Symbol.asyncDispose]());

const NUMBERS = [-0, 0, 1e21, 1e-7, 5e-324, -1.7976931348623157e308, 0.1 + 0.2, 2 ** 53 + 2, 123456789012345680000];
const TEXTS = [
  "",
  " ",
  "\u0000",
  "\ud800",
  "\udfff\ud800",
  "\u2028",
  "\ufeff",
  "e\u0301",
  "\u{1f469}\u200d\u{1f680}",
  "İ",
  "__proto__",
];

const numbers = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);
const texts = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.lorem(),
);
const names = fc.oneof(
  texts,
  fc.constantFrom("0", "10", "9", "-1", "01", "4294967294", "4294967295", "constructor", "toJSON"),
);
const { value: values } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<JsonValue>(null, true, false),
    numbers,
    texts,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.array(fc.tuple(names, tie("value")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const deep = fc.tuple(fc.integer({ min: 1, max: 90 }), values).map(([depth, value]) => {
  let nested: JsonValue = value;
  for (let at = 0; at < depth; at += 1) nested = at % 3 === 0 ? { in: nested } : [nested];
  return nested;
});
const words = fc
  .array(fc.oneof(texts, fc.constantFrom(" ", "\n", "\r\n", "\r", "\t", "\u00a0")), { maxLength: 20 })
  .map((parts) => parts.join(""));

const INPUTS: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  statistics: words.map((text) => ({ text })),
  greet: texts.map((name) => ({ name })),
  "sort-keys": fc.oneof(values, deep),
  remember: fc.tuple(fc.oneof(texts, fc.constant("known")), values).map(([key, note]) => ({ key, note })),
  recall: fc.oneof(texts, fc.constantFrom("known", "unknown")).map((key) => ({ key })),
};

test("every operation is compared", () => {
  expect(Object.keys(INPUTS).sort()).toEqual([...plugin.metadata.operations].sort());
});

describe.each(Object.keys(INPUTS))("%s", (operation) => {
  test("comes to the same in memory and in a sandbox, whatever the input", async () => {
    const seen = { value: 0, refused: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(INPUTS[operation] ?? fc.constant(null), async (input) => {
        const expected = await outcomeIn(sandboxes.memory, operation, input);
        expect(await outcomeIn(sandboxes.isolated, operation, input)).toBe(expected);
        seen[kindOf(expected)] += 1;
      }),
      { numRuns: 300, seed: 20_261_121 },
    );
    expect(seen).toEqual(SEEN[operation]);
  });

  test("comes to the same for what no schema would let in", async () => {
    for (const input of [null, 1, "text", [], {}, { text: 1, name: null, key: [] }]) {
      const expected = await outcomeIn(sandboxes.memory, operation, input as JsonValue);
      expect(await outcomeIn(sandboxes.isolated, operation, input as JsonValue)).toBe(expected);
    }
  });
});

const some = expect.toSatisfy((count: number) => count >= 20) as number;

// Where an outcome is possible, enough of the inputs must have come to it: else it was not compared.
const SEEN: Readonly<Record<string, Readonly<Record<"value" | "refused" | "failed", number>>>> = {
  statistics: { value: 300, refused: 0, failed: 0 },
  greet: { value: some, refused: some, failed: 0 },
  "sort-keys": { value: 300, refused: 0, failed: 0 },
  remember: { value: some, refused: 0, failed: some },
  recall: { value: some, refused: some, failed: some },
};

function kindOf(outcome: string): "value" | "refused" | "failed" {
  const { ended } = JSON.parse(outcome) as { readonly ended: unknown };
  if (typeof ended !== "string") return "failed";
  return (JSON.parse(ended) as { readonly kind: "value" | "refused" }).kind;
}
