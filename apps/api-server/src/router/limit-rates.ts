import { isIPv6 } from "node:net";
import type { RateLimiter } from "@cordon/resilience";
import type { FastifyInstance } from "fastify";
import { serverError } from "../errors.ts";

/** Refuses requests of an address that makes too many, before their bodies are read. */
export function limitRates(server: FastifyInstance, limiter: RateLimiter): void {
  server.addHook("onRequest", (request, _reply, done) => {
    const { allowed, retryAfterMs } = limiter.take(networkOf(request.ip));
    if (allowed) done();
    else done(serverError("server/rate-limited", { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }));
  });
}

/** An IPv4 address, or the /64 of an IPv6 one: whoever has one address of such a network has all of them. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip) || ip.startsWith("::ffff:")) return ip;
  const [head = "", tail] = ip.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => "0");
  return [...groups, ...zeros, ...after].slice(0, 4).join(":");
}
