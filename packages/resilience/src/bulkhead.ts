import { coreError } from "@cordon/core";
import { beginTask } from "./async-function.ts";
import { resilienceError } from "./errors.ts";
import { requireWhole } from "./require-number.ts";

/** How many calls of one key may run, and how many may wait for their turn. */
export interface BulkheadOptions {
  /** 1 to 100,000. */
  readonly maxRunning: number;
  /** 0 to 1,000,000. Default 0: a call that cannot run at once is refused. */
  readonly maxWaiting?: number;
}

/** The defaults of `BulkheadOptions`. */
export const BULKHEAD_DEFAULTS: Required<Omit<BulkheadOptions, "maxRunning">> = { maxWaiting: 0 };

/**
 * Keeps the calls of one key from taking what all share.
 *
 * - Never more than `maxRunning` tasks of a key run at once, and waiting ones begin in the order in which they came.
 * - One more than may wait rejects with `resilience/bulkhead-full`; one whose signal aborts while it waits, with `core/aborted`.
 * - Keys without tasks are remembered only as far as that takes next to nothing.
 */
export interface Bulkhead {
  readonly run: <Result>(key: string, task: () => Promise<Result>, signal: AbortSignal) => Promise<Result>;
  /** How many tasks of the key run and wait now. */
  readonly load: (key: string) => { readonly running: number; readonly waiting: number };
}

interface Compartment {
  running: number;
  readonly waiting: Set<() => void>;
}

// Making and forgetting a compartment for each task costs more than keeping those of the keys that come again.
const MAX_IDLE = 1000;

/** Makes a bulkhead with a compartment per key. */
export function createBulkhead(options: BulkheadOptions): Bulkhead {
  const { maxRunning, maxWaiting } = { ...BULKHEAD_DEFAULTS, ...options };
  requireWhole("maxRunning", maxRunning, 1, 100_000);
  requireWhole("maxWaiting", maxWaiting, 0, 1_000_000);
  const compartments = new Map<string, Compartment>();

  const compartmentOf = (key: string): Compartment => {
    const known = compartments.get(key);
    if (known !== undefined) return known;
    const added: Compartment = { running: 0, waiting: new Set() };
    compartments.set(key, added);
    return added;
  };
  const leave = (key: string, compartment: Compartment): void => {
    if (compartment.waiting.size === 0) {
      compartment.running -= 1;
      if (compartment.running === 0 && compartments.size > MAX_IDLE) compartments.delete(key);
      return;
    }
    const [next = nobody] = compartment.waiting;
    // The place goes straight to the one that waited longest, so nobody who comes just now can take it.
    compartment.waiting.delete(next);
    next();
  };

  const occupy = <Result>(key: string, compartment: Compartment, task: () => Promise<Result>): Promise<Result> =>
    beginTask(task).then(
      (result) => {
        leave(key, compartment);
        return result;
      },
      (error: unknown) => {
        leave(key, compartment);
        throw error;
      },
    );
  const waitAndOccupy: Bulkhead["run"] = async (key, task, signal) => {
    const compartment = compartmentOf(key);
    if (compartment.waiting.size >= maxWaiting) {
      throw resilienceError("resilience/bulkhead-full", {
        key,
        running: compartment.running,
        waiting: compartment.waiting.size,
      });
    }
    await turn(compartment, signal);
    return occupy(key, compartment, task);
  };

  return {
    run(key, task, signal) {
      if (signal.aborted) return Promise.reject(coreError("core/aborted", {}));
      const compartment = compartmentOf(key);
      if (compartment.running >= maxRunning) return waitAndOccupy(key, task, signal);
      compartment.running += 1;
      return occupy(key, compartment, task);
    },
    load(key) {
      const compartment = compartments.get(key);
      return { running: compartment?.running ?? 0, waiting: compartment?.waiting.size ?? 0 };
    },
  };
}

function nobody(): void {}

function turn({ waiting }: Compartment, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const begin = (): void => {
      signal.removeEventListener("abort", giveUp);
      resolve();
    };
    const giveUp = (): void => {
      waiting.delete(begin);
      reject(coreError("core/aborted", {}));
    };
    waiting.add(begin);
    signal.addEventListener("abort", giveUp, { once: true });
  });
}
