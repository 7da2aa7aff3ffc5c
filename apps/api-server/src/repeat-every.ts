import type { Clock } from "@cordon/core";

/**
 * Does something now and then again after each pause, until it is disposed. What it rejects with is left to the next turn: the
 * work reports its own failures.
 */
export function repeatEvery(
  pauseMs: number,
  clock: Clock,
  work: (signal: AbortSignal) => Promise<void>,
): AsyncDisposable {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await work(stopped.signal).catch(() => undefined);
      await clock.sleep(pauseMs, stopped.signal).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await running;
    },
  };
}
