import { Resolver as DnsResolver } from "node:dns/promises";
import { coreError } from "@cordon/core";
import { egressError } from "../../errors.ts";
import type { Resolver } from "../../ports/resolver.ts";
import { codeOf } from "./node-errors.ts";

/** Which DNS servers are asked, and for how long. */
export interface NodeResolverOptions {
  /** Addresses, with a port if it is not 53. Default: those that the machine is configured with. */
  readonly servers?: readonly string[];
  /** How long one question to one server may take; each is asked twice. 1 to 60,000; default 2000. */
  readonly timeoutMs?: number;
}

/** The defaults of `NodeResolverOptions`. */
export const NODE_RESOLVER_DEFAULTS = { timeoutMs: 2000 } as const;

/**
 * Asks DNS servers, IPv4 addresses first. Reads no hosts file and adds no search domain: neither is a guest's to know of. The
 * platform's `lookup` would, and it takes a thread of the process for as long as a slow server likes.
 */
export function createNodeResolver(options: NodeResolverOptions = {}): Resolver {
  const { servers, timeoutMs } = resolveNodeResolverOptions(options);
  return {
    async resolve({ host }, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      // One for each call, since cancelling ends all questions of a resolver.
      const dns = new DnsResolver({ timeout: timeoutMs, tries: 2 });
      if (servers !== undefined) dns.setServers(servers);
      const cancel = (): void => dns.cancel();
      signal.addEventListener("abort", cancel, { once: true });
      try {
        const answers = await Promise.allSettled([dns.resolve4(host), dns.resolve6(host)]);
        if (signal.aborted) throw coreError("core/aborted", {});
        const addresses = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
        if (addresses.length > 0) return addresses;
        // Of two failures the first says enough: that of IPv4.
        const [first] = answers;
        throw egressError("egress/unresolved", { reason: first.status === "rejected" ? codeOf(first.reason) : "" });
      } finally {
        signal.removeEventListener("abort", cancel);
      }
    },
  };
}

function resolveNodeResolverOptions({ servers, timeoutMs = NODE_RESOLVER_DEFAULTS.timeoutMs }: NodeResolverOptions): {
  readonly servers: readonly string[] | undefined;
  readonly timeoutMs: number;
} {
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 60_000)
    throw new RangeError(`timeoutMs must be a whole number from 1 to 60000, and is ${String(timeoutMs)}.`);
  // Tried once here, so that a wrong address is not found by the first request.
  if (servers !== undefined) new DnsResolver().setServers(servers);
  return Object.freeze({ servers: servers && [...servers], timeoutMs });
}
