import type { JsonValue } from "@cordon/core";
import { ownValue } from "./spot.ts";

/** The kinds of places in a document that are looked at in the quick comparison. */
export type ShapeName =
  | "document"
  | "info"
  | "path-item"
  | "path-item-shared"
  | "operation"
  | "parameters"
  | "parameter"
  | "request-body"
  | "responses"
  | "response"
  | "headers"
  | "content"
  | "media"
  | "encodings"
  | "encoding"
  | "links"
  | "link"
  | "callbacks"
  | "callback"
  | "examples"
  | "example"
  | "schema"
  | "schemas"
  | "schema-list"
  | "set"
  | "literal"
  | "word-set"
  | "words"
  | "opaque"
  | "skip";

/**
 * How a place is compared. `record`: keys with a meaning each, all others are words. `map`: names given by people. `list`: in order, or by key
 * where each item has one. `words` differ without a meaning; `opaque` is never known to be the same.
 */
export type Shape =
  | { readonly kind: "record"; readonly referable: boolean; readonly fields: ReadonlyMap<string, ShapeName> }
  | { readonly kind: "map"; readonly referable: boolean; readonly item: ShapeName; readonly extensible: boolean }
  | { readonly kind: "list"; readonly item: ShapeName; readonly keyOf: (item: JsonValue) => string | undefined }
  | { readonly kind: "set" | "literal" | "word-set" | "words" | "opaque" | "skip" };

/** The HTTP methods that a path item may have, in the order of the specification. */
export const METHODS: readonly string[] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Keywords that mean the same in the schemas of OpenAPI 3.0 and in JSON Schema 2020-12. */
export const SAME_IN_BOTH_DIALECTS: ReadonlySet<string> = new Set(
  (
    "type properties required items enum allOf anyOf oneOf not minimum maximum minLength maxLength minItems maxItems uniqueItems " +
    "minProperties maxProperties pattern format multipleOf additionalProperties default readOnly writeOnly deprecated discriminator"
  ).split(" "),
);

/** The shape of each kind of place: the grammar of OpenAPI, as far as a quick look needs it. */
export const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  document: record({
    info: "info",
    "word-set": "tags",
    skip: "paths webhooks components servers security openapi jsonSchemaDialect",
  }),
  info: record({ skip: "version" }),
  "path-item": record({ parameters: "parameters", literal: "servers", operation: METHODS.join(" ") }, true),
  "path-item-shared": record({ parameters: "parameters", literal: "servers", skip: METHODS.join(" ") }, true),
  operation: record({
    literal: "operationId deprecated security servers",
    parameters: "parameters",
    "request-body": "requestBody",
    responses: "responses",
    callbacks: "callbacks",
    "word-set": "tags",
  }),
  parameters: { kind: "list", item: "parameter", keyOf: parameterKey },
  parameter: record(
    {
      literal: "name in required deprecated allowEmptyValue style explode allowReserved",
      schema: "schema",
      content: "content",
      examples: "examples",
    },
    true,
  ),
  "request-body": record({ literal: "required", content: "content" }, true),
  responses: map("response", { extensible: true }),
  response: record({ headers: "headers", content: "content", links: "links" }, true),
  headers: map("parameter"),
  content: map("media"),
  media: record({ schema: "schema", encodings: "encoding", examples: "examples" }),
  encodings: map("encoding"),
  encoding: record({ literal: "contentType style explode allowReserved", headers: "headers" }),
  links: map("link"),
  link: record({ literal: "operationRef operationId parameters requestBody server" }, true),
  callbacks: map("callback"),
  callback: map("path-item", { referable: true, extensible: true }),
  examples: map("example"),
  example: record({}, true),
  schema: record(
    {
      set: "type required enum",
      literal:
        "const default minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format minItems maxItems " +
        "uniqueItems minContains maxContains minProperties maxProperties dependentRequired nullable readOnly writeOnly deprecated " +
        "discriminator contentEncoding contentMediaType $schema $vocabulary",
      schema:
        "items additionalItems additionalProperties unevaluatedItems unevaluatedProperties contains propertyNames not if then else contentSchema",
      schemas: "properties patternProperties dependentSchemas $defs definitions",
      "schema-list": "allOf anyOf oneOf prefixItems",
      opaque: "$id $dynamicRef $recursiveRef $recursiveAnchor $dynamicAnchor dependencies",
    },
    true,
  ),
  schemas: map("schema"),
  "schema-list": { kind: "list", item: "schema", keyOf: refKey },
  set: { kind: "set" },
  literal: { kind: "literal" },
  "word-set": { kind: "word-set" },
  words: { kind: "words" },
  opaque: { kind: "opaque" },
  skip: { kind: "skip" },
};

// Each shape with the keys that have it, so that a long list of plain keywords is one line.
function record(keys: Readonly<Partial<Record<ShapeName, string>>>, referable = false): Shape {
  const fields = new Map<string, ShapeName>();
  for (const [shape, names] of Object.entries(keys)) {
    for (const name of names.split(" ")) fields.set(name, shape as ShapeName);
  }
  return { kind: "record", referable, fields };
}

function map(item: ShapeName, { referable = false, extensible = false } = {}): Shape {
  return { kind: "map", referable, item, extensible };
}

function parameterKey(item: JsonValue): string | undefined {
  const [where, name] = [ownValue(item, "in"), ownValue(item, "name")];
  return refKey(item) ?? (typeof where === "string" && typeof name === "string" ? `${where} ${name}` : undefined);
}

function refKey(item: JsonValue): string | undefined {
  const ref = ownValue(item, "$ref");
  return typeof ref === "string" ? `#${ref}` : undefined;
}
