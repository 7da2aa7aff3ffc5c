import type { Clock, IdSource, Random, Telemetry } from "@cordon/core";
import { type BusParts, checkOpen } from "./bus-parts.ts";
import { Authority } from "./capability/authority.ts";
import type { BusAuditRecord } from "./capability/grant.ts";
import { SenderIdentity } from "./capability/sender-identity.ts";
import { createKernelSpeaker } from "./capability/speaker.ts";
import { createSender } from "./create-sender.ts";
import { DelayedMessages } from "./delayed-messages.ts";
import type { PayloadLimits } from "./envelope/copy-json.ts";
import { EnvelopeMaker } from "./envelope/envelope-maker.ts";
import { busError } from "./errors.ts";
import { linkBus } from "./link-bus.ts";
import { checkName } from "./pattern/name-pattern.ts";
import type { BusObserver, MessageBus } from "./ports/message-bus.ts";
import { Post } from "./post.ts";
import { Publisher } from "./publisher.ts";
import { requireWhole } from "./require-whole.ts";
import { Requester } from "./request/requester.ts";
import { Responders } from "./request/responders.ts";
import { RouteTable } from "./routing/route-table.ts";
import { createSubscription } from "./subscription/create-subscription.ts";
import { resolveSubscribeOptions } from "./subscription/resolve-subscribe-options.ts";
import type { DeadLetter } from "./subscription/subscription.ts";

/** What a bus is made of. */
export interface MessageBusOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: Random;
  /** Gets a span for each request. Default: none. */
  readonly telemetry?: Telemetry;
  /** What the kernel publishes under. Default `kernel`. */
  readonly name?: string;
  readonly observer?: BusObserver;
  readonly payload?: PayloadLimits;
  /** Messages that may wait to be published later. Default 10,000. */
  readonly maxDelayed?: number;
}

/** What is done where nothing is said. */
export const MESSAGE_BUS_DEFAULTS = { name: "kernel", maxDelayed: 10_000, maxDeadLetters: 1000 } as const;

/**
 * Makes a bus in this process. Whoever holds it is the kernel; everybody else is given a sender or a subscription.
 *
 *   sender -> identity: grants -> copied, frozen, enveloped -> mailbox of each subscription -> its reader
 *                                                            -> responder of the addressee -> answer
 */
export function createMessageBus(options: MessageBusOptions): MessageBus {
  const { clock, ids, observer = {}, name = MESSAGE_BUS_DEFAULTS.name } = options;
  const { maxDelayed = MESSAGE_BUS_DEFAULTS.maxDelayed } = options;
  checkName(name, "name of the bus");
  requireWhole("maxDelayed", maxDelayed, 0, 1_000_000);
  checkPayloadLimits(options.payload);
  const letters: DeadLetter[] = [];
  const onAudit = (record: BusAuditRecord): void => notify(observer.onAudit, record);
  const authority = new Authority({ clock, ids, onAudit });
  const responders = new Responders();
  const post = new Post({
    clock,
    onDeadLetter(letter) {
      letters.push(letter);
      if (letters.length > MESSAGE_BUS_DEFAULTS.maxDeadLetters) letters.shift();
      notify(observer.onDeadLetter, letter);
    },
  });
  const delayed = new DelayedMessages(clock, maxDelayed);
  const parts: BusParts = {
    clock,
    telemetry: options.telemetry,
    limits: options.payload ?? {},
    envelopes: new EnvelopeMaker(`${ids.next()}-`, options.random),
    routes: new RouteTable(),
    post,
    responders,
    relay: undefined,
    closed: false,
  };
  const publisher = new Publisher(parts, delayed);
  const requester = new Requester(parts);
  const kernel = createKernelSpeaker(name);
  return Object.freeze({
    name,
    publish: (request, signal) => publisher.publish(kernel, request, undefined, signal),
    request: (request, signal) => requester.request(kernel, request, signal),
    openSender(principal) {
      checkOpen(parts, undefined);
      checkName(principal, "name of the sender");
      if (principal === name) throw new RangeError(`"${name}" is the kernel itself, which needs no sender.`);
      return createSender(new SenderIdentity(authority.open(principal), onAudit), { publisher, requester, clock });
    },
    subscribe(subscribeOptions = {}) {
      checkOpen(parts, undefined);
      return createSubscription(post.subscribe(resolveSubscribeOptions(subscribeOptions)));
    },
    respond(respondOptions, respond) {
      checkOpen(parts, undefined);
      checkName(respondOptions.name, "name of the responder");
      return responders.add(respondOptions, respond);
    },
    grantCapability(principal, capability, grantOptions) {
      checkOpen(parts, undefined);
      return authority.grant(principal, capability, grantOptions);
    },
    revokeCapability: (principal, capability) => authority.revoke(principal, capability),
    grants: (principal) => authority.list(principal),
    subscriberCount: () => post.size,
    link(relay) {
      checkOpen(parts, undefined);
      return linkBus(parts, authority, relay);
    },
    deadLetters: () => [...letters],
    async [Symbol.asyncDispose]() {
      if (parts.closed) return;
      parts.closed = true;
      parts.relay = undefined;
      delayed.clear();
      responders.close(busError("bus/closed", {}));
      post.close();
    },
  } satisfies MessageBus);
}

// One that is not a number would limit nothing.
function checkPayloadLimits({ maxSize = 1, maxDepth = 0 }: PayloadLimits = {}): void {
  requireWhole("payload.maxSize", maxSize, 1, 2 ** 31 - 1);
  requireWhole("payload.maxDepth", maxDepth, 0, 1000);
}

function notify<Value>(listener: ((value: Value) => void) | undefined, value: Value): void {
  try {
    listener?.(value);
  } catch {
    // The message, or its denial, must not depend on who looks on, and there is nobody here to tell.
  }
}
