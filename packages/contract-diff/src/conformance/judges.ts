import { compareAsyncApi } from "../asyncapi/compare-async-api.ts";
import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { ContractDocument } from "../document.ts";
import { decideContainment } from "../engine/decide-containment.ts";
import type { Verdict } from "../engine/verdict.ts";
import { compareEventType } from "../events/compare-event-type.ts";
import type { Change, Changes, Flow } from "../finding.ts";
import { compareOpenApi } from "../openapi/compare-open-api.ts";
import { createSchemaComparer } from "../rules/compare-schemas.ts";
import type { SchemaNode } from "../schema/schema-node.ts";

/** Compares two versions of a whole contract. */
export type DocumentJudge = (old: ContractDocument, next: ContractDocument, options: ResolvedCompareOptions) => Changes;

/** What the cases put to the test; by default what this package exports. */
export interface Judges {
  readonly decide: (left: SchemaNode, right: SchemaNode, options: ResolvedCompareOptions) => Verdict;
  readonly compare: (
    old: SchemaNode,
    next: SchemaNode,
    flow: Flow,
    options: ResolvedCompareOptions,
  ) => readonly Change[];
  readonly documents: Readonly<Record<"openapi" | "asyncapi" | "event-type", DocumentJudge>>;
}

/** This package's own judges. */
export const JUDGES: Judges = {
  decide: decideContainment,
  compare: (old, next, flow, options) => createSchemaComparer(options).compare(old, next, flow, ""),
  documents: { openapi: compareOpenApi, asyncapi: compareAsyncApi, "event-type": compareEventType },
};
