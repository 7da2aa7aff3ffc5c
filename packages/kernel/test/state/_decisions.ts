import type { Storage, StorageChange, StoredRecord } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { createDecisionLog, type DecisionLog } from "../../src/state/decision-log.ts";
import type { Decision } from "../../src/state/decisions/decision.ts";
import { never } from "./_storages.ts";

/** A decision that may be kept. */
export function decision(change: Partial<Decision> = {}): Decision {
  return {
    actor: "agent",
    action: "deploy",
    rationale: "all checks passed",
    inputs: { checks: 3 },
    output: "yes",
    confidence: 0.9,
    ...change,
  };
}

/** A log with entries 1 to `count`, by `actor-0` and `actor-1` in turns. */
export async function logWith(storage: Storage, count: number): Promise<DecisionLog> {
  const log = createDecisionLog({ storage, clock: createManualClock() });
  const appends = Array.from({ length: count }, (_, at) =>
    log.append(decision({ actor: `actor-${at % 2}`, inputs: { at } }), never),
  );
  await Promise.all(appends);
  return log;
}

/** Every record of the log named `main`. */
export async function logRecords(storage: Storage): Promise<readonly StoredRecord[]> {
  const collections = ["decisions:main", "decisions:main:head", "decisions:main:by-actor"];
  return (await Promise.all(collections.map((collection) => storage.list({ collection, limit: 1000 }, never)))).flat();
}

/** Puts a record, whatever was there. */
export function putting(collection: string, key: string, value: StoredRecord["value"]): StorageChange {
  return { kind: "put", collection, key, value, expect: "any" };
}

/** Deletes a record. */
export function deleting({ collection, key }: { readonly collection: string; readonly key: string }): StorageChange {
  return { kind: "delete", collection, key, expect: "any" };
}
