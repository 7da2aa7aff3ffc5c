import type { Clock } from "@cordon/core";

/** Does something soon after it was asked for, once for all that asked meanwhile. */
export interface Paced extends Disposable {
  readonly ask: () => void;
}

/** Lets `work` be done at once, when all that asks for it has gone on, and then not again for `gapMs`. */
export function createPaced(clock: Clock, gapMs: number, work: () => void): Paced {
  const stopped = new AbortController();
  let isWanted = false;
  let isPaused = false;
  const run = (): void => {
    if (!isWanted || isPaused || stopped.signal.aborted) return;
    isWanted = false;
    isPaused = true;
    clock.sleep(gapMs, stopped.signal).then(
      () => {
        isPaused = false;
        run();
      },
      () => undefined,
    );
    work();
  };
  return {
    ask() {
      if (isWanted) return;
      isWanted = true;
      queueMicrotask(run);
    },
    [Symbol.dispose]() {
      stopped.abort();
    },
  };
}
