import { type Clock, coreError, type Deadline } from "@cordon/core";
import type { Speaker } from "./capability/speaker.ts";
import { busError } from "./errors.ts";

interface Delayed {
  readonly deadline: Deadline;
  readonly reject: (error: unknown) => void;
}

/** Messages that are to be published later. */
export class DelayedMessages {
  readonly #clock: Clock;
  readonly #max: number;
  readonly #delayed = new Set<Delayed>();
  readonly #ofSender = new Map<string, number>();

  constructor(clock: Clock, max: number) {
    this.#clock = clock;
    this.#max = max;
  }

  /**
   * Resolves with what `publish` comes to when the time is there, and rejects with `core/aborted` if `signal` aborts before that. A sender has a
   * tenth of the room at most, so that none is without for another's sake.
   */
  wait<Result>(
    { name, isGuarded }: Pick<Speaker, "name" | "isGuarded">,
    delayMs: number,
    signal: AbortSignal | undefined,
    publish: () => Promise<Result>,
  ): Promise<Result> {
    const ofSender = this.#ofSender.get(name) ?? 0;
    const max = isGuarded ? Math.ceil(this.#max / 10) : this.#max;
    if (this.#delayed.size >= this.#max || ofSender >= max)
      return Promise.reject(busError("bus/too-many-delayed", { max: ofSender >= max ? max : this.#max }));
    if (signal?.aborted === true) return Promise.reject(coreError("core/aborted", {}));
    this.#ofSender.set(name, ofSender + 1);
    return new Promise((resolve, reject) => {
      const deadline = this.#clock.deadline(delayMs, signal, () => {
        this.#delayed.delete(delayed);
        this.#giveBack(name);
        if (signal?.aborted === true) reject(coreError("core/aborted", {}));
        else publish().then(resolve, reject);
      });
      const delayed: Delayed = { deadline, reject };
      this.#delayed.add(delayed);
    });
  }

  clear(): void {
    for (const { deadline, reject } of this.#delayed) {
      deadline.clear();
      reject(busError("bus/closed", {}));
    }
    this.#delayed.clear();
    this.#ofSender.clear();
  }

  #giveBack(name: string): void {
    const left = (this.#ofSender.get(name) ?? 0) - 1;
    if (left > 0) this.#ofSender.set(name, left);
    else this.#ofSender.delete(name);
  }
}
