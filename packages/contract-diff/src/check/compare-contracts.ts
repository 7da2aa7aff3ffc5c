import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import type { Change, Changes, Finding } from "../finding.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import type { ResolvedCheckSettings } from "./check-settings.ts";
import type { ComparerOptions, Comparers } from "./comparers.ts";
import { compareByKind, documentOf, documentsOf } from "./compare-by-kind.ts";
import type { Comparison } from "./comparison.ts";
import { declaredFor, type GivenVersion } from "./contract-version.ts";
import { finishFindings, inOrder } from "./finish-findings.ts";
import { demandedBump } from "./version-demand.ts";
import { versionFinding } from "./version-finding.ts";
import type { Waiver } from "./waivers.ts";
import { withLines } from "./with-lines.ts";

/** What two contracts are compared by. */
export interface CompareContractsOptions extends GivenVersion {
  /** The name that findings carry. */
  readonly contract: string;
  readonly settings: ResolvedCheckSettings;
  readonly comparers: Comparers;
  readonly waivers: readonly Waiver[];
  /** Wall time, which waivers run out by. */
  readonly now: number;
  readonly load?: ComparerOptions["load"];
  /** The other files that `load` has given so far, whose lines findings may have. */
  readonly otherDocuments?: () => readonly ContractDocument[];
}

/**
 * Holds two versions of a contract against each other. Throws `contract-diff/nothing-compared` where its comparer looked at nothing, as that
 * must not pass for no change.
 */
export function compareContracts(old: ContractFile, next: ContractFile, options: CompareContractsOptions): Comparison {
  const documents = (): readonly ContractDocument[] => [
    ...documentsOf(next),
    ...documentsOf(old),
    ...(options.otherDocuments?.() ?? []),
  ];
  const { changes, examined } =
    old.kind === next.kind ? withLines(() => compared(old, next, options), documents) : ofAnotherKind(old, next);
  if (examined === 0)
    throw contractDiffError("contract-diff/nothing-compared", { what: `${options.contract} has nothing in it` });
  return comparisonOf({ old, next, changes, examined, ...hintOf(next, changes, options) }, options);
}

/** A contract that was there and is not: whoever uses it is let down. */
export function removedContract(old: ContractFile, options: CompareContractsOptions): Comparison {
  const place = { file: documentOf(old).file, pointer: "" };
  const message = `The contract ${options.contract} is gone. Keep it until nobody uses it, and waive this finding then.`;
  const change = {
    ...WHOLE,
    rule: "contract/removed",
    breaks: "backward",
    bump: "major",
    message,
    old: place,
  } as const;
  return comparisonOf({ old, changes: [change], examined: 1 }, options);
}

/** A contract that was not there before. */
export function addedContract(next: ContractFile, options: CompareContractsOptions): Comparison {
  const place = { file: documentOf(next).file, pointer: "" };
  const message = `The contract ${options.contract} is new.`;
  const change = { ...WHOLE, rule: "contract/added", breaks: "forward", bump: "minor", message, new: place } as const;
  return comparisonOf({ next, changes: [change], examined: 1 }, options);
}

const WHOLE = { certainty: "proven", subject: "", path: "" } as const;

/** What there is of a comparison before its findings are finished. */
interface Raw extends Changes {
  readonly old?: ContractFile;
  readonly next?: ContractFile;
  readonly hint?: string;
}

function compared(old: ContractFile, next: ContractFile, options: CompareContractsOptions): Changes {
  const { settings, comparers, load } = options;
  return compareByKind(old, next, {
    comparers,
    compare: { ...settings.compare, ...(load === undefined ? {} : { load }) },
    ...(settings.flow === undefined ? {} : { flow: settings.flow }),
  });
}

function ofAnotherKind(old: ContractFile, next: ContractFile): Changes {
  const change: Change = {
    ...WHOLE,
    rule: "contract/kind-changed",
    breaks: "backward",
    bump: "major",
    message: `It was ${NAMES[old.kind]} and is ${NAMES[next.kind]}, which cannot be compared. Keep the old one, and give the new one another name.`,
    old: { file: documentOf(old).file, pointer: "" },
    new: { file: documentOf(next).file, pointer: "" },
  };
  return { changes: [change], examined: 1 };
}

const NAMES: Readonly<Record<ContractFile["kind"], string>> = {
  "json-schema": "a JSON Schema",
  openapi: "an OpenAPI document",
  asyncapi: "an AsyncAPI document",
  "event-type": "an event type",
  wit: "a WIT package",
};

// Whoever did not know of flows sees twice as many findings as they need.
function hintOf(
  { kind }: ContractFile,
  changes: readonly Change[],
  { settings }: CompareContractsOptions,
): { hint?: string } {
  if (kind !== "json-schema" || settings.flow !== undefined || changes.every(({ breaks }) => breaks === "none"))
    return {};
  return {
    hint: "It was not said which way its documents go, so it is held both as what comes in and as what goes out: say --flow in or --flow out, or write a rule in contract-diff.json.",
  };
}

function comparisonOf({ old, next, changes, examined, hint }: Raw, options: CompareContractsOptions): Comparison {
  const { contract, settings } = options;
  const { level, allowUnknown, versionDemand } = settings;
  const others = options.otherDocuments?.() ?? [];
  const finish = {
    ...options,
    level,
    allowUnknown,
    oldDocuments: [...(old === undefined ? [] : documentsOf(old)), ...others],
    newDocuments: [...(next === undefined ? [] : documentsOf(next)), ...others],
  };
  const findings = finishFindings(changes, finish);
  const bump = demandedBump(findings, { allowUnknown });
  const declared = old === undefined || next === undefined ? undefined : declaredFor(old, next, options);
  const place = versionPlace(next);
  const tooSmall = place === undefined ? undefined : versionFinding(bump, declared, place);
  const [finding] = tooSmall === undefined ? [] : finishFindings([tooSmall], finish);
  const held = finding === undefined ? [] : [withDemand(finding, versionDemand)];
  return {
    contract,
    kind: (next ?? old)?.kind ?? "json-schema",
    level,
    findings: [...held, ...findings].sort(inOrder),
    bump,
    ...(declared === undefined ? {} : { declared }),
    bumpIsEnough: finding === undefined,
    examined,
    ...(old === undefined ? {} : { oldFile: documentOf(old).file }),
    ...(next === undefined ? {} : { newFile: documentOf(next).file }),
    ...(hint === undefined ? {} : { hint }),
  };
}

function withDemand(finding: Finding, versionDemand: "hold" | "tell"): Finding {
  return { ...finding, fails: versionDemand === "hold" && finding.waived === undefined };
}

function versionPlace(next: ContractFile | undefined): { file: string; pointer: string } | undefined {
  if (next === undefined) return undefined;
  const hasInfo = next.kind === "openapi" || next.kind === "asyncapi";
  return { file: documentOf(next).file, pointer: hasInfo ? "/info/version" : "" };
}
