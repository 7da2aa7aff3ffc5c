import type { JsonValue } from "@cordon/core";
import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { Changes } from "../../src/finding.ts";
import { compareOpenApi } from "../../src/openapi/compare-open-api.ts";
import { documentOf } from "./_diff.ts";

function libraryOf(schemas: Readonly<Record<string, JsonValue>>): JsonValue {
  return { openapi: "3.1.0", info: { title: "Shared schemas", version: "1" }, components: { schemas } };
}

function compared(old: JsonValue, next: JsonValue): Changes {
  return compareOpenApi(documentOf(old, "old.json"), documentOf(next, "new.json"), resolveCompareOptions());
}

test("a document of schemas alone is compared schema by schema, as requests and as responses", () => {
  const { changes, examined } = compared(
    libraryOf({ tag: { type: "string", maxLength: 9 }, pet: { type: "object" } }),
    libraryOf({ tag: { type: "string", maxLength: 5 }, pet: { type: "object" } }),
  );
  expect(changes.map(({ rule, breaks }) => `${rule} ${breaks}`)).toEqual([
    "schema/max-length backward",
    "schema/max-length forward",
  ]);
  expect(examined).toBeGreaterThanOrEqual(2);
});

test("a schema that is gone lets down the documents that refer to it", () => {
  const { changes } = compared(libraryOf({ tag: true, pet: true }), libraryOf({ tag: true }));
  expect(changes).toMatchObject([{ rule: "schema/definition-removed", subject: "schema pet", bump: "major" }]);
});

test("the same library is no change, and not nothing", () => {
  const { changes, examined } = compared(libraryOf({ tag: true }), libraryOf({ tag: true }));
  expect(changes).toEqual([]);
  expect(examined).toBeGreaterThan(0);
});
