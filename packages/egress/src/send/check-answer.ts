import { egressError } from "../errors.ts";
import type { HttpAnswer } from "../ports/http-connector.ts";
import { parseTarget, type Target } from "../request/target.ts";
import { refuseFound } from "../secrets/refuse-found.ts";
import type { GrantParts } from "./grant-parts.ts";
import type { HopRequest } from "./hop-request.ts";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** Refuses an answer's head that is too large, has a secret in it, or announces a body that could not be looked at. */
export function checkAnswer(
  { limits, scanner }: Pick<GrantParts, "limits" | "scanner">,
  method: string,
  { status, headers }: Pick<HttpAnswer, "status" | "headers">,
): void {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw egressError("egress/bad-response", { problem: "its status is none of an answer" });
  const bytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (bytes > limits.maxHeaderBytes)
    throw egressError("egress/too-large", { what: "answer's headers", maxBytes: limits.maxHeaderBytes });
  for (const [name, value] of headers) {
    refuseFound(scanner.scanText(`${name}: ${value}`), "headers of the answer");
  }
  if (method === "HEAD" || BODILESS.has(status)) return;
  if (valuesOf(headers, "content-encoding").some((value) => value !== "identity"))
    throw egressError("egress/bad-response", { problem: "it is packed, although unpacked was asked for" });
  if (valuesOf(headers, "transfer-encoding").some((value) => value !== "chunked"))
    throw egressError("egress/bad-response", { problem: "it is packed for the way, although unpacked was asked for" });
}

/** Where an answer sends the request on to, if it does and the grant lets it. */
export function redirectOf(
  { maxRedirects }: Pick<GrantParts, "maxRedirects">,
  { target, hop, method, body }: Pick<HopRequest, "target" | "hop" | "method" | "body">,
  { status, headers }: Pick<HttpAnswer, "status" | "headers">,
): Target | undefined {
  if (!REDIRECTS.has(status)) return undefined;
  const [location, ...more] = headers.flatMap(([name, value]) => (name === "location" ? [value] : []));
  if (location === undefined) return undefined;
  if (hop >= maxRedirects) throw refuse(`the grant follows ${maxRedirects === 0 ? "none" : `${maxRedirects} at most`}`);
  if (more.length > 0) throw refuse("it names several places");
  // Browsers would send it again, but a server that moves what was there does not say that it wants it twice.
  if (body !== undefined && method !== "POST" && (status === 301 || status === 302))
    throw refuse("it does not say that the body is to be sent again");
  const next = parseTarget(location, target.url);
  if (typeof next === "string") throw refuse(`its place ${next}`);
  return next;
}

function refuse(reason: string): Error {
  return egressError("egress/redirect-refused", { reason });
}

function valuesOf(headers: HttpAnswer["headers"], wanted: string): readonly string[] {
  return headers
    .filter(([name]) => name === wanted)
    .flatMap(([, value]) => value.split(","))
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== "");
}
