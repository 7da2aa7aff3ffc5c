import type { ServerResponse } from "node:http";
import type { Clock } from "@cordon/core";
import type { EventFeed } from "./event-feed.ts";
import { formatSse } from "./format-sse.ts";
import type { StreamLimits } from "./stream-limits.ts";

/** How a stream is written. */
export interface WriteEventsOptions {
  readonly clock: Clock;
  readonly limits: Pick<StreamLimits, "heartbeatMs" | "stallMs">;
}

/** What came of a stream. */
export interface WrittenEvents {
  readonly events: number;
  /** The client took nothing for too long, so it was cut off. */
  readonly isStalled: boolean;
}

/**
 * Writes a feed as server-sent events until it ends, the signal aborts or the client is gone. Waits for the client to take what was written, so that what it
 * does not take stays with the bus. Never rejects.
 */
export async function writeEvents(
  feed: EventFeed,
  response: ServerResponse,
  { clock, limits }: WriteEventsOptions,
  signal: AbortSignal,
): Promise<WrittenEvents> {
  let events = 0;
  let isStalled = false;
  const beating = beat(response, clock, limits.heartbeatMs, signal);
  try {
    for await (const item of feed) {
      if (!response.write(formatSse(item)) && !(await drained(response, clock, limits.stallMs, signal))) {
        isStalled = !signal.aborted;
        break;
      }
      events += 1;
    }
  } catch {
    // The bus cannot be read any more. The client sees the end, and comes back to where it was.
  }
  await beating.stop();
  if (isStalled) response.destroy();
  return { events, isStalled };
}

/** Says now and then that the stream is there, unless the client has not even taken what was said before. */
function beat(
  response: ServerResponse,
  clock: Clock,
  everyMs: number,
  signal: AbortSignal,
): { readonly stop: () => Promise<void> } {
  const stopped = new AbortController();
  const either = AbortSignal.any([stopped.signal, signal]);
  const run = async (): Promise<void> => {
    while (!either.aborted) {
      await clock.sleep(everyMs, either).catch(() => undefined);
      if (!either.aborted && !response.writableNeedDrain) response.write(":\n\n");
    }
  };
  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

async function drained(response: ServerResponse, clock: Clock, stallMs: number, signal: AbortSignal): Promise<boolean> {
  const taken = Promise.withResolvers<boolean>();
  const resolve = (): void => taken.resolve(true);
  const deadline = clock.deadline(stallMs, signal, () => taken.resolve(false));
  response.once("drain", resolve);
  try {
    return await taken.promise;
  } finally {
    response.off("drain", resolve);
    deadline.clear();
  }
}
