import type { ResolvedMemoryEventBusOptions } from "./memory-event-bus-options.ts";

/** One event that is kept. */
export interface StoredEvent {
  readonly sequence: number;
  readonly topic: string;
  readonly text: string;
  readonly storedAt: number;
}

type LogLimits = Pick<ResolvedMemoryEventBusOptions, "maxEvents" | "maxBytes" | "maxAgeMs">;

/** The latest events, in order and without a hole. Calls `onEvicted` for each that leaves. */
export class EventLog {
  readonly #limits: LogLimits;
  readonly #onEvicted: (stored: StoredEvent) => void;
  #events: StoredEvent[] = [];
  #head = 0;
  #bytes = 0;
  #last = 0;

  constructor(limits: LogLimits, onEvicted: (stored: StoredEvent) => void) {
    this.#limits = limits;
    this.#onEvicted = onEvicted;
  }

  /** The sequence of the oldest event; of the next one, where there is none. */
  get first(): number {
    return this.#last - (this.#events.length - this.#head) + 1;
  }

  get last(): number {
    return this.#last;
  }

  append(topic: string, text: string, now: number): number {
    this.#last += 1;
    this.#events.push({ sequence: this.#last, topic, text, storedAt: now });
    this.#bytes += bytesOf(text);
    this.evict(now);
    return this.#last;
  }

  at(sequence: number): StoredEvent | undefined {
    return sequence < this.first ? undefined : this.#events[this.#head + sequence - this.first];
  }

  /** The first sequence that was stored at a time or later. */
  firstSince(time: number): number {
    for (let sequence = this.first; sequence <= this.#last; sequence += 1)
      if ((this.at(sequence)?.storedAt ?? 0) >= time) return sequence;
    return this.#last + 1;
  }

  /** Drops what is too old or too much. The newest event stays, however large it is. */
  evict(now: number): void {
    const { maxEvents, maxBytes, maxAgeMs } = this.#limits;
    for (let oldest = this.#events[this.#head]; oldest !== undefined; oldest = this.#events[this.#head]) {
      const count = this.#events.length - this.#head;
      const isOver = count > maxEvents || (this.#bytes > maxBytes && count > 1);
      if (!isOver && now - oldest.storedAt < maxAgeMs) break;
      this.#head += 1;
      this.#bytes -= bytesOf(oldest.text);
      this.#onEvicted(oldest);
    }
    // Moving what is left costs no more than the dropping did.
    if (this.#head > 1024 && this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
  }
}

function bytesOf(text: string): number {
  return text.length * 2;
}
