import type { Clock, Deadline } from "@cordon/core";
import type { Arrival } from "./pull-feed.ts";

// As many as a subscription may have in flight: more cannot come again by surprise.
const REMEMBERED = 10_000;

/** What a subscription has handed out, each until it is settled or its time is over, and what it has acknowledged lately. */
export class Claims {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #onReleased: () => void;
  readonly #held = new Map<Arrival, Deadline>();
  readonly #done = new Set<number>();

  constructor(clock: Clock, timeoutMs: number, onReleased: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#onReleased = onReleased;
  }

  get count(): number {
    return this.#held.size;
  }

  add(arrival: Arrival): void {
    const left = Math.max(0, this.#timeoutMs - (this.#clock.elapsed() - arrival.arrivedAt));
    const onTimeout = (): void => {
      if (this.#held.delete(arrival)) this.#onReleased();
    };
    this.#held.set(arrival, this.#clock.deadline(left, undefined, onTimeout));
  }

  has(arrival: Arrival): boolean {
    return this.#held.has(arrival);
  }

  /** Whether it was still held. */
  release(arrival: Arrival): boolean {
    this.#held.get(arrival)?.clear();
    return this.#held.delete(arrival);
  }

  markDone(sequence: number): void {
    this.#done.add(sequence);
    const [oldest] = this.#done;
    if (this.#done.size > REMEMBERED && oldest !== undefined) this.#done.delete(oldest);
  }

  isDone(sequence: number): boolean {
    return this.#done.has(sequence);
  }

  replies(): readonly string[] {
    return [...this.#held.keys()].filter(({ sequence }) => !this.#done.has(sequence)).map(({ reply }) => reply);
  }

  /** The first sequence that is neither acknowledged nor without a delivery, `undefined` where there is none. */
  lowest(arrived: readonly Arrival[]): number | undefined {
    let lowest: number | undefined;
    for (const { sequence } of [...this.#held.keys(), ...arrived]) {
      if (!this.#done.has(sequence) && (lowest === undefined || sequence < lowest)) lowest = sequence;
    }
    return lowest;
  }

  clear(): void {
    for (const deadline of this.#held.values()) deadline.clear();
    this.#held.clear();
  }
}
