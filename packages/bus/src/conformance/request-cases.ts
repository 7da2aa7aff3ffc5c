import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import { busError } from "../errors.ts";
import type { MessageBus } from "../ports/message-bus.ts";
import { echo, payloadOf, readerOf, senderWith } from "./reading.ts";

/** Commands that are to be answered. */
export const requestCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "a request resolves with what the responder returned or resolved with",
    needs: [],
    async run(make) {
      await using bus = await make();
      bus.respond({ name: "shop" }, ({ envelope }) => ({ returned: payloadOf({ envelope }) }));
      bus.respond({ name: "bank" }, async ({ envelope }) => ({ resolved: payloadOf({ envelope }) }));
      const sender = senderWith(bus, "till", "shop:*", "bank:*");
      deepEqual(await sender.request(echo("shop", 1)), { returned: 1 });
      deepEqual(await sender.request(echo("bank", 2)), { resolved: 2 });
      deepEqual(await bus.request(echo("bank", 3)), { resolved: 3 });
    },
  },
  {
    name: "a request and its answer belong together by the id of the request",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      let seen: readonly unknown[] = [];
      bus.respond({ name: "shop" }, ({ envelope }) => {
        seen = [envelope.source, envelope.id, envelope.correlationId, envelope.causationId];
        return null;
      });
      await senderWith(bus, "till", "shop:*").request({ ...echo("shop"), causationId: "order-0" });
      const { envelope, to } = await reader.message();
      deepEqual(seen, ["till", envelope.id, envelope.id, "order-0"]);
      deepEqual([envelope.correlationId, to], [envelope.id, "shop"]);
    },
  },
  {
    name: "an answer is a copy that nobody can change",
    needs: [],
    async run(make) {
      await using bus = await make();
      const kept = { items: [1] };
      bus.respond({ name: "shop" }, () => kept);
      const answer = await bus.request(echo("shop"));
      kept.items.push(2);
      deepEqual([answer, Object.isFrozen(answer)], [{ items: [1] }, true]);
    },
  },
  {
    name: "a request that is not granted is denied, and no responder hears of it",
    needs: [],
    async run(make) {
      await using bus = await make();
      let calls = 0;
      bus.respond({ name: "shop" }, () => (calls += 1));
      await rejects(bus.openSender("till").request(echo("shop")), { code: "bus/denied" });
      equal(await bus.request(echo("shop")), 1);
    },
  },
  {
    name: "a request for a name that nobody answers to rejects",
    needs: [],
    async run(make) {
      await using bus = await make();
      await rejects(bus.request(echo("shop")), { code: "bus/no-responder", details: { to: "shop" } });
    },
  },
  {
    name: "a request that is not answered in time rejects, and its responder is told",
    needs: [],
    async run(make) {
      await using bus = await make();
      const aborted = Promise.withResolvers<boolean>();
      bus.respond({ name: "shop" }, ({ signal }) => {
        signal.addEventListener("abort", () => aborted.resolve(signal.aborted));
        return new Promise<never>(() => undefined);
      });
      await rejects(bus.request({ ...echo("shop"), timeoutMs: 20 }), {
        code: "bus/request-timeout",
        details: { to: "shop", timeoutMs: 20 },
      });
      equal(await aborted.promise, true);
    },
  },
  {
    name: "a request that is aborted rejects, and its responder is told",
    needs: [],
    async run(make) {
      await using bus = await make();
      const begun = Promise.withResolvers<AbortSignal>();
      bus.respond({ name: "shop" }, ({ signal }) => {
        begun.resolve(signal);
        return new Promise<never>(() => undefined);
      });
      const caller = new AbortController();
      const request = rejects(bus.request(echo("shop"), caller.signal), { code: "core/aborted" });
      const signal = await begun.promise;
      caller.abort();
      await request;
      equal(signal.aborted, true);
      await rejects(bus.request(echo("shop"), AbortSignal.abort()), { code: "core/aborted" });
    },
  },
  {
    name: "what a responder throws goes to whoever asked, without its internals",
    needs: [],
    async run(make) {
      await using bus = await make();
      bus.respond({ name: "shop" }, () => {
        throw new Error("The password is 1234.");
      });
      bus.respond({ name: "bank" }, async () => {
        throw busError("bus/too-many-delayed", { max: 1 });
      });
      const failed = { code: "bus/responder-failed", details: { to: "shop" } };
      await rejects(bus.request(echo("shop")), (error: Error) => !error.message.includes("1234"));
      await rejects(bus.request(echo("shop")), failed);
      await rejects(bus.request(echo("bank")), { code: "bus/too-many-delayed" });
    },
  },
  {
    name: "an answer that is no JSON is the responder's failure",
    needs: [],
    async run(make) {
      await using bus = await make();
      bus.respond({ name: "shop" }, () => new Date(0) as never);
      bus.respond({ name: "bank" }, async () => undefined as never);
      await rejects(bus.request(echo("shop")), { code: "bus/responder-failed" });
      equal(await bus.request(echo("bank")), null);
    },
  },
  {
    name: "a time that no clock can keep is refused",
    needs: [],
    async run(make) {
      await using bus = await make();
      bus.respond({ name: "shop" }, () => 1);
      for (const timeoutMs of [0, -1, Number.NaN, 2 ** 31, "20" as never, null as never])
        await rejects(bus.request({ ...echo("shop"), timeoutMs }), { code: "bus/invalid-message" });
    },
  },
];
