import type { FieldIssue, JsonValue } from "@cordon/core";
import { z } from "zod";
import { contractDiffError } from "../errors.ts";
import type { ContractDocument, Place } from "../document.ts";
import { zodIssues } from "./zod-issues.ts";

const FINGERPRINT = /^[0-9a-f]{16}$/;

const waiverSchema = z.strictObject({
  fingerprint: z.string().regex(FINGERPRINT, "must be the 16 hexadecimal characters that a report shows of a finding"),
  rule: z.string().min(1).max(200),
  reason: z.string().trim().min(10, "must say in 10 characters or more why the change lets nobody down").max(1000),
  expires: z.iso.date("must be a day, such as 2027-01-31"),
  approvedBy: z.string().trim().min(1).max(200).optional(),
});

const waiversSchema = z.strictObject({ waivers: z.array(waiverSchema).max(10_000) });

/** One finding that is excused until a day, that day included (UTC). */
export interface Waiver {
  readonly fingerprint: string;
  readonly rule: string;
  readonly reason: string;
  readonly expires: string;
  readonly approvedBy?: string;
  /** Where it stands. */
  readonly place: Place;
}

/** Reads a file of waivers. Throws `contract-diff/invalid-contract` with the pointer of each mistake. */
export function readWaivers(document: ContractDocument): readonly Waiver[] {
  const { file, value } = document;
  const { waivers } = parsed(file, value);
  const pointers = waivers.map((_, index) => `/waivers/${index}`);
  const lines = waivers.length === 0 ? [] : document.linesOf(pointers);
  return waivers.map(({ approvedBy, ...waiver }, index) => {
    const line = lines[index];
    const place = { file, pointer: `/waivers/${index}`, ...(line === undefined ? {} : { line }) };
    return { ...waiver, ...(approvedBy === undefined ? {} : { approvedBy }), place };
  });
}

/** Whether a waiver's day is past. */
export function isExpired({ expires }: Waiver, now: number): boolean {
  return new Date(now).toISOString().slice(0, 10) > expires;
}

function parsed(file: string, value: JsonValue): z.infer<typeof waiversSchema> {
  const result = waiversSchema.safeParse(value);
  if (!result.success)
    throw contractDiffError("contract-diff/invalid-contract", { file, issues: zodIssues(result.error) });
  const issues = repeated(result.data.waivers.map(({ fingerprint }) => fingerprint));
  if (issues.length > 0) throw contractDiffError("contract-diff/invalid-contract", { file, issues });
  return result.data;
}

// Of two waivers for one finding, with two days, nobody could say which one counts.
function repeated(fingerprints: readonly string[]): readonly FieldIssue[] {
  const seen = new Set<string>();
  return fingerprints.flatMap((fingerprint, index) => {
    if (!seen.has(fingerprint)) {
      seen.add(fingerprint);
      return [];
    }
    return [{ pointer: `/waivers/${index}/fingerprint`, message: "is waived already further up" }];
  });
}
