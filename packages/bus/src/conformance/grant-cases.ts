import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { MessageBus } from "../ports/message-bus.ts";
import { senderWith } from "./reading.ts";

const sale = { kind: "sale", payload: 1 } as const;
const FAR = Date.UTC(2100, 0, 1);

/** Rights: given, narrowed, taken back. */
export const grantCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "a grant tells what it is of and for whom",
    needs: [],
    async run(make) {
      await using bus = await make();
      const { principal, capability, expiresAt, usesLeft, active } = bus.grantCapability("till", "emit:*");
      deepEqual([principal, capability, expiresAt, usesLeft, active], ["till", "emit:*", undefined, undefined, true]);
    },
  },
  {
    name: "a grant is of one principal and of no other",
    needs: [],
    async run(make) {
      await using bus = await make();
      bus.grantCapability("till", "emit:*");
      deepEqual([bus.openSender("till").can("emit:a"), bus.openSender("tills").can("emit:a")], [true, false]);
    },
  },
  {
    name: "a grant that is used up is over",
    needs: [],
    async run(make) {
      await using bus = await make();
      const grant = bus.grantCapability("till", "emit:*", { uses: 2 });
      const sender = bus.openSender("till");
      await sender.emitEvent(sale);
      equal(grant.usesLeft, 1);
      await sender.emitEvent(sale);
      await rejects(sender.emitEvent(sale), { code: "bus/denied" });
      deepEqual([grant.usesLeft, grant.active], [0, false]);
    },
  },
  {
    name: "a grant that has expired is over",
    needs: [],
    async run(make) {
      await using bus = await make();
      const grant = bus.grantCapability("till", "emit:*", { expiresAt: 1 });
      deepEqual([grant.active, grant.expiresAt, bus.openSender("till").can("emit:a")], [false, 1, false]);
    },
  },
  {
    name: "a grant is revoked at once, and twice is as good as once",
    needs: [],
    async run(make) {
      await using bus = await make();
      const grant = bus.grantCapability("till", "emit:*");
      const sender = bus.openSender("till");
      grant.revoke();
      grant.revoke();
      deepEqual([grant.active, sender.can("emit:sale")], [false, false]);
      await rejects(sender.emitEvent(sale), { code: "bus/denied" });
    },
  },
  {
    name: "a narrowed grant can be of another principal, and ends with what it came from",
    needs: [],
    async run(make) {
      await using bus = await make();
      const grant = bus.grantCapability("till", "emit:*");
      const child = grant.narrow({ principal: "clerk", capability: "emit:sale" });
      const grandchild = child.narrow({ principal: "guest" });
      const senders = ["till", "clerk", "guest"].map((name) => bus.openSender(name));
      deepEqual(
        senders.map((sender) => sender.can("emit:sale")),
        [true, true, true],
      );
      deepEqual(
        senders.map((sender) => sender.can("emit:refund")),
        [true, false, false],
      );
      grant.revoke();
      deepEqual([child.active, grandchild.active], [false, false]);
      deepEqual(
        senders.map((sender) => sender.can("emit:sale")),
        [false, false, false],
      );
    },
  },
  {
    name: "what it came from outlasts a narrowed grant that is revoked",
    needs: [],
    async run(make) {
      await using bus = await make();
      const grant = bus.grantCapability("till", "emit:*");
      const [one, other] = [grant.narrow({}), grant.narrow({})];
      one.revoke();
      deepEqual([grant.active, one.active, other.active], [true, false, true]);
    },
  },
  {
    name: "a grant cannot be narrowed to more than it is",
    needs: [],
    async run(make) {
      await using bus = await make();
      const grant = bus.grantCapability("till", "emit:a.b", { expiresAt: FAR, uses: 3 });
      const wider = { capability: ["emit:*", "*", "emit:a", "emit:a.b:c"], expiresAt: [FAR + 1], uses: [4] };
      for (const [field, values] of Object.entries(wider)) {
        for (const value of values)
          throws(() => grant.narrow({ [field]: value }), { code: "bus/not-narrower", details: { field } });
      }
      equal(grant.narrow({ expiresAt: FAR, uses: 3, capability: "emit:a.b" }).active, true);
    },
  },
  {
    name: "a narrowed grant that says nothing of its limits has those that it came from",
    needs: [],
    async run(make) {
      await using bus = await make();
      const child = bus.grantCapability("till", "emit:*", { expiresAt: FAR, uses: 3 }).narrow({ principal: "clerk" });
      deepEqual([child.expiresAt, child.usesLeft, child.capability], [FAR, 3, "emit:*"]);
    },
  },
  {
    name: "a narrowed grant and what it came from are used up together",
    needs: [],
    async run(make) {
      await using bus = await make();
      const grant = bus.grantCapability("till", "emit:*", { uses: 2 });
      const child = grant.narrow({ principal: "clerk" });
      await bus.openSender("clerk").emitEvent(sale);
      deepEqual([grant.usesLeft, child.usesLeft], [1, 1]);
      await bus.openSender("till").emitEvent(sale);
      await rejects(bus.openSender("clerk").emitEvent(sale), { code: "bus/denied" });
    },
  },
  {
    name: "a message that needs two rights of one origin uses it once",
    needs: [],
    async run(make) {
      await using bus = await make();
      const origin = bus.grantCapability("host", "*", { uses: 1 });
      for (const capability of ["emit-as:till:sale", "emit:sale", "browser:navigate"])
        origin.narrow({ principal: "till", capability });
      const sender = bus.openSender("till");
      const message = { kind: "event", event: { type: "custom", moduleId: "till", ...sale } } as const;
      await sender.publishWithCapability("browser:navigate", { message });
      equal(origin.active, false);
      await rejects(sender.publishWithCapability("browser:navigate", { message }), { code: "bus/denied" });
      await rejects(sender.emitEvent(sale), { code: "bus/denied" });
    },
  },
  {
    name: "a grant that is over cannot be narrowed",
    needs: [],
    async run(make) {
      await using bus = await make();
      const grant = bus.grantCapability("till", "emit:*");
      grant.revoke();
      throws(() => grant.narrow({}), { code: "bus/denied" });
    },
  },
  {
    name: "revoking a capability takes back all that is good for it, and tells how many",
    needs: [],
    async run(make) {
      await using bus = await make();
      const wide = bus.grantCapability("till", "emit:*");
      wide.narrow({ principal: "clerk", capability: "emit:refund" });
      const sender = senderWith(bus, "till", "emit:sale", "emit:refund", "shop:*");
      equal(bus.revokeCapability("till", "emit:sale"), 3);
      deepEqual(
        ["emit:sale", "emit:refund", "shop:echo"].map((each) => sender.can(each)),
        [false, true, true],
      );
      equal(bus.openSender("clerk").can("emit:refund"), false);
      deepEqual([bus.revokeCapability("till", "*"), bus.revokeCapability("till", "*")], [2, 0]);
      equal(bus.revokeCapability("nobody", "*"), 0);
    },
  },
  {
    name: "grants that are active are listed, of one principal or of all",
    needs: [],
    async run(make) {
      await using bus = await make();
      const till = bus.grantCapability("till", "emit:*");
      bus.grantCapability("clerk", "emit:sale");
      bus.grantCapability("clerk", "emit:refund").revoke();
      bus.grantCapability("clerk", "emit:old", { expiresAt: 1 });
      deepEqual(
        bus.grants().map(({ capability }) => capability),
        ["emit:*", "emit:sale"],
      );
      deepEqual(
        bus.grants("till").map(({ id }) => id),
        [till.id],
      );
      deepEqual(bus.grants("nobody"), []);
    },
  },
  {
    name: "limits that are none, names and capabilities that are none, are refused at once",
    needs: [],
    async run(make) {
      await using bus = await make();
      for (const uses of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
        throws(() => bus.grantCapability("till", "a:b", { uses }), RangeError);
      for (const expiresAt of [Number.NaN, Number.POSITIVE_INFINITY])
        throws(() => bus.grantCapability("till", "a:b", { expiresAt }), RangeError);
      throws(() => bus.grantCapability("a:b", "a:b"), { code: "bus/invalid-pattern" });
      throws(() => bus.grantCapability("till", "a:"), { code: "bus/invalid-pattern" });
      throws(() => bus.revokeCapability("till", ""), { code: "bus/invalid-pattern" });
      throws(() => bus.grantCapability("till", "a:b").narrow({ principal: "" }), { code: "bus/invalid-pattern" });
    },
  },
];
