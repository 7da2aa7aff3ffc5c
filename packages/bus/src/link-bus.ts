import type { BusParts } from "./bus-parts.ts";
import type { Authority } from "./capability/authority.ts";
import { contentOf } from "./envelope/content.ts";
import { busError } from "./errors.ts";
import type { BusLink, BusRelay, RelayedMessage } from "./ports/bus-relay.ts";
import { CommandCall } from "./request/command-call.ts";
import type { Route } from "./routing/route.ts";

/** Joins a bus to a relay: what is published here goes to the relay, and what the relay brings is delivered here alone. */
export function linkBus(parts: BusParts, authority: Authority, relay: BusRelay): BusLink {
  // A second one would take the place of the first, which would not know.
  if (parts.relay !== undefined) throw new TypeError("A bus is joined to others once, and this one is.");
  const { clock, limits, post, responders, routes } = parts;
  const routeOf = ({ envelope, to }: Pick<RelayedMessage, "envelope" | "to">): Route =>
    routes.find(contentOf(envelope.message), to);
  const listening = authority.listen(relay);
  const responding = responders.listen(relay.onResponder);
  parts.relay = relay;
  return Object.freeze({
    deliver: (message) => post.deliver(message.envelope, routeOf(message), undefined),
    async answer({ envelope, command, to, timeoutMs }, signal) {
      const responder = responders.next(to);
      if (responder === undefined) throw busError("bus/no-responder", { to });
      const call = new CommandCall(command, envelope, to, limits);
      responder.take(call);
      return call.result(clock, timeoutMs, signal);
    },
    capabilityOf: (message) => routeOf(message).capabilityOf(message.envelope.source).text,
    topicOf: (message) => routeOf(message).topic,
    grants: () => authority.records(),
    adopt: (grant, leasedUntil) => authority.adopt(grant, leasedUntil),
    withdraw: (grantIds) => authority.withdraw(grantIds),
    lapse: (grantIds) => authority.lapse(grantIds),
    ended: () => authority.ended(),
    [Symbol.dispose]() {
      listening[Symbol.dispose]();
      responding[Symbol.dispose]();
      if (parts.relay === relay) parts.relay = undefined;
    },
  } satisfies BusLink);
}
