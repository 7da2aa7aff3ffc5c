import type { CheckedRequest } from "../request/check-request.ts";
import type { EgressResponse } from "../request/egress-request.ts";
import type { HeaderLine } from "../request/check-headers.ts";
import type { GrantParts } from "./grant-parts.ts";
import type { HopRequest } from "./hop-request.ts";
import { redirected } from "./redirected.ts";
import { sendHop } from "./send-hop.ts";
import type { Stop } from "./stop.ts";

// What was between two ends of a connection that is gone.
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding", "trailer"]);

/** Sends a request, and again wherever it is redirected to. `sendHop` decides about each as if it were the first. */
export async function followRedirects(parts: GrantParts, request: CheckedRequest, stop: Stop): Promise<EgressResponse> {
  let next: HopRequest = { ...request, hop: 0 };
  for (;;) {
    const { status, headers, body, redirect } = await sendHop(parts, next, stop);
    if (redirect === undefined) return { status, headers: recordOf(headers), body, url: next.target.url.href };
    next = redirected(next, status, redirect, parts.secrets);
  }
}

function recordOf(lines: readonly HeaderLine[]): Readonly<Record<string, string>> {
  // Without prototype: to a header, __proto__ is a name like any other.
  const record = Object.create(null) as Record<string, string>;
  for (const [name, value] of lines) {
    if (OF_THE_CONNECTION.has(name)) continue;
    const earlier = record[name];
    record[name] = earlier === undefined ? value : `${earlier}, ${value}`;
  }
  return record;
}
