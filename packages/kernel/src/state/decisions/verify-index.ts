import type { StoredRecord } from "@cordon/core";
import { canonicalJson } from "../canonical-json.ts";
import { keyOfSequence, sequenceOfKey } from "../newest-first.ts";
import { actorHash } from "./chain.ts";
import type { DecisionRecords } from "./decision-records.ts";
import { Unsound } from "./unsound.ts";

const PAGE = 1000;

/**
 * Reads the whole index and holds it against the entries of each actor, newest first. What points above `top` was appended after the entries were read.
 * Takes 8 bytes of memory for each entry.
 */
export async function verifyIndex(
  records: DecisionRecords,
  sequences: ReadonlyMap<string, readonly number[]>,
  top: number,
  signal: AbortSignal,
): Promise<void> {
  const { storage, index } = records;
  const expected = expectedKeys(sequences);
  let next = expected.next();
  let newest = top;
  for (let after: string | undefined; ;) {
    const page = await storage.list(
      { collection: index, limit: PAGE, ...(after === undefined ? {} : { after }) },
      signal,
    );
    for (const record of page) {
      const sequence = sequenceOf(record);
      newest = Math.max(newest, sequence);
      if (sequence > top) continue;
      if (next.done === true || next.value.key > record.key) throw new Unsound(sequence, "index-changed");
      if (next.value.key < record.key) throw new Unsound(next.value.sequence, "index-missing");
      next = expected.next();
    }
    after = page.at(-1)?.key;
    if (page.length < PAGE) break;
  }
  if (next.done !== true) throw new Unsound(next.value.sequence, "index-missing");
  if (newest > top && newest > (await records.readHead(signal)).sequence) throw new Unsound(newest, "index-changed");
}

/** Every key that must be there, in the order in which storage lists them. */
function* expectedKeys(
  sequences: ReadonlyMap<string, readonly number[]>,
): Generator<{ readonly key: string; readonly sequence: number }, undefined> {
  const actors = Array.from(sequences, ([actor, own]) => ({ name: actorHash(actor), own }));
  for (const { name, own } of actors.sort((one, other) => (one.name < other.name ? -1 : 1)))
    for (const sequence of own) yield { key: `${name}:${keyOfSequence(sequence)}`, sequence };
  return undefined;
}

function sequenceOf({ key, value }: StoredRecord): number {
  const sequence = /^[0-9a-f]{64}:/.test(key) ? sequenceOfKey(key.slice(65)) : undefined;
  const json = canonicalJson(value);
  if (sequence !== undefined && json.ok && json.text === `{"sequence":${sequence}}`) return sequence;
  throw new Unsound(sequence ?? 0, "index-changed");
}
