import { AppError, coreError } from "@cordon/core";
import { keyOfSequence } from "../newest-first.ts";
import { stateError } from "../state-errors.ts";
import type { CheckedDecision } from "./check-decision.ts";
import { linkDecisions } from "./chain.ts";
import type { DecisionEntry } from "./decision.ts";
import type { DecisionRecords, StoredHead } from "./decision-records.ts";

/** A decision on its way: what was decided, when, and whether it is still wanted. */
export interface AppendRequest extends CheckedDecision {
  readonly at: number;
  readonly signal: AbortSignal;
}

interface Waiting extends AppendRequest {
  readonly resolve: (entry: DecisionEntry) => void;
  readonly reject: (error: unknown) => void;
}

// The head, and two changes for each; a commit has at most 100.
const BATCH_MAX = 49;
const BATCH_MAX_BYTES = 4_194_304;
// Where another process floods the log of a SQLite file, its lock is free at few of the moments at which this one asks.
const ATTEMPTS = 256;
const NEVER = new AbortController().signal;

/**
 * Writes decisions in the order in which they came, those that came together in one commit.
 *
 *   waiting -> batch, without those that were aborted -> linked to the head -> committed, if the head is still the same -> answered
 *                                                             ^---- the head is read again -- conflict ----'
 *
 * Rejects with `state/busy` where too much waits, and with `state/contended` where others were faster each time.
 */
export function createAppendQueue(
  records: DecisionRecords,
  maxWaitingBytes: number,
): (request: AppendRequest) => Promise<DecisionEntry> {
  const waiting: Waiting[] = [];
  let waitingBytes = 0;
  let running = false;
  let known: StoredHead | undefined;

  const takeBatch = (): readonly Waiting[] => {
    const batch: Waiting[] = [];
    for (let bytes = 0; batch.length < BATCH_MAX && bytes < BATCH_MAX_BYTES;) {
      const next = waiting.shift();
      if (next === undefined) break;
      waitingBytes -= next.bytes;
      // Aborts count until the moment the work begins.
      if (next.signal.aborted) {
        next.reject(coreError("core/aborted", {}));
        continue;
      }
      bytes += next.bytes;
      batch.push(next);
    }
    return batch;
  };

  const writeOnce = async (batch: readonly Waiting[]): Promise<readonly DecisionEntry[] | undefined> => {
    const head = known ?? (await records.readHead(NEVER));
    known = undefined;
    const entries = linkDecisions(head, batch);
    try {
      const revisions = await records.storage.commit({ changes: records.changesOf(head, entries) }, NEVER);
      known = {
        sequence: head.sequence + entries.length,
        hash: entries.at(-1)?.hash ?? "",
        revision: revisions[0] ?? 0,
      };
      return entries;
    } catch (error) {
      if (!isConflict(error)) {
        // A connection may break after the database has done its work: then a second try would write them twice.
        if (await wasWritten(records, entries[0])) return entries;
        throw error;
      }
      if (error.details["index"] === 0) return undefined;
      throw stateError("state/damaged", { record: "the end of the decision log" }, { cause: error });
    }
  };

  const write = async (batch: readonly Waiting[]): Promise<readonly DecisionEntry[]> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const entries = await writeOnce(batch);
      if (entries !== undefined) return entries;
    }
    throw stateError("state/contended", { what: "decision log", attempts: ATTEMPTS });
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = takeBatch();
      if (batch.length === 0) continue;
      try {
        const entries = await write(batch);
        for (const [at, entry] of entries.entries()) batch[at]?.resolve(entry);
      } catch (error) {
        for (const each of batch) each.reject(error);
      }
    }
    running = false;
  };

  return (request) => {
    if (request.signal.aborted) return Promise.reject(coreError("core/aborted", {}));
    if (waitingBytes + request.bytes > maxWaitingBytes)
      return Promise.reject(stateError("state/busy", { maxWaitingBytes }));
    return new Promise((resolve, reject) => {
      waiting.push({ ...request, resolve, reject });
      waitingBytes += request.bytes;
      if (running) return;
      running = true;
      // Not at once: what is appended in the same turn goes into the same batch.
      queueMicrotask(() => void run());
    });
  };
}

function isConflict(error: unknown): error is AppError {
  return AppError.is(error) && error.code === "storage/conflict";
}

async function wasWritten({ storage, entries }: DecisionRecords, first: DecisionEntry | undefined): Promise<boolean> {
  if (first === undefined) return false;
  try {
    const record = await storage.get({ collection: entries, key: keyOfSequence(first.sequence) }, NEVER);
    return record?.value["hash"] === first.hash;
  } catch {
    // Storage does not answer; what the commit failed with says it better.
    return false;
  }
}
