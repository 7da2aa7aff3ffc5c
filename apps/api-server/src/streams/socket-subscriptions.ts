import { type EventBus, formatCloudEvent } from "@cordon/events";
import { serverError } from "../errors.ts";
import { type EventFeed, type FeedItem, type FeedRequest, openEventFeed } from "./event-feed.ts";
import type { SocketWriter } from "./socket-writer.ts";

/** The subscriptions of one socket, by the ids that its client gave them. */
export interface SocketSubscriptions {
  /** Resolves when nothing more is missed, having said so. */
  readonly open: (id: string, request: FeedRequest) => Promise<void>;
  readonly close: (id: string) => Promise<void>;
}

/** What subscriptions work with. */
export interface SubscriptionOptions {
  readonly events: EventBus;
  readonly writer: SocketWriter;
  readonly maxSubscriptions: number;
  /** Hears what a subscription failed with after it was opened. */
  readonly onFailed: (id: string, error: unknown) => void;
}

// A dead letter is a little larger than the event that it was.
const DELIVERED = { maxBytes: 2_097_152 } as const;

/** Makes the subscriptions of a socket. All of them end when the signal aborts. */
export function createSocketSubscriptions(options: SubscriptionOptions, signal: AbortSignal): SocketSubscriptions {
  const { events, writer, maxSubscriptions, onFailed } = options;
  const open = new Map<string, AbortController>();

  const pump = async (id: string, feed: EventFeed, ended: AbortController): Promise<void> => {
    try {
      for await (const item of feed) await writer.deliver(textOf(id, item), signal);
    } catch (error) {
      if (!ended.signal.aborted && !signal.aborted) onFailed(id, error);
    } finally {
      if (open.get(id) === ended) open.delete(id);
    }
  };
  return {
    async open(id, request) {
      if (open.has(id)) throw refusal("/id", "must not be that of a subscription that is open");
      if (open.size >= maxSubscriptions)
        throw refusal("/type", `must not be subscribe: there are ${maxSubscriptions} already`);
      const ended = new AbortController();
      open.set(id, ended);
      try {
        const feed = await openEventFeed(events, request, AbortSignal.any([ended.signal, signal]));
        writer.tell({ type: "subscribed", id });
        void pump(id, feed, ended);
      } catch (error) {
        open.delete(id);
        throw error;
      }
    },
    async close(id) {
      const ended = open.get(id);
      if (ended === undefined) throw refusal("/id", "must be that of a subscription that is open");
      open.delete(id);
      ended.abort();
      writer.tell({ type: "unsubscribed", id });
    },
  };
}

function textOf(subscription: string, item: FeedItem): string {
  const id = JSON.stringify(subscription);
  if (item.kind === "gap") return `{"type":"gap","subscription":${id},"missed":${item.missed}}`;
  const { sequence, topic, event } = item;
  const rest = `"sequence":${sequence},"topic":${JSON.stringify(topic)},"event":${formatCloudEvent(event, DELIVERED)}`;
  return `{"type":"event","subscription":${id},${rest}}`;
}

function refusal(pointer: string, message: string): Error {
  return serverError("server/invalid-frame", { issues: [{ pointer, message }] });
}
