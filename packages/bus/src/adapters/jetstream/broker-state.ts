import { coreError } from "@cordon/core";
import type { NatsConnection } from "@nats-io/transport-node";
import { abortable } from "./abortable.ts";

/** Whether the broker can be reached. What is sent while it cannot would be lost, or come out later than it may. */
export interface BrokerState extends Disposable {
  readonly isUp: () => boolean;
  /** Resolves when it is up. Rejects with `core/aborted`, and at once where the connection was closed for good. */
  readonly whenUp: (signal: AbortSignal) => Promise<void>;
  /** Aborts when the broker is lost. */
  readonly lost: () => AbortSignal;
  /** Calls back each time that it is there again. */
  readonly onUp: (listener: () => void) => void;
}

/** Looks on at a connection, until it is disposed. */
export function watchBroker(connection: NatsConnection): BrokerState {
  // The client's own iterators can be stopped from outside, which its types do not say.
  const statuses: AsyncIterable<{ readonly type: string }> & { readonly stop?: () => void } = connection.status();
  const listeners = new Set<() => void>();
  let lost = new AbortController();
  let up = Promise.withResolvers<void>();
  const goDown = (): void => {
    if (lost.signal.aborted) return;
    up = Promise.withResolvers<void>();
    lost.abort();
  };
  const goUp = (): void => {
    if (!lost.signal.aborted) return;
    lost = new AbortController();
    up.resolve();
    for (const listener of listeners) listener();
  };
  const end = (): void => {
    goDown();
    // Whoever waits sees that there is nothing to wait for.
    up.resolve();
  };
  const watch = async (): Promise<void> => {
    for await (const { type } of statuses) {
      if (type === "disconnect") goDown();
      else if (type === "reconnect") goUp();
    }
  };
  void watch().catch(end);
  void connection.closed().then(end, end);
  return {
    isUp: () => !lost.signal.aborted && !connection.isClosed(),
    async whenUp(signal) {
      while (lost.signal.aborted) {
        if (connection.isClosed()) throw coreError("core/aborted", {});
        await abortable(up.promise, signal);
      }
    },
    lost: () => lost.signal,
    onUp(listener) {
      listeners.add(listener);
    },
    [Symbol.dispose]() {
      listeners.clear();
      statuses.stop?.();
    },
  };
}
