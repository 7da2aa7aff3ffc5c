import type { BusLink, Envelope, MessageBus } from "@cordon/bus";

/** A bus for a bridge, and the way to tell what came over it. */
export interface MarkedBus {
  readonly marked: MessageBus;
  readonly isForeign: (envelope: Envelope) => boolean;
}

/** Remembers which envelopes a bridge brings in, for as long as anybody has them. */
export function markForeign(bus: MessageBus): MarkedBus {
  const foreign = new WeakSet<Envelope>();
  const marked: MessageBus = {
    ...bus,
    link(relay) {
      const link = bus.link(relay);
      const deliver: BusLink["deliver"] = (message) => {
        foreign.add(message.envelope);
        return link.deliver(message);
      };
      return { ...link, deliver };
    },
  };
  return { marked, isForeign: (envelope) => foreign.has(envelope) };
}
