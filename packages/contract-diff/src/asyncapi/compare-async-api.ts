import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { ContractDocument, LoadDocument } from "../document.ts";
import type { Changes } from "../finding.ts";
import { createSchemaComparer } from "../rules/compare-schemas.ts";
import { compareAsyncApiWith } from "./compare-async-api-with.ts";
import { mergeSchemaChanges } from "./merge-schema-changes.ts";

/** How two AsyncAPI documents are compared. */
export interface CompareAsyncApiOptions extends ResolvedCompareOptions {
  /** Gives the files that relative references lead to, by the name they have in reports. Without it there are none. */
  readonly load?: LoadDocument;
}

/**
 * Compares two AsyncAPI 3 documents. What the application sends goes out and what it receives comes in; the messages of a reply go the
 * other way. Throws `contract-diff/invalid-contract` and `contract-diff/unresolved-ref` with the pointer of what cannot be read.
 */
export function compareAsyncApi(
  old: ContractDocument,
  next: ContractDocument,
  options: CompareAsyncApiOptions,
): Changes {
  const { changes, examined } = compareAsyncApiWith(old, next, {
    comparer: createSchemaComparer(options),
    load: options.load,
  });
  return { changes: mergeSchemaChanges(changes), examined };
}
