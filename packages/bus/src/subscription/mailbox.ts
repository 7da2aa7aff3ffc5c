import { Deque } from "./deque.ts";
import type { Parcel } from "./parcel.ts";
import type { Gap, Overflow } from "./subscription.ts";

/** What became of a message that was offered. `full` is for whoever waits, or disconnects. */
export type Offered = "queued" | "dropped" | "full";

/**
 * The messages that wait for one subscriber, with a gap wherever some were left out:
 *
 *   taken <- [gap] m m [gap] m m [gap] <- offered
 *
 * Gaps take no room. Every message is either taken once or counted in one gap.
 */
export class Mailbox {
  readonly #capacity: number;
  readonly #policy: Overflow["policy"];
  readonly #entries = new Deque<Parcel | Gap>();
  #messages = 0;
  /** Left out before the first entry, and after the last. */
  #headGap = 0;
  #tailGap = 0;
  #dropped = 0;

  constructor(capacity: number, policy: Overflow["policy"]) {
    this.#capacity = capacity;
    this.#policy = policy;
  }

  get waiting(): number {
    return this.#messages;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Whether there is nothing to take. */
  get isEmpty(): boolean {
    return this.#messages === 0 && this.#headGap === 0 && this.#tailGap === 0;
  }

  get hasRoom(): boolean {
    return this.#messages < this.#capacity;
  }

  offer(parcel: Parcel): Offered {
    if (this.#messages < this.#capacity) {
      this.#push(parcel);
      return "queued";
    }
    switch (this.#policy) {
      case "drop-new":
        this.countDropped();
        this.addGap(1);
        return "dropped";
      case "drop-old":
        this.#dropOldest();
        this.#push(parcel);
        return "queued";
      default:
        return "full";
    }
  }

  /** Counts a message that will not come. Its place in the order is told apart, by `addGap`. */
  countDropped(): void {
    this.#dropped += 1;
  }

  /** So many messages were left out after those that wait. */
  addGap(messages: number): void {
    this.#tailGap += messages;
  }

  take(): Parcel | Gap | undefined {
    if (this.#headGap > 0) {
      const dropped = this.#headGap;
      this.#headGap = 0;
      return { kind: "gap", dropped };
    }
    const entry = this.#entries.shift();
    if (entry !== undefined) {
      if (entry.kind === "message") this.#messages -= 1;
      return entry;
    }
    if (this.#tailGap === 0) return undefined;
    const dropped = this.#tailGap;
    this.#tailGap = 0;
    return { kind: "gap", dropped };
  }

  clear(): void {
    this.#entries.clear();
    this.#messages = 0;
    this.#headGap = 0;
    this.#tailGap = 0;
  }

  #push(parcel: Parcel): void {
    if (this.#tailGap > 0) {
      this.#entries.push({ kind: "gap", dropped: this.#tailGap });
      this.#tailGap = 0;
    }
    this.#entries.push(parcel);
    this.#messages += 1;
  }

  // With this policy no gap lies between messages: what is left out is always what is oldest.
  #dropOldest(): void {
    this.#entries.shift();
    this.#messages -= 1;
    this.#dropped += 1;
    this.#headGap += 1;
  }
}
