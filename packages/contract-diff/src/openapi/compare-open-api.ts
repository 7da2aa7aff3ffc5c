import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { ContractDocument, LoadDocument } from "../document.ts";
import type { Changes } from "../finding.ts";
import { createSchemaComparer } from "../rules/compare-schemas.ts";
import { mergeChanges } from "../rules/merge-changes.ts";
import { checkSchemasWith } from "./check-schemas.ts";
import { diffDocuments } from "./diff-documents.ts";
import { createOpenApiSide } from "./open-api-side.ts";

/** How two OpenAPI documents are compared. */
export interface OpenApiOptions extends ResolvedCompareOptions {
  /** Gives the files that relative references lead to. Without it there are none. */
  readonly load?: LoadDocument | undefined;
}

/**
 * Compares two OpenAPI documents of version 3.0 or 3.1, operation by operation. What both say in the same words is found out by a quick look
 * and is left alone, so the cost is that of what changed. Definitions that no operation refers to are not compared: nobody sends them.
 */
export function compareOpenApi(old: ContractDocument, next: ContractDocument, options: OpenApiOptions): Changes {
  const sides = { old: createOpenApiSide(old, options.load), next: createOpenApiSide(next, options.load) };
  const checkSchemas = checkSchemasWith(createSchemaComparer(options, { perDefinition: true }), sides, options.load);
  const { changes, examined } = diffDocuments({ ...sides, options, checkSchemas });
  return { changes: mergeChanges(changes), examined };
}
