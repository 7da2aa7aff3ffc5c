import type { EventBus, EventDelivery, SubscribeFrom } from "@cordon/events";

/** What a client of a stream is told. */
export type FeedItem =
  | ({ readonly kind: "event" } & Pick<EventDelivery, "event" | "topic" | "sequence">)
  | { readonly kind: "gap"; readonly missed: number };

/** Which events, and after which one. */
export interface FeedRequest {
  readonly topic: string;
  /** The sequence of the last event that the client has, or what else to begin with. */
  readonly from: "new" | "all" | { readonly after: number };
}

/** Events for one client, each once and in order. Ends when its signal aborts or its reader leaves. */
export interface EventFeed extends AsyncIterable<FeedItem> {
  /** For a feed that is never read. Safe twice. */
  readonly end: () => Promise<void>;
}

// What a client that takes nothing keeps in memory: each may have a megabyte, and there may be a thousand clients.
const MAX_IN_FLIGHT = 16;

/** Opens a feed; from then on nothing is missed. Rejects as `EventBus.subscribe` does. */
export async function openEventFeed(events: EventBus, request: FeedRequest, signal: AbortSignal): Promise<EventFeed> {
  const { topic, from } = request;
  const maxInFlight = MAX_IN_FLIGHT;
  const subscription = await events.subscribe({ topic, from: beginning(from), maxInFlight }, signal);
  const read = async function* (): AsyncGenerator<FeedItem> {
    let last = 0;
    for await (const item of subscription) {
      if (item.kind === "gap") {
        yield { kind: "gap", missed: item.missed };
        continue;
      }
      const { sequence, event } = item;
      // What it is good for is asking again, which this client does by itself. An acknowledgement that is lost only brings the event again.
      void item.ack().catch(() => undefined);
      if (sequence <= last) continue;
      // The bus began anew since the client was here, so all that it has now is news.
      if (last === 0 && typeof from === "object" && sequence <= from.after) yield { kind: "gap", missed: sequence - 1 };
      last = sequence;
      yield { kind: "event", event, topic: item.topic, sequence };
    }
  };
  return {
    [Symbol.asyncIterator]: read,
    async end() {
      await subscription[Symbol.asyncDispose]();
    },
  };
}

function beginning(from: FeedRequest["from"]): SubscribeFrom {
  return typeof from === "object" ? { sequence: from.after + 1 } : from;
}
