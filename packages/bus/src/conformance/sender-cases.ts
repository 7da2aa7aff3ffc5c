import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { BusEvent } from "../message.ts";
import type { MessageBus } from "../ports/message-bus.ts";
import type { Sender } from "../sender.ts";
import { echo, readerOf, senderWith, tick } from "./reading.ts";

const sale = { kind: "sale", payload: 1 } as const;

/** What each message needs, and how to publish it. */
const NEEDED: readonly (readonly [capability: string, (sender: Sender) => Promise<unknown>])[] = [
  ["shop:echo", (sender) => sender.sendCommand(echo("shop"))],
  ["shop:start", (sender) => sender.sendCommand({ to: "shop", command: { type: "start" } })],
  ["shop:stop", (sender) => sender.sendCommand({ to: "shop", command: { type: "stop" } })],
  ["shop:ping", (sender) => sender.sendCommand({ to: "shop", command: { type: "ping" } })],
  ["emit:sale", (sender) => sender.emitEvent(sale)],
  ["emit:pong", (sender) => sender.publish({ message: event({ type: "pong", from: sender.name }) })],
  ["emit-as:clock:tick", (sender) => sender.publish(tick(1))],
  ["emit-as:shop:pong", (sender) => sender.publish({ message: event({ type: "pong", from: "shop" }) })],
  ["kernel:announce", (sender) => sender.publish({ message: announced("module_started", sender.name) })],
  ["kernel:announce", (sender) => sender.publish({ message: announced("module_stopped", "shop") })],
];

function event(said: BusEvent): { readonly kind: "event"; readonly event: BusEvent } {
  return { kind: "event", event: said };
}

function announced(type: "module_started" | "module_stopped", moduleId: string): ReturnType<typeof event> {
  return event({ type, moduleId });
}

/** What a sender may do, in whose name. */
export const senderCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "each kind of message needs its capability, and nothing else will do",
    needs: [],
    async run(make) {
      await using bus = await make();
      for (const [at, [capability, publish]] of NEEDED.entries()) {
        const sender = bus.openSender(`sender-${at}`);
        await rejects(publish(sender), { code: "bus/denied", details: { publisher: sender.name, capability } });
        for (const [other] of NEEDED) if (other !== capability) bus.grantCapability(sender.name, other);
        await rejects(publish(sender), { code: "bus/denied" });
        bus.grantCapability(sender.name, capability);
        await publish(sender);
      }
    },
  },
  {
    name: "a wildcard covers what is below it",
    needs: [],
    async run(make) {
      await using bus = await make();
      const sender = senderWith(bus, "till", "shop:*");
      await sender.sendCommand(echo("shop"));
      await rejects(sender.sendCommand(echo("bank")), { code: "bus/denied" });
      deepEqual(
        ["shop:echo", "shop:*", "shop", "*", "bank:echo"].map((capability) => sender.can(capability)),
        [true, true, false, false, false],
      );
    },
  },
  {
    name: "nobody receives what was denied",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      const sender = bus.openSender("till");
      await rejects(sender.emitEvent({ kind: "sale", payload: "denied" }), { code: "bus/denied" });
      bus.grantCapability("till", "emit:sale");
      await sender.emitEvent({ kind: "sale", payload: "granted" });
      equal(await reader.payload(), "granted");
    },
  },
  {
    name: "a sender emits in its own name",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      const sender = senderWith(bus, "till", "emit:sale");
      await sender.emitEvent(sale);
      const { envelope, topic } = await reader.message();
      deepEqual([sender.name, envelope.source, topic], ["till", "till", "event.till.sale"]);
    },
  },
  {
    name: "a message that is published with a capability needs that one too",
    needs: [],
    async run(make) {
      await using bus = await make();
      const sender = senderWith(bus, "till", "emit-as:clock:tick");
      const details = { publisher: "till", capability: "browser:navigate" };
      await rejects(sender.publishWithCapability("browser:navigate", tick(1)), { code: "bus/denied", details });
      bus.grantCapability("till", "browser:*");
      equal((await sender.publishWithCapability("browser:navigate", tick(1))).source, "till");
      bus.revokeCapability("till", "emit-as:clock:tick");
      await rejects(sender.publishWithCapability("browser:navigate", tick(1)), { code: "bus/denied" });
    },
  },
  {
    name: "a sender that is closed can do nothing more, and what it delayed is not published",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      const sender = senderWith(bus, "till", "emit:*", "shop:*");
      const delayed = sender.emitEvent({ kind: "sale", payload: "delayed", delayMs: 20 });
      const refused = rejects(delayed, { code: "bus/denied" });
      sender.close();
      await rejects(sender.emitEvent(sale), { code: "bus/denied" });
      await rejects(sender.request(echo("shop")), { code: "bus/denied" });
      await refused;
      equal(sender.can("emit:sale"), false);
      await bus.openSender("till").emitEvent({ kind: "sale", payload: "by another" });
      equal(await reader.payload(), "by another");
    },
  },
  {
    name: "a narrowed sender has the same name and can do only what both cover",
    needs: [],
    async run(make) {
      await using bus = await make();
      const sender = senderWith(bus, "till", "emit:*");
      const narrowed = sender.narrow("emit:sale");
      equal((await narrowed.emitEvent(sale)).source, "till");
      await rejects(narrowed.emitEvent({ kind: "refund", payload: 1 }), { code: "bus/denied" });
      const wider = narrowed.narrow("*");
      deepEqual([wider.can("emit:sale"), wider.can("emit:refund"), narrowed.can("shop:echo")], [true, false, false]);
      bus.revokeCapability("till", "emit:*");
      equal(wider.can("emit:sale"), false);
    },
  },
  {
    name: "a narrowed sender ends with the one that it came from, not the other way round",
    needs: [],
    async run(make) {
      await using bus = await make();
      const sender = senderWith(bus, "till", "emit:*");
      const [one, other] = [sender.narrow("emit:*"), sender.narrow("emit:*")];
      one.close();
      deepEqual([one.can("emit:sale"), other.can("emit:sale"), sender.can("emit:sale")], [false, true, true]);
      sender.close();
      equal(other.can("emit:sale"), false);
    },
  },
  {
    name: "a narrowed sender may be limited in uses, and its own narrowed ones spend them too",
    needs: [],
    async run(make) {
      await using bus = await make();
      const sender = senderWith(bus, "till", "emit:*");
      const limited = sender.narrow("emit:*", { uses: 2 });
      await limited.narrow("emit:*", { uses: 5 }).emitEvent(sale);
      await limited.emitEvent(sale);
      await rejects(limited.emitEvent(sale), { code: "bus/denied" });
      await sender.emitEvent(sale);
      for (const limits of [{ uses: 0 }, { uses: Number.NaN }, { expiresAt: Number.NaN }])
        throws(() => sender.narrow("emit:*", limits), RangeError);
    },
  },
  {
    name: "names and capabilities that are none are refused at once",
    needs: [],
    async run(make) {
      await using bus = await make();
      for (const name of ["", "a:b", "a b", "*", "a..b", ".a", "x".repeat(129)])
        throws(() => bus.openSender(name), { code: "bus/invalid-pattern" });
      throws(() => bus.openSender(bus.name), RangeError);
      const sender = bus.openSender("till");
      for (const capability of ["", ":", "a:", "a:b c", "a:**", ".a"]) {
        throws(() => sender.can(capability), { code: "bus/invalid-pattern" });
        throws(() => sender.narrow(capability), { code: "bus/invalid-pattern" });
        await rejects(sender.publishWithCapability(capability, tick(1)), { code: "bus/invalid-pattern" });
      }
    },
  },
];
