import type { HeaderLine } from "../request/check-headers.ts";
import type { Target } from "../request/target.ts";
import type { CompiledSecret } from "../secrets/compile-secrets.ts";
import { hasForeignPlaceholder } from "../secrets/fill-placeholders.ts";
import type { HopRequest } from "./hop-request.ts";

const CREDENTIALS: ReadonlySet<string> = new Set(["authorization", "cookie"]);

/**
 * The request that a redirect makes of another. Methods change as in browsers. To another origin go neither credentials nor
 * placeholders of secrets that may not be sent there.
 */
export function redirected(
  request: HopRequest,
  status: number,
  target: Target,
  secrets: ReadonlyMap<string, CompiledSecret>,
): HopRequest {
  const { method } = request;
  const isSameOrigin = request.target.url.origin === target.url.origin;
  const becomesGet = (status === 303 && method !== "HEAD") || ((status === 301 || status === 302) && method === "POST");
  const mayKeep = (line: HeaderLine): boolean =>
    !(becomesGet && line[0].startsWith("content-")) &&
    (isSameOrigin || !(CREDENTIALS.has(line[0]) || hasForeignPlaceholder(line, target, secrets)));
  return {
    hop: request.hop + 1,
    target,
    method: becomesGet ? "GET" : method,
    headers: request.headers.filter(mayKeep),
    body: becomesGet ? undefined : request.body,
  };
}
