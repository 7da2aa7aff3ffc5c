import type { ResolvedMemoryEventBusOptions } from "./memory-event-bus-options.ts";

interface Seen {
  readonly sequence: number;
  readonly at: number;
}

/** Which events were published not long ago, oldest first. */
export class DuplicateWindow {
  readonly #limits: Pick<ResolvedMemoryEventBusOptions, "duplicateWindowMs" | "maxDuplicateIds">;
  readonly #seen = new Map<string, Seen>();

  constructor(limits: Pick<ResolvedMemoryEventBusOptions, "duplicateWindowMs" | "maxDuplicateIds">) {
    this.#limits = limits;
  }

  /** The sequence under which an event was published within the window. */
  find(key: string, now: number): number | undefined {
    for (const [oldest, { at }] of this.#seen) {
      if (now - at < this.#limits.duplicateWindowMs) break;
      this.#seen.delete(oldest);
    }
    return this.#seen.get(key)?.sequence;
  }

  add(key: string, sequence: number, now: number): void {
    this.#seen.set(key, { sequence, at: now });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > this.#limits.maxDuplicateIds && oldest !== undefined) this.#seen.delete(oldest);
  }
}
