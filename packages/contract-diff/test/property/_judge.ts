import type { JsonValue } from "@cordon/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { documentOf } from "../../src/conformance/document-of.ts";
import { createSchemaSpace } from "../../src/schema/create-schema-space.ts";
import type { SchemaNode } from "../../src/schema/schema-node.ts";

/** What says whether a document fulfils a schema. */
export type Takes = (document: JsonValue) => boolean;

/** A schema as ajv reads it, on its own: nothing of this package stands between. */
export function compileWithAjv(schema: JsonValue): Takes {
  const ajv = new Ajv2020({
    meta: false,
    validateSchema: false,
    strict: false,
    logger: false,
    validateFormats: false,
    ownProperties: true,
    multipleOfPrecision: 9,
  });
  const validate = ajv.compile(schema as boolean | Record<string, JsonValue>);
  return (document) => validate(document);
}

/** A schema as the engine reads it. */
export function nodeOf(file: string, schema: JsonValue): SchemaNode {
  return createSchemaSpace({ document: documentOf(file, schema), dialect: "2020-12" }).at("");
}
