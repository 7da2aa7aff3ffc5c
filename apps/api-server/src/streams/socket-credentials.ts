import { Buffer } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";

/** The one subprotocol that the server selects. */
export const SOCKET_PROTOCOL = "cordon.v1";

const BEARER = "bearer.";
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * The `authorization` of a request for a socket. A browser cannot set the header, so the token may stand among the subprotocols, as `bearer.<base64url>`: never in
 * the address, which is written to logs, and never in the answer.
 */
export function socketAuthorization(headers: IncomingHttpHeaders): string | undefined {
  if (headers.authorization !== undefined) return headers.authorization;
  const offered = headers["sec-websocket-protocol"]?.split(",").map((each) => each.trim()) ?? [];
  const [bearer, ...others] = offered.filter((each) => each.startsWith(BEARER));
  if (bearer === undefined || others.length > 0) return undefined;
  const token = Buffer.from(bearer.slice(BEARER.length), "base64url").toString();
  return TOKEN.test(token) ? `Bearer ${token}` : undefined;
}

/** Whether a page of this origin may connect: one of the host that it connects to. A program sends no origin. */
export function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true;
  const url = URL.parse(origin);
  return (
    url !== null && host !== undefined && url.host !== "" && url.host === URL.parse(`${url.protocol}//${host}`)?.host
  );
}
