import type { JsonValue } from "@cordon/core";
import { expect } from "vitest";
import type { ContractDocument } from "../../src/document.ts";
import { createSchemaSpace, type SchemaSpace, type SchemaSpaceOptions } from "../../src/schema/create-schema-space.ts";

export function documentOf(value: JsonValue, file = "main.json"): ContractDocument {
  return { file, value, linesOf: (pointers) => pointers.map(() => undefined) };
}

/** The schemas of a value, as if it were read from a file, which is `main.json` if it has no name. */
export function spaceOf(
  value: JsonValue,
  { file, ...options }: Omit<SchemaSpaceOptions, "document"> & { readonly file?: string } = {},
): SchemaSpace {
  return createSchemaSpace({ document: documentOf(value, file), ...options });
}

/** Gives files by their names, and keeps what was asked for. */
export function filesOf(files: Readonly<Record<string, JsonValue>>): {
  readonly asked: string[];
  readonly load: (file: string) => ContractDocument | undefined;
} {
  const asked: string[] = [];
  return {
    asked,
    load(file) {
      asked.push(file);
      const value = Object.hasOwn(files, file) ? files[file] : undefined;
      return value === undefined ? undefined : documentOf(value, file);
    },
  };
}

/** Expects an error of the package with these details. */
export function expectError(act: () => unknown, code: string, details: Readonly<Record<string, unknown>>): void {
  expect(act).toThrow(expect.objectContaining({ code, details: expect.objectContaining(details) }));
}
