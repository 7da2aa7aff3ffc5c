import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { JsonObject, JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { MANIFEST_FIELDS } from "../src/manifest/manifest-fields.ts";
import { manifestJsonSchema } from "../src/manifest/manifest-json-schema.ts";

const ROOT = new URL("../../../", import.meta.url);
const pathOf = (path: string): string => fileURLToPath(new URL(path, ROOT));

/** Every field that a schema names, by its pointer; entries of lists and maps are `*`. */
function fieldsOf(schema: JsonValue | undefined, pointer: string): readonly string[] {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return [];
  const { properties = {}, items, additionalProperties, oneOf = [], anyOf = [] } = schema as JsonObject;
  return [
    ...Object.entries(properties as JsonObject).flatMap(([name, part]) => [
      `${pointer}/${name}`,
      ...fieldsOf(part, `${pointer}/${name}`),
    ]),
    ...[...(oneOf as readonly JsonValue[]), ...(anyOf as readonly JsonValue[])].flatMap((part) =>
      fieldsOf(part, pointer),
    ),
    ...fieldsOf(items, `${pointer}/*`),
    ...fieldsOf(additionalProperties, `${pointer}/*`),
  ];
}

test("the table has every field of the manifest once, and no other", () => {
  const fields = new Set(fieldsOf(manifestJsonSchema(), ""));
  expect(fields.size).toBeGreaterThan(40);
  expect(MANIFEST_FIELDS.map(({ field }) => field).sort()).toEqual([...fields].sort());
});

describe.each(MANIFEST_FIELDS)("$field", ({ field, enforcedBy, provenBy }) => {
  test(`is enforced by ${enforcedBy}, which is there`, () => {
    expect(existsSync(pathOf(enforcedBy))).toBe(true);
  });

  test(`is proven by ${provenBy}, which names it`, () => {
    expect(existsSync(pathOf(provenBy))).toBe(true);
    const text = readFileSync(pathOf(provenBy), "utf8");
    expect(text.includes(field) || new RegExp(`\\b${field.split("/").at(-1)}\\b`).test(text)).toBe(true);
  });
});
