import type { Envelope, MessageBus, Received } from "@cordon/bus";
import { AppError, type Clock, type Logger, type Telemetry } from "@cordon/core";
import type { EventBus } from "@cordon/events";
import { busEventOf } from "./bus-event.ts";

/** What is read, and where it is kept. */
export interface RecordBusEventsOptions {
  readonly bus: Pick<MessageBus, "subscribe">;
  readonly events: EventBus;
  /** Whether a message came from another server, which records it itself. */
  readonly isForeign: (envelope: Envelope) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}

const CAPACITY = 10_000;
const MAX_IN_FLIGHT = 256;
const LOG_EVERY_MS = 10_000;

/**
 * Records the events of this server's bus as CloudEvents, in their order. It has a queue of its own, so that whoever publishes on the bus waits for
 * nothing; what does not fit into it, or is refused, is counted, and logged now and then.
 */
export function recordBusEvents(options: RecordBusEventsOptions): AsyncDisposable {
  const { bus, events, isForeign } = options;
  const stopped = new AbortController();
  const note = createLossLog(options);
  const inFlight = new Set<Promise<void>>();
  const subscription = bus.subscribe({ name: "event-recorder", topic: "event.>", capacity: CAPACITY });

  const record = async (received: Received): Promise<void> => {
    if (received.kind === "gap") return note(received.dropped, "bus/disconnected");
    if (isForeign(received.envelope)) return;
    const request = busEventOf(received);
    if (request === undefined) return;
    const published = events.publish(request, stopped.signal).then(
      () => undefined,
      (error: unknown) => note(1, AppError.is(error) ? error.code : "core/internal"),
    );
    const settled = published.finally(() => inFlight.delete(settled));
    inFlight.add(settled);
    // Given to the bus one after the other, which keeps their order; answers may take their time.
    if (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
  };
  const running = subscription.consume(record).catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      subscription[Symbol.dispose]();
      stopped.abort();
      await running;
      await Promise.all(inFlight);
    },
  };
}

function createLossLog({ clock, logger, telemetry }: RecordBusEventsOptions): (count: number, code: string) => void {
  let lost = 0;
  let loggedAt = Number.NEGATIVE_INFINITY;
  return (count, code) => {
    lost += count;
    telemetry.count("cordon.bus_events_lost", count);
    if (clock.elapsed() - loggedAt < LOG_EVERY_MS) return;
    loggedAt = clock.elapsed();
    logger.log("warn", "events of the bus were not recorded", { lost, code });
    lost = 0;
  };
}
