import { formatCloudEvent } from "@cordon/events";
import type { FeedItem } from "./event-feed.ts";

/** An event, or a gap, as a stream of server-sent events has it. A gap has no id: whoever comes back comes back to the last event. */
export function formatSse(item: FeedItem): string {
  if (item.kind === "gap") return `event: cordon.gap\ndata: ${JSON.stringify({ missed: item.missed })}\n\n`;
  const { event, sequence } = item;
  // Neither has a line break: a type is free of control characters, and JSON escapes them.
  return `id: ${sequence}\nevent: ${event.type}\ndata: ${formatCloudEvent(event, DELIVERED)}\n\n`;
}

// A dead letter is a little larger than the event that it was.
const DELIVERED = { maxBytes: 2_097_152 } as const;
