/** Something that has work to do when whoever gave it the work has gone on. */
export interface Drained {
  readonly drain: () => void;
}

/** Runs the work of many soon after, together: a microtask for each of a thousand subscribers would cost more than its work. */
export class DrainQueue {
  #waiting: Drained[] = [];

  add(work: Drained): void {
    if (this.#waiting.push(work) === 1) queueMicrotask(this.#run);
  }

  readonly #run = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) work.drain();
  };
}
