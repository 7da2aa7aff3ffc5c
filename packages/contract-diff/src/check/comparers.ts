import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { ContractDocument } from "../document.ts";
import type { Changes, Flow } from "../finding.ts";

/** The options of a comparer. `load` answers a `$ref` into another file. */
export interface ComparerOptions extends ResolvedCompareOptions {
  readonly load?: (file: string) => ContractDocument | undefined;
}

/** A comparer of contracts that are one document. */
export type DocumentComparer<Extra = unknown> = (
  old: ContractDocument,
  next: ContractDocument,
  options: ComparerOptions & Extra,
) => Changes;

/** What holds two contracts of one kind against each other, by kind. */
export interface Comparers {
  readonly jsonSchema: DocumentComparer<{ readonly flow: Flow }>;
  readonly eventType: DocumentComparer<{ readonly flow: Flow }>;
  readonly openApi: DocumentComparer;
  readonly asyncApi: DocumentComparer;
  readonly wit: (
    old: readonly ContractDocument[],
    next: readonly ContractDocument[],
    options: ResolvedCompareOptions,
  ) => Changes;
}
