import type { JsonObject, Storage, StorageChange, StoredRecord } from "@cordon/core";
import { z } from "zod";
import { keyOfSequence, LAST_SEQUENCE } from "../newest-first.ts";
import { stateError } from "../state-errors.ts";
import { actorHash, decisionHash, genesisHash } from "./chain.ts";
import type { DecisionEntry, DecisionHead } from "./decision.ts";

/** The head as it stands in storage. Revision 0: there is none yet. */
export interface StoredHead extends DecisionHead {
  readonly revision: number;
}

/** Where a log is kept: entries, newest first; one record of the head; and for each actor the keys of its entries. */
export interface DecisionRecords {
  readonly storage: Storage;
  readonly entries: string;
  readonly index: string;
  readonly genesis: string;
  /** Throws `state/damaged` where it is none. */
  readonly readHead: (signal: AbortSignal) => Promise<StoredHead>;
  /** What to commit, the head first: a conflict there means that another process was faster. */
  readonly changesOf: (head: StoredHead, entries: readonly DecisionEntry[]) => readonly StorageChange[];
}

// Without code generation: zod's fast path makes functions out of text, which this project does not do.
const WITHOUT_EVAL = { jitless: true } as const;
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const sequence = z.int().min(1).max(LAST_SEQUENCE);
const headSchema = z.strictObject({ sequence, hash: hex });
const entrySchema = z.looseObject({
  sequence,
  at: z.number(),
  actor: z.string(),
  action: z.string(),
  rationale: z.string(),
  confidence: z.number().min(0).max(1),
  envelopeId: z.string().optional(),
  previous: hex,
  hash: hex,
});

/** The records of a log in a storage. */
export function createDecisionRecords(storage: Storage, name: string): DecisionRecords {
  const entries = `decisions:${name}`;
  const headAt = { collection: `decisions:${name}:head`, key: "head" };
  const index = `decisions:${name}:by-actor`;
  const genesis = genesisHash(name);
  return {
    storage,
    entries,
    index,
    genesis,
    async readHead(signal) {
      const record = await storage.get(headAt, signal);
      if (record === undefined) return { sequence: 0, hash: genesis, revision: 0 };
      const parsed = headSchema.safeParse(record.value, WITHOUT_EVAL);
      if (!parsed.success) throw stateError("state/damaged", { record: "the head of the decision log" });
      return { ...parsed.data, revision: record.revision };
    },
    changesOf(head, added) {
      const last = added.at(-1) ?? head;
      const value = { sequence: last.sequence, hash: last.hash };
      const expect = head.revision === 0 ? "absent" : { revision: head.revision };
      return [
        { kind: "put", ...headAt, value, expect },
        ...added.flatMap((entry) => [
          putNew(entries, keyOfSequence(entry.sequence), entry as DecisionEntry & JsonObject),
          putNew(index, indexKey(entry), { sequence: entry.sequence }),
        ]),
      ];
    },
  };
}

/** The entry of a record, or `undefined` where the record does not hold the entry of its key, as it was written. */
export function entryOf({ key, value }: StoredRecord): DecisionEntry | undefined {
  const parsed = entrySchema.safeParse(value, WITHOUT_EVAL);
  if (!parsed.success || keyOfSequence(parsed.data.sequence) !== key) return undefined;
  const entry = value as unknown as DecisionEntry;
  return decisionHash(entry) === entry.hash ? entry : undefined;
}

/** The key of an entry in the index. All of one actor stand together, the newest first. */
export function indexKey({ actor, sequence: at }: { readonly actor: string; readonly sequence: number }): string {
  return `${actorHash(actor)}:${keyOfSequence(at)}`;
}

function putNew(collection: string, key: string, value: JsonObject): StorageChange {
  return { kind: "put", collection, key, value, expect: "absent" };
}
