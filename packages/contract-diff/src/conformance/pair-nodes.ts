import { createSchemaSpace } from "../schema/create-schema-space.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import type { SchemaPair } from "./contract-pair.ts";
import { documentOf } from "./document-of.ts";

/** The roots of both schemas of a pair. */
export function nodesOf(pair: SchemaPair): { readonly old: SchemaNode; readonly next: SchemaNode } {
  const dialect = pair.dialect === undefined ? {} : { dialect: pair.dialect };
  return {
    old: createSchemaSpace({ document: documentOf("old.json", pair.old), ...dialect }).at(""),
    next: createSchemaSpace({ document: documentOf("next.json", pair.next), ...dialect }).at(""),
  };
}
