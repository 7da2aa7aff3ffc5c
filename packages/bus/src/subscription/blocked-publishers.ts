import type { Clock, Deadline } from "@cordon/core";
import { Deque } from "./deque.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Parcel } from "./parcel.ts";

interface Blocked {
  readonly parcel: Parcel;
  readonly release: () => void;
  deadline: Deadline | undefined;
  isOver: boolean;
  /** Messages that came after this one and were left out at once. */
  leftOutAfter: number;
}

/** Publishers that wait until a subscriber's mailbox has room, in the order in which they came. */
export class BlockedPublishers {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #mailbox: Mailbox;
  readonly #blocked = new Deque<Blocked>();
  #last: Blocked | undefined;

  constructor(clock: Clock, timeoutMs: number, mailbox: Mailbox) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#mailbox = mailbox;
  }

  get size(): number {
    return this.#blocked.size;
  }

  /** Counts a message that was left out after those that wait here. */
  leaveOut(): void {
    this.#mailbox.countDropped();
    if (this.#last === undefined) this.#mailbox.addGap(1);
    else this.#last.leftOutAfter += 1;
  }

  /** Resolves when the message is in the mailbox, or was left out because the time was over or `signal` aborted. */
  wait(parcel: Parcel, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((release) => {
      const blocked: Blocked = { parcel, release, deadline: undefined, isOver: false, leftOutAfter: 0 };
      this.#blocked.push(blocked);
      this.#last = blocked;
      blocked.deadline = this.#clock.deadline(this.#timeoutMs, signal, () => {
        blocked.isOver = true;
        this.#mailbox.countDropped();
        release();
        // Those behind one that is over may come to the front with it.
        this.admit();
      });
    });
  }

  /** Moves into the mailbox what it has room for. What was left out is counted in its place. */
  admit(): void {
    for (let next = this.#blocked.peek(); next !== undefined; next = this.#blocked.peek()) {
      if (!next.isOver && !this.#mailbox.hasRoom) return;
      this.#blocked.shift();
      if (next.isOver) this.#mailbox.addGap(1);
      else this.#let(next);
      this.#mailbox.addGap(next.leftOutAfter);
    }
    this.#last = undefined;
  }

  /** Lets all go, as there is nobody any more to wait for. */
  releaseAll(): void {
    for (let next = this.#blocked.shift(); next !== undefined; next = this.#blocked.shift()) {
      next.deadline?.clear();
      next.release();
    }
  }

  #let({ parcel, release, deadline }: Blocked): void {
    deadline?.clear();
    this.#mailbox.offer(parcel);
    release();
  }
}
