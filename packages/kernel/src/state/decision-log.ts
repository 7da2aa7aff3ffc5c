import type { AppError, Clock, Storage, StoredRecord } from "@cordon/core";
import { createAppendQueue } from "./decisions/append-queue.ts";
import { checkDecision } from "./decisions/check-decision.ts";
import type { Decision, DecisionEntry, DecisionHead, DecisionVerdict } from "./decisions/decision.ts";
import { actorHash } from "./decisions/chain.ts";
import { createDecisionRecords, entryOf, indexKey } from "./decisions/decision-records.ts";
import { type ByActorRequest, checkByActor, checkRecent, type RecentRequest } from "./decisions/page-requests.ts";
import { type VerifyOptions, verifyDecisions } from "./decisions/verify-decisions.ts";
import { nameIssues } from "./field-checks.ts";
import { keyOfSequence, sequenceOfKey } from "./newest-first.ts";
import { stateError } from "./state-errors.ts";

/** Where decisions are kept. */
export interface DecisionLogOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Logs of different names in one storage are apart. Default `main`. */
  readonly name?: string;
  /** How much may wait to be written; more is refused with `state/busy`. Default 64 MiB. */
  readonly maxWaitingBytes?: number;
}

/** The defaults of `DecisionLogOptions`. */
export const DECISION_LOG_DEFAULTS = { name: "main", maxWaitingBytes: 67_108_864 } as const;

/**
 * Who decided what, and why. Entries are added and never changed: each holds the hash of the one before, so that one that was changed, moved, taken
 * out or put in is found.
 *
 * - `append` resolves once the entry is durable. Entries of one process are in the order of its calls; any number of processes may append to one log.
 *   Aborted before it was begun, it rejects with `core/aborted` and nothing is written; afterwards it settles with what really happened.
 * - What looks like a secret is left out of `rationale`, `inputs` and `output`; the entry that `append` resolves with is what was kept.
 * - `recent` and `byActor` list newest first, before a sequence if one is given. They reject with `state/damaged` rather than show an entry that was changed.
 * - `verify` reads everything, and finds any change but one: entries cut off at the end, with the head set back. That takes an anchor: a `head` kept elsewhere.
 */
export interface DecisionLog {
  readonly append: (decision: Decision, signal: AbortSignal) => Promise<DecisionEntry>;
  readonly recent: (request: RecentRequest, signal: AbortSignal) => Promise<readonly DecisionEntry[]>;
  readonly byActor: (request: ByActorRequest, signal: AbortSignal) => Promise<readonly DecisionEntry[]>;
  readonly count: (signal: AbortSignal) => Promise<number>;
  readonly head: (signal: AbortSignal) => Promise<DecisionHead>;
  readonly verify: (signal: AbortSignal, options?: VerifyOptions) => Promise<DecisionVerdict>;
}

/** Opens a log; it is empty where storage has none of this name. */
export function createDecisionLog(options: DecisionLogOptions): DecisionLog {
  const { storage, clock, name, maxWaitingBytes } = resolveDecisionLogOptions(options);
  const records = createDecisionRecords(storage, name);
  const enqueue = createAppendQueue(records, maxWaitingBytes);
  const entryAt = async ({ key }: StoredRecord, actor: string, signal: AbortSignal): Promise<DecisionEntry> => {
    const record = await storage.get({ collection: records.entries, key: key.slice(65) }, signal);
    const entry = record && entryOf(record);
    if (entry?.actor === actor) return entry;
    throw damagedAt(key.slice(65));
  };
  return {
    async append(decision, signal) {
      return enqueue({ ...checkDecision(decision), at: clock.now(), signal });
    },
    async recent(request, signal) {
      const { limit, before } = checkRecent(request);
      const after = before === undefined ? {} : { after: keyOfSequence(before) };
      const page = await storage.list({ collection: records.entries, limit, ...after }, signal);
      return page.map((record) => entryOf(record) ?? thrown(damagedAt(record.key)));
    },
    async byActor(request, signal) {
      const { actor, limit, before } = checkByActor(request);
      const prefix = `${actorHash(actor)}:`;
      const after = before === undefined ? prefix : indexKey({ actor, sequence: before });
      const page = await storage.list({ collection: records.index, limit, after }, signal);
      return Promise.all(
        page.filter(({ key }) => key.startsWith(prefix)).map((record) => entryAt(record, actor, signal)),
      );
    },
    async count(signal) {
      return (await records.readHead(signal)).sequence;
    },
    async head(signal) {
      const { sequence, hash } = await records.readHead(signal);
      return { sequence, hash };
    },
    verify: (signal, verifyOptions = {}) => verifyDecisions(records, verifyOptions, signal),
  };
}

function resolveDecisionLogOptions(options: DecisionLogOptions): Required<DecisionLogOptions> {
  const resolved = { ...DECISION_LOG_DEFAULTS, ...options };
  const { name, maxWaitingBytes } = resolved;
  if (nameIssues(name, "").length > 0 || name.length > 64)
    throw new RangeError(
      `name must be words of A-Za-z0-9_- with dots between them, at most 64 characters, and is ${name}.`,
    );
  if (!Number.isSafeInteger(maxWaitingBytes) || maxWaitingBytes < 1)
    throw new RangeError(`maxWaitingBytes must be a whole number of 1 or more, and is ${String(maxWaitingBytes)}.`);
  return resolved;
}

function damagedAt(key: string): AppError {
  return stateError("state/damaged", { record: `entry ${sequenceOfKey(key) ?? 0} of the decision log` });
}

function thrown(error: AppError): never {
  throw error;
}
