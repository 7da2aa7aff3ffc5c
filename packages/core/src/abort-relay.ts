/** Something that is to know when a signal aborts. */
export interface AbortListener {
  readonly onParentAbort: (reason: unknown) => void;
}

/**
 * One listener on a signal for all that wait for it. Adding and removing a listener for each call that has the same caller costs more than the
 * rest of a deadline.
 */
export class AbortRelay {
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<AbortListener>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", this, { once: true });
  }

  add(listener: AbortListener): void {
    this.#waiting.add(listener);
  }

  delete(listener: AbortListener): void {
    this.#waiting.delete(listener);
  }

  handleEvent(): void {
    for (const listener of this.#waiting) listener.onParentAbort(this.#signal.reason);
    this.#waiting.clear();
  }
}

/** Finds the relay of a signal, which lives as long as the signal does. */
export function createAbortRelays(): (signal: AbortSignal) => AbortRelay {
  const relays = new WeakMap<AbortSignal, AbortRelay>();
  return (signal) => {
    const known = relays.get(signal);
    if (known !== undefined) return known;
    const added = new AbortRelay(signal);
    relays.set(signal, added);
    return added;
  };
}
