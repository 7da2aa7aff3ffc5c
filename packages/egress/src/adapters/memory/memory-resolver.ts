import { AppError, coreError } from "@cordon/core";
import { egressError } from "../../errors.ts";
import { orAborted } from "../../or-aborted.ts";
import type { Resolver } from "../../ports/resolver.ts";

/** What a memory resolver answers with: the addresses of each host, or a function that is asked each time. */
export type MemoryRecords =
  | Readonly<Record<string, readonly string[]>>
  | ((host: string) => readonly string[] | Promise<readonly string[]>);

/** Resolves hosts from a table, for tests and dev mode. A function can answer otherwise each time, as rebinding hosts do. */
export function createMemoryResolver(records: MemoryRecords): Resolver {
  const lookUp = async (host: string): Promise<readonly string[]> => {
    if (typeof records === "function") return records(host);
    return Object.hasOwn(records, host) ? (records[host] ?? []) : [];
  };
  return {
    async resolve({ host }, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      try {
        const addresses = await orAborted(lookUp(host), signal);
        if (addresses.length > 0) return [...addresses];
      } catch (error) {
        throw AppError.from(error, () => egressError("egress/unresolved", { reason: "the table failed" }));
      }
      throw egressError("egress/unresolved", { reason: "not in the table" });
    },
  };
}
