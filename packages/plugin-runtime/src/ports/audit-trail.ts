import type { JsonObject } from "@cordon/core";

/** Something that was done with authority, or was denied. Never a secret, an input or an output. */
export interface AuditRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly scope: string;
  readonly pluginId: string;
  /** The principal of an administration, or `call:` and the call's id. */
  readonly actor: string;
  /** What was done or asked for: `http`, `storage`, `publish`, `secret`, `invoke`, `install`, `grant` and so on. */
  readonly action: string;
  readonly outcome: "allowed" | "denied" | "failed";
  readonly detail: JsonObject;
}

/** Which records to read: the latest of a scope, newest first, at most `limit` (1 to 1000), of one plugin if it is named. */
export interface AuditQuery {
  readonly scope: string;
  readonly pluginId?: string;
  readonly limit: number;
}

/**
 * Keeps what was done and what was denied.
 *
 * - `append` never throws and never waits. Records are kept in the order in which they came.
 * - `recent` sees every record that was appended before it was called, unless `dropped` says that there was no room.
 * - `flush` resolves when what was appended before is as durable as the adapter makes it.
 */
export interface AuditTrail {
  readonly append: (record: AuditRecord) => void;
  readonly recent: (query: AuditQuery, signal: AbortSignal) => Promise<readonly AuditRecord[]>;
  readonly flush: () => Promise<void>;
  /** Records that were lost for want of room or of storage. */
  readonly dropped: () => number;
}
