import type { Clock } from "@cordon/core";
import { parseCapability } from "./capability/capability-pattern.ts";
import { checkLimits } from "./capability/check-limits.ts";
import type { SenderIdentity } from "./capability/sender-identity.ts";
import type { Publisher } from "./publisher.ts";
import type { Requester } from "./request/requester.ts";
import type { Sender } from "./sender.ts";

/** What a sender leads to. */
export interface SenderWays {
  readonly publisher: Publisher;
  readonly requester: Requester;
  readonly clock: Clock;
}

/** Makes the object that is a principal's access to the bus. All that it can do is in these closures, and nowhere to be had otherwise. */
export function createSender(identity: SenderIdentity, ways: SenderWays): Sender {
  const { publisher, requester, clock } = ways;
  const { name } = identity;
  return Object.freeze({
    name,
    publish: (request, signal) => publisher.publish(identity, request, undefined, signal),
    async publishWithCapability(capability, request, signal) {
      return publisher.publish(identity, request, parseCapability(capability), signal);
    },
    sendCommand: (request, signal) => publisher.send(identity, request, signal),
    emitEvent: (request, signal) => publisher.emit(identity, request, signal),
    request: (request, signal) => requester.request(identity, request, signal),
    narrow(capability, limits = {}) {
      const scope = { ...checkLimits(limits), pattern: parseCapability(capability) };
      return createSender(identity.narrow(scope), ways);
    },
    can: (capability) => identity.can(parseCapability(capability), clock.now()),
    close() {
      identity.close();
    },
  } satisfies Sender);
}
