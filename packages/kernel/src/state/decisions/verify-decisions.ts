import { AppError, type StoredRecord } from "@cordon/core";
import { sequenceOfKey } from "../newest-first.ts";
import type { DecisionEntry, DecisionHead, DecisionVerdict } from "./decision.ts";
import { type DecisionRecords, entryOf, type StoredHead } from "./decision-records.ts";
import { Unsound } from "./unsound.ts";
import { verifyIndex } from "./verify-index.ts";

/** How a log is verified. */
export interface VerifyOptions {
  /** A head that was kept elsewhere: the log must still hold it. Without one, entries that were cut off at the end are not missed. */
  readonly anchor?: DecisionHead;
  /** Hears after each page how many entries were looked at. */
  readonly onProgress?: (entries: number) => void;
}

const PAGE = 100;

/**
 * Reads the whole log, from the newest entry to the first, and its index. What is appended meanwhile does no harm: the head is read before the first page
 * and after it, the page holds at least what the first head says and at most what the second does.
 */
export async function verifyDecisions(
  records: DecisionRecords,
  { anchor, onProgress }: VerifyOptions,
  signal: AbortSignal,
): Promise<DecisionVerdict> {
  try {
    const before = await headOf(records, signal);
    let page = await listEntries(records, undefined, signal);
    const after = await headOf(records, signal);
    checkTop(page[0], before, after);
    const heads = [before, after, ...(anchor === undefined ? [] : [anchor])];
    const sequences = new Map<string, number[]>();
    let above: DecisionEntry | undefined;
    let top: DecisionHead = { sequence: 0, hash: records.genesis };
    for (let entries = 0; page.length > 0; page = await listEntries(records, page.at(-1)?.key, signal)) {
      for (const record of page) {
        const entry = checkEntry(record, above);
        if (above === undefined) top = { sequence: entry.sequence, hash: entry.hash };
        checkHeads(entry, heads, anchor);
        remember(sequences, entry);
        above = entry;
      }
      entries += page.length;
      onProgress?.(entries);
    }
    checkFirst(above, records.genesis);
    if (anchor !== undefined) checkAnchor(anchor, top, records.genesis);
    await verifyIndex(records, sequences, top.sequence, signal);
    return { ok: true, entries: top.sequence, head: top };
  } catch (error) {
    if (error instanceof Unsound) return { ok: false, at: error.at, problem: error.problem };
    throw error;
  }
}

async function headOf(records: DecisionRecords, signal: AbortSignal): Promise<StoredHead> {
  try {
    return await records.readHead(signal);
  } catch (error) {
    if (AppError.is(error) && error.code === "state/damaged") throw new Unsound(0, "head-changed");
    throw error;
  }
}

function listEntries(
  { storage, entries }: DecisionRecords,
  after: string | undefined,
  signal: AbortSignal,
): Promise<readonly StoredRecord[]> {
  return storage.list({ collection: entries, limit: PAGE, ...(after === undefined ? {} : { after }) }, signal);
}

function checkTop(record: StoredRecord | undefined, before: StoredHead, after: StoredHead): void {
  const sequence = record === undefined ? 0 : sequenceOfKey(record.key);
  if (sequence === undefined) throw new Unsound(0, "entry-changed");
  if (sequence < before.sequence) throw new Unsound(before.sequence, "entry-missing");
  if (sequence > after.sequence) throw new Unsound(sequence, "entry-beyond-head");
}

function checkEntry(record: StoredRecord, above: DecisionEntry | undefined): DecisionEntry {
  const sequence = sequenceOfKey(record.key);
  const expected = above === undefined ? sequence : above.sequence - 1;
  if (sequence === undefined || expected === undefined) throw new Unsound(above?.sequence ?? 0, "entry-changed");
  if (sequence !== expected) throw new Unsound(expected, "entry-missing");
  const entry = entryOf(record);
  if (entry === undefined) throw new Unsound(sequence, "entry-changed");
  if (above !== undefined && entry.hash !== above.previous) throw new Unsound(sequence, "chain-broken");
  return entry;
}

function checkHeads(entry: DecisionEntry, heads: readonly DecisionHead[], anchor: DecisionHead | undefined): void {
  for (const head of heads)
    if (head.sequence === entry.sequence && head.hash !== entry.hash)
      throw new Unsound(entry.sequence, head === anchor ? "anchor-mismatch" : "head-changed");
}

function remember(sequences: Map<string, number[]>, { actor, sequence }: DecisionEntry): void {
  const known = sequences.get(actor);
  if (known === undefined) sequences.set(actor, [sequence]);
  else known.push(sequence);
}

function checkFirst(first: DecisionEntry | undefined, genesis: string): void {
  if (first === undefined) return;
  if (first.sequence > 1) throw new Unsound(first.sequence - 1, "entry-missing");
  if (first.previous !== genesis) throw new Unsound(1, "chain-broken");
}

function checkAnchor(anchor: DecisionHead, top: DecisionHead, genesis: string): void {
  const isEmpty = anchor.sequence === 0 && anchor.hash === genesis;
  if (!isEmpty && (anchor.sequence < 1 || anchor.sequence > top.sequence))
    throw new Unsound(anchor.sequence, "anchor-mismatch");
}
