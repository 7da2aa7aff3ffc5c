import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MODULE_MANIFEST_FIELDS } from "../../src/modules/manifest/manifest-fields.ts";

const ROOT = new URL("../../../../", import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");

test.each(MODULE_MANIFEST_FIELDS)("$field is enforced by $enforcedBy, and proven by $provenBy", (row) => {
  const { field, enforcedBy, provenBy } = row;
  expect(textOf(enforcedBy).length).toBeGreaterThan(0);
  expect(textOf(provenBy)).toMatch(new RegExp(`\\b${field.split("/").at(-1)}\\b`));
});

test("the README's table has every field", () => {
  const readme = textOf("packages/kernel/README.md");
  const table = readme.slice(readme.indexOf("## module.json"), readme.indexOf("## Options"));
  for (const { field } of MODULE_MANIFEST_FIELDS) expect(table).toContain(field.split("/").at(-1));
});
