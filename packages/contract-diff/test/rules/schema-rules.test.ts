import { fileURLToPath } from "node:url";
import type { JsonValue } from "@cordon/core";
import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import { readPairs } from "../../src/conformance/index.ts";
import type { ContractDocument } from "../../src/document.ts";
import { compareJsonSchema } from "../../src/rules/compare-json-schema.ts";
import { schemaRules } from "../../src/rules/schema-rules.ts";

const PAIRS = fileURLToPath(new URL("../pairs", import.meta.url));

/** What the pairs, which are about keywords, have no need of. */
const FURTHER: readonly (readonly [JsonValue, JsonValue])[] = [
  [{ type: "object" }, { type: "object", if: { required: ["a"] }, else: false }],
  [{ properties: { a: { default: 1 } } }, { properties: { a: { default: 2 } } }],
  [{ $defs: { a: { type: "string" }, b: {} } }, { $defs: { a: { type: "string" } } }],
  [{ type: "object" }, { type: "object", patternProperties: { "^x-": false } }],
  [{ type: "array" }, { type: "array", prefixItems: [false] }],
  [
    { $ref: "#/$defs/a", type: "string", $defs: { a: true } },
    { $ref: "#/$defs/a", type: "string", $defs: { a: false } },
  ],
];

async function emitted(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rules = new Map<string, Set<string>>();
  const pairs = (await readPairs(PAIRS)).flatMap(({ pair }) =>
    pair.kind === "json-schema" && pair.dialect === undefined ? [[pair.old, pair.next, pair.options] as const] : [],
  );
  for (const [before, after, given] of [...pairs, ...FURTHER.map((pair) => [...pair, {}] as const)]) {
    const [old, next] = [documentOf("old.json", before), documentOf("new.json", after)];
    const options = { ...resolveCompareOptions({ content: "open", ...given }), flow: "in" } as const;
    for (const [one, other] of [
      [old, next],
      [next, old],
    ] as const) {
      for (const { rule, breaks } of compareJsonSchema(one, other, options).changes) {
        rules.set(rule, (rules.get(rule) ?? new Set()).add(breaks));
      }
    }
  }
  return rules;
}

function documentOf(file: string, value: JsonValue): ContractDocument {
  return { file, value, linesOf: () => [] };
}

test("each rule is emitted by an own pair, and none beyond the catalogue", async () => {
  expect([...(await emitted()).keys()].toSorted()).toEqual(Object.keys(schemaRules).toSorted());
});

test("a rule breaks only those whom the catalogue names", async () => {
  for (const [rule, breaks] of await emitted()) {
    expect([rule, [...breaks].filter((one) => !schemaRules[rule]?.breaks.some((known) => known === one))]).toEqual([
      rule,
      [],
    ]);
  }
});
