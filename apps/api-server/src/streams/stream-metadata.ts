import type { IncomingHttpHeaders } from "node:http";
import type { Metadata } from "@cordon/transport";

const NAMES = ["accept", "authorization", "traceparent", "x-request-id"] as const;

/** What the application reads of a request for a stream: who calls, under which trace and id, and in which format a problem is wanted. */
export function streamMetadata(headers: IncomingHttpHeaders): Metadata {
  const entries = NAMES.map((name) => [name, headers[name]] as const);
  // A browser's own client accepts nothing but the stream, so the problem is in the format that anybody can read.
  const wanted = entries.filter(([name, value]) => name !== "accept" || !String(value).includes("text/event-stream"));
  return Object.fromEntries(wanted.filter(([, value]) => typeof value === "string")) as Metadata;
}
