import type { JsonObject, JsonValue } from "@cordon/core";
import { resolveCompareOptions, type CompareOptions } from "../../src/compare-options.ts";
import type { ContractDocument, LoadDocument } from "../../src/document.ts";
import type { Change, Changes } from "../../src/finding.ts";
import type { CheckSchemas } from "../../src/openapi/diff-context.ts";
import { diffDocuments } from "../../src/openapi/diff-documents.ts";
import { createOpenApiSide } from "../../src/openapi/open-api-side.ts";
import { placeOf } from "../../src/openapi/spot.ts";
import { mergeChanges } from "../../src/rules/merge-changes.ts";

/** A document that was parsed from somewhere. */
export function documentOf(value: JsonValue, file = "api.json"): ContractDocument {
  return { file, value, linesOf: (pointers) => pointers.map(() => undefined) };
}

// Stands for the comparer of schemas: says that it was asked, about what, and which way the schema goes.
const checkSchemas: CheckSchemas = ({ old, next, flow, view, subject, owners }): readonly Change[] => [
  {
    rule: `schema/${flow}-${view}`,
    breaks: "none",
    bump: "none",
    certainty: "proven",
    subject,
    path: "",
    message: "",
    old: placeOf(old ?? owners[0]),
    new: placeOf(next ?? owners[1]),
  },
];

export interface DiffOptions extends CompareOptions {
  readonly load?: LoadDocument;
}

/** Compares two documents with a stand-in for the comparer of schemas. */
export function diff(old: JsonValue, next: JsonValue, { load, ...options }: DiffOptions = {}): Changes {
  const sides = {
    old: createOpenApiSide(documentOf(old, "old/api.json"), load),
    next: createOpenApiSide(documentOf(next, "new/api.json"), load),
  };
  const found = diffDocuments({ ...sides, options: resolveCompareOptions(options), checkSchemas });
  return { changes: mergeChanges(found.changes), examined: found.examined };
}

/** Each change in a line, sorted: `parameter-added none minor`. */
export function linesOf({ changes }: Changes): readonly string[] {
  return changes.map(lineOf).sort();
}

function lineOf({ rule, breaks, bump }: Change): string {
  return rule.startsWith("openapi/") ? `${rule.slice("openapi/".length)} ${breaks} ${bump}` : rule;
}

/** A document with these fields. */
export function api(fields: JsonObject, openapi = "3.1.0"): JsonObject {
  return { openapi, info: { title: "Pets", version: "1.0.0" }, paths: {}, ...fields };
}

const OK: JsonObject = { "200": { description: "Fine" } };

/** A document with one operation, `POST /pets`. */
export function operation(fields: JsonObject, others: JsonObject = {}): JsonObject {
  return api({ paths: { "/pets": { post: { responses: OK, ...fields } } }, ...others });
}

/** A document with one parameter, of `POST /pets`. */
export function parameter(...parameters: readonly JsonObject[]): JsonObject {
  return operation({ parameters });
}

/** A document with one request body. */
export function body(requestBody: JsonObject): JsonObject {
  return operation({ requestBody });
}

/** A document with one response, 200. */
export function response(fields: JsonObject): JsonObject {
  return operation({ responses: { "200": { description: "Fine", ...fields } } });
}

export const TEXT: JsonObject = { schema: { type: "string" } };
export const NUMBER: JsonObject = { schema: { type: "number" } };
