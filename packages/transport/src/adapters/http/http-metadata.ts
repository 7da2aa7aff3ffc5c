import type { FastifyReply, FastifyRequest } from "fastify";
import type { Metadata } from "../../ports/request-handler.ts";

// About this connection or this framing, and not about the request (RFC 9110, 7.6.1).
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The request's headers; those that came several times are joined as HTTP joins them. */
export function metadataOf({ headers }: Pick<FastifyRequest, "headers">): Metadata {
  const metadata: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || HOP_BY_HOP.has(name) || name === "__proto__") continue;
    metadata[name] = typeof value === "string" ? value : value.join(", ");
  }
  return metadata;
}

/** Writes the answer's headers; answers false, having written none, when one of them is not fit to be a header. */
export function writeMetadata(reply: FastifyReply, metadata: Metadata): boolean {
  const entries = Object.entries(metadata);
  if (!entries.every(([name, value]) => NAME.test(name) && VALUE.test(value) && !HOP_BY_HOP.has(name))) return false;
  for (const [name, value] of entries) reply.header(name, value);
  return true;
}
