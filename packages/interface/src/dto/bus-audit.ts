/** Something that was done on the bus with authority, or was denied. */
export interface BusAuditRecordV1 {
  readonly at: string;
  readonly principal: string;
  readonly action: "publish" | "grant" | "revoke" | "token";
  readonly capability: string;
  readonly outcome: "allowed" | "denied";
  readonly grantId: string | null;
  /** How many equal ones of the same second it stands for. */
  readonly count: number;
  /** When the latest of them was. */
  readonly lastAt: string;
}

/** The latest records, newest first. */
export interface BusAuditV1 {
  readonly items: readonly BusAuditRecordV1[];
}
