import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { MessageBus } from "../ports/message-bus.ts";
import { echo, payloadOf } from "./reading.ts";

/** Those who answer. */
export const respondCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "responders of one name take turns",
    needs: [],
    async run(make) {
      await using bus = await make();
      for (const answer of ["a", "b", "c"]) bus.respond({ name: "shop" }, () => answer);
      const answers: unknown[] = [];
      while (answers.length < 6) answers.push(await bus.request(echo("shop")));
      deepEqual(answers, ["a", "b", "c", "a", "b", "c"]);
    },
  },
  {
    name: "no more commands are handled at once than may be, and the others wait in order",
    needs: [],
    async run(make) {
      await using bus = await make();
      const begun: unknown[] = [];
      const gates = [0, 1, 2].map(() => Promise.withResolvers<number>());
      bus.respond({ name: "shop", concurrency: 2 }, ({ envelope }) => {
        const at = payloadOf({ envelope }) as number;
        begun.push(at);
        return gates[at]?.promise ?? null;
      });
      const requests = [0, 1, 2].map((at) => bus.request(echo("shop", at)));
      await new Promise((resolve) => setImmediate(resolve));
      deepEqual(begun, [0, 1]);
      gates[1]?.resolve(11);
      equal(await requests[1], 11);
      gates[0]?.resolve(10);
      gates[2]?.resolve(12);
      deepEqual(
        [await Promise.all(requests), begun],
        [
          [10, 11, 12],
          [0, 1, 2],
        ],
      );
    },
  },
  {
    name: "one command more than may wait is refused",
    needs: [],
    async run(make) {
      await using bus = await make();
      const gate = Promise.withResolvers<string>();
      bus.respond({ name: "shop", concurrency: 1, capacity: 1 }, () => gate.promise);
      const taken = [bus.request(echo("shop")), bus.request(echo("shop"))];
      await rejects(bus.request(echo("shop")), { code: "bus/busy", details: { to: "shop", capacity: 1 } });
      gate.resolve("done");
      deepEqual(await Promise.all(taken), ["done", "done"]);
      equal(await bus.request(echo("shop")), "done");
    },
  },
  {
    name: "a responder that is disposed answers no more, and those who wait for it are told",
    needs: [],
    async run(make) {
      await using bus = await make();
      const signals: AbortSignal[] = [];
      const responder = bus.respond({ name: "shop", concurrency: 1 }, ({ signal }) => {
        signals.push(signal);
        return new Promise<never>(() => undefined);
      });
      const requests = [0, 1].map((at) => rejects(bus.request(echo("shop", at)), { code: "bus/no-responder" }));
      responder[Symbol.dispose]();
      responder[Symbol.dispose]();
      await Promise.all(requests);
      deepEqual(
        signals.map(({ aborted }) => aborted),
        [true],
      );
      await rejects(bus.request(echo("shop")), { code: "bus/no-responder" });
    },
  },
  {
    name: "a responder that was disposed leaves its turns to the others",
    needs: [],
    async run(make) {
      await using bus = await make();
      const first = bus.respond({ name: "shop" }, () => "first");
      bus.respond({ name: "shop" }, () => "second");
      first[Symbol.dispose]();
      deepEqual([await bus.request(echo("shop")), await bus.request(echo("shop"))], ["second", "second"]);
    },
  },
  {
    name: "a request under way rejects when the bus is disposed",
    needs: [],
    async run(make) {
      const bus = await make();
      bus.respond({ name: "shop" }, () => new Promise<never>(() => undefined));
      const request = rejects(bus.request(echo("shop")), { code: "bus/closed" });
      await bus[Symbol.asyncDispose]();
      await request;
    },
  },
  {
    name: "a name that is none, and numbers that cannot be, are refused at once",
    needs: [],
    async run(make) {
      await using bus = await make();
      for (const name of ["", "*", "a b"])
        throws(() => bus.respond({ name }, () => null), { code: "bus/invalid-pattern" });
      for (const concurrency of [0, 1.5, Number.NaN])
        throws(() => bus.respond({ name: "shop", concurrency }, () => null), RangeError);
      for (const capacity of [-1, 1.5, Number.NaN])
        throws(() => bus.respond({ name: "shop", capacity }, () => null), RangeError);
    },
  },
];
