import { createHash } from "node:crypto";
import type { BusAuditRecord } from "@cordon/bus";
import type { JsonObject } from "@cordon/core";

/** A record as it is kept: one, or several equal ones of the same second. */
export interface KeptAuditRecord extends BusAuditRecord {
  /** How many it stands for. */
  readonly count: number;
  /** When the latest of them was; `at` is when the first was. */
  readonly lastAt: number;
}

/** What people did, what was denied, and what was published: kept apart, so that a flood of one pushes out none of another. */
export type AuditClass = "admin" | "denied" | "publish";

/** All of them, in the order in which they are listed. */
export const AUDIT_CLASSES: readonly AuditClass[] = ["admin", "denied", "publish"];

const TEXT_MAX = 512;
const PREFIX = "bus-audit";
const ACTIONS: ReadonlySet<unknown> = new Set<BusAuditRecord["action"]>(["publish", "grant", "revoke", "token"]);

/** Copies a record, with its texts bounded. `undefined` for what is none: what is handed to an audit may be anything. */
export function readAuditRecord(record: BusAuditRecord): KeptAuditRecord | undefined {
  try {
    const { at, principal, action, capability, outcome, grantId } = record;
    const isSound = Number.isFinite(at) && ACTIONS.has(action) && (outcome === "allowed" || outcome === "denied");
    if (!isSound || typeof principal !== "string" || typeof capability !== "string") return undefined;
    const texts = { principal: bounded(principal), capability: bounded(capability) };
    const grant = typeof grantId === "string" ? { grantId: bounded(grantId) } : {};
    return { at, action, outcome, ...texts, ...grant, count: 1, lastAt: at };
  } catch {
    // A getter threw. There is nothing to keep of such a record, and an audit never throws.
    return undefined;
  }
}

/** The class of a record. */
export function auditClassOf({ action, outcome }: Pick<BusAuditRecord, "action" | "outcome">): AuditClass {
  if (outcome === "denied") return "denied";
  return action === "publish" ? "publish" : "admin";
}

/** Where records of a class are listed: all of them, or those of one principal. */
export function auditCollection(auditClass: AuditClass, principal?: string): string {
  if (principal === undefined) return `${PREFIX}:${auditClass}`;
  const name = createHash("sha256").update(bounded(principal)).digest("hex");
  return `${PREFIX}:${auditClass}:${name}`;
}

/** Both places of a record. */
export function auditCollections(record: BusAuditRecord): readonly [string, string] {
  const auditClass = auditClassOf(record);
  return [auditCollection(auditClass), auditCollection(auditClass, record.principal)];
}

/** What storage holds of a record, and back. */
export function auditValue(record: KeptAuditRecord): JsonObject {
  return { ...record };
}

/** The record that storage holds. */
export function auditRecordOf(value: JsonObject): KeptAuditRecord {
  return value as unknown as KeptAuditRecord;
}

function bounded(text: string): string {
  return (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text).toWellFormed();
}
