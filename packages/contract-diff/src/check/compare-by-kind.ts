import type { ContractDocument } from "../document.ts";
import type { Change, Changes, Flow } from "../finding.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import type { ComparerOptions, Comparers, DocumentComparer } from "./comparers.ts";

/** How two contracts of one kind are compared. */
export interface CompareByKindOptions {
  readonly comparers: Comparers;
  readonly compare: ComparerOptions;
  readonly flow?: Flow | "both";
}

const FLOWS: readonly Flow[] = ["in", "out"];
const WAYS: Readonly<Record<Flow, string>> = { in: "as it comes in", out: "as it goes out" };

/** What changed between two contracts of the same kind. */
export function compareByKind(
  old: ContractFile,
  next: ContractFile,
  { comparers, compare, flow }: CompareByKindOptions,
): Changes {
  switch (next.kind) {
    case "openapi":
      return comparers.openApi(documentOf(old), next.document, compare);
    case "asyncapi":
      return comparers.asyncApi(documentOf(old), next.document, compare);
    case "wit":
      return comparers.wit(documentsOf(old), next.documents, compare);
    case "event-type":
      return byFlow(comparers.eventType, old, next, { ...compare, flow: flow ?? "out" });
    default:
      return byFlow(comparers.jsonSchema, old, next, { ...compare, flow: flow ?? "both" });
  }
}

/** The document that a contract is known by: the first of a WIT package. */
export function documentOf(contract: ContractFile): ContractDocument {
  const [document] = documentsOf(contract);
  if (document === undefined) throw new TypeError(`The contract ${contract.name} has no document.`);
  return document;
}

/** All documents of a contract: one, but for a WIT package of several files. */
export function documentsOf(contract: ContractFile): readonly ContractDocument[] {
  return contract.kind === "wit" ? contract.documents : [contract.document];
}

function byFlow(
  comparer: DocumentComparer<{ readonly flow: Flow }>,
  old: ContractFile,
  next: ContractFile,
  { flow, ...options }: ComparerOptions & { readonly flow: Flow | "both" },
): Changes {
  if (flow !== "both") return comparer(documentOf(old), documentOf(next), { ...options, flow });
  const both = FLOWS.map((way) => ({ way, ...comparer(documentOf(old), documentOf(next), { ...options, flow: way }) }));
  return {
    changes: both.flatMap(({ way, changes }) => changes.map((change) => said(change, way))),
    examined: both.reduce((sum, { examined }) => sum + examined, 0),
  };
}

// A change of words is the same whichever way documents go, and then is found to be there twice.
function said(change: Change, way: Flow): Change {
  if (change.breaks === "none") return change;
  return { ...change, subject: [change.subject, WAYS[way]].filter((part) => part !== "").join(", ") };
}
