import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { Resolver } from "../ports/resolver.ts";

/**
 * A resolver, and hosts that it knows.
 *
 * ```text
 * both.test     192.0.2.1, 192.0.2.2 and 2001:db8::1
 * four.test     192.0.2.4
 * six.test      2001:db8::6
 * moving.test   192.0.2.10 the first time that it is asked for, 192.0.2.11 from then on
 * silent.test   is never answered for        (ability waits)
 * ```
 *
 * Nothing else is known.
 */
export interface ResolverFixture {
  readonly resolver: Resolver;
  /** How often hosts were asked for, where they are answered for. */
  readonly asked: () => number;
}

const never = (): AbortSignal => new AbortController().signal;

/** The contract of `Resolver`, case by case. */
export const resolverCases: readonly ConformanceCase<ResolverFixture>[] = [
  {
    name: "every address of a host is found, of either family",
    needs: [],
    async run(make) {
      const { resolver } = await make();
      const found = await resolver.resolve({ host: "both.test" }, never());
      deepEqual([...found].sort(), ["192.0.2.1", "192.0.2.2", "2001:db8::1"]);
    },
  },
  {
    name: "a host with addresses of one family is found",
    needs: [],
    async run(make) {
      const { resolver } = await make();
      deepEqual(await resolver.resolve({ host: "four.test" }, never()), ["192.0.2.4"]);
      deepEqual(await resolver.resolve({ host: "six.test" }, never()), ["2001:db8::6"]);
    },
  },
  {
    name: "a host without address is unresolved",
    needs: [],
    async run(make) {
      const { resolver } = await make();
      for (const host of ["unknown.test", "constructor", "__proto__"])
        await rejects(resolver.resolve({ host }, never()), { code: "egress/unresolved" });
    },
  },
  {
    name: "nothing is kept from one call to another",
    needs: [],
    async run(make) {
      const { resolver } = await make();
      deepEqual(await resolver.resolve({ host: "moving.test" }, never()), ["192.0.2.10"]);
      deepEqual(await resolver.resolve({ host: "moving.test" }, never()), ["192.0.2.11"]);
    },
  },
  {
    name: "a call that was aborted before it began asks nothing",
    needs: [],
    async run(make) {
      const { resolver, asked } = await make();
      await rejects(resolver.resolve({ host: "four.test" }, AbortSignal.abort()), { code: "core/aborted" });
      equal(asked(), 0);
    },
  },
  {
    name: "an abort ends a call that waits, and no other",
    needs: ["waits"],
    async run(make) {
      const { resolver } = await make();
      const caller = new AbortController();
      const other = new AbortController();
      const waiting = resolver.resolve({ host: "silent.test" }, caller.signal);
      const otherWaiting = resolver.resolve({ host: "silent.test" }, other.signal);
      const ended: string[] = [];
      const both = Promise.allSettled([
        waiting.catch(() => ended.push("first")),
        otherWaiting.catch(() => ended.push("second")),
      ]);
      caller.abort();
      await rejects(waiting, { code: "core/aborted" });
      deepEqual(await resolver.resolve({ host: "four.test" }, never()), ["192.0.2.4"]);
      deepEqual(ended, ["first"]);
      other.abort();
      await both;
      deepEqual(ended, ["first", "second"]);
    },
  },
  {
    name: "calls at once each get their own answer",
    needs: [],
    async run(make) {
      const { resolver } = await make();
      const hosts = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? "four.test" : "six.test"));
      const found = await Promise.all(hosts.map((host) => resolver.resolve({ host }, never())));
      deepEqual(
        found,
        hosts.map((host) => [host === "four.test" ? "192.0.2.4" : "2001:db8::6"]),
      );
    },
  },
];
