import type { Clock, Deadline } from "@cordon/core";
import { MAX_TIMER, requireWhole } from "../require-whole.ts";
import type { Parcel } from "./parcel.ts";
import type { AckOptions, Delivery } from "./subscription.ts";

/** What a ledger is made with. */
export interface AckLedgerOptions extends Required<Omit<AckOptions, "onDeadLetter" | "onError">> {
  readonly clock: Clock;
  /** There is something to deliver again, or room for something new. */
  readonly onReady: () => void;
  readonly onDeadLetter: (parcel: Parcel, deliveries: number) => void;
}

/** A message that was handed out and is not done. */
interface Pending {
  readonly parcel: Parcel;
  readonly order: number;
  attempt: number;
  /** Of the acknowledgement, or of the wait before it is delivered again. */
  deadline: Deadline | undefined;
}

/**
 * What a subscriber was given and has not acknowledged. A message is under way, waits to be due again, or is due:
 *
 *   handed out -> under way -> acknowledged
 *                           -> rejected, or not heard of -> [waits] -> due -> under way ... -> dead letter
 */
export class AckLedger {
  readonly #options: AckLedgerOptions;
  readonly #pending = new Set<Pending>();
  readonly #due: Pending[] = [];
  #handedOut = 0;

  constructor(options: AckLedgerOptions) {
    this.#options = options;
  }

  get hasRoom(): boolean {
    return this.#pending.size < this.#options.maxInFlight;
  }

  get hasDue(): boolean {
    return this.#due.length > 0;
  }

  /** Hands out what has never been. */
  begin(parcel: Parcel): Delivery {
    this.#handedOut += 1;
    const pending: Pending = { parcel, order: this.#handedOut, attempt: 0, deadline: undefined };
    this.#pending.add(pending);
    return this.#deliver(pending);
  }

  /** Hands out what is due again, the oldest first. */
  again(): Delivery | undefined {
    const next = this.#due.shift();
    return next && this.#deliver(next);
  }

  clear(): void {
    for (const { deadline } of this.#pending) deadline?.clear();
    this.#pending.clear();
    this.#due.length = 0;
  }

  #deliver(pending: Pending): Delivery {
    pending.attempt += 1;
    const { attempt, parcel } = pending;
    // A delivery has one end, and only then is there another one: never do two say what becomes of a message.
    let isOver = false;
    const end = (how: () => void): void => {
      if (isOver || !this.#pending.has(pending)) return;
      isOver = true;
      pending.deadline?.clear();
      how();
    };
    const { clock, timeoutMs } = this.#options;
    pending.deadline = clock.deadline(timeoutMs, undefined, () => end(() => this.#retry(pending, 0)));
    return Object.freeze({
      kind: "message",
      envelope: parcel.envelope,
      topic: parcel.topic,
      to: parcel.to,
      attempt,
      ack: () =>
        end(() => {
          this.#pending.delete(pending);
          this.#options.onReady();
        }),
      nack: ({ delayMs = 0 }: { readonly delayMs?: number } = {}) => {
        // Before anything is done: a message whose wait cannot begin would be under way for ever.
        requireWhole("delayMs", delayMs, 0, MAX_TIMER);
        end(() => this.#retry(pending, delayMs));
      },
    });
  }

  #retry(pending: Pending, delayMs: number): void {
    const { clock, maxDeliveries, onDeadLetter, onReady } = this.#options;
    if (pending.attempt >= maxDeliveries) {
      this.#pending.delete(pending);
      // It may stop the subscription, and what would be next must not be handed out before that.
      onDeadLetter(pending.parcel, pending.attempt);
      onReady();
    } else if (delayMs > 0) {
      pending.deadline = clock.deadline(delayMs, undefined, () => this.#makeDue(pending));
    } else {
      this.#makeDue(pending);
    }
  }

  #makeDue(pending: Pending): void {
    const after = this.#due.findIndex(({ order }) => order > pending.order);
    this.#due.splice(after === -1 ? this.#due.length : after, 0, pending);
    this.#options.onReady();
  }
}
