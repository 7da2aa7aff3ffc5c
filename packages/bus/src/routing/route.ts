import { parseCapability } from "../capability/capability-pattern.ts";
import { parseNamePattern } from "../pattern/name-pattern.ts";
import { covers, type SegmentPattern } from "../pattern/segment-pattern.ts";
import type { BusSubscription } from "../subscription/bus-subscription.ts";

/** Where messages of one kind go, and what publishing them needs. */
export interface RouteInit {
  readonly topic: string;
  readonly to: string | undefined;
  /** In whose name it speaks, for an event. */
  readonly owner: string | undefined;
  /** In one's own name, and in another's. */
  readonly capability: string;
  readonly foreignCapability: string;
}

/** One kind of message: worked out once, as most messages of a bus are of few kinds. */
export class Route {
  readonly topic: string;
  readonly to: string | undefined;
  readonly #owner: string | undefined;
  readonly #capability: SegmentPattern;
  readonly #foreignCapability: SegmentPattern;
  readonly #topicPattern: SegmentPattern;
  readonly #toPattern: SegmentPattern | undefined;
  #targets: readonly BusSubscription[] = [];
  #version = -1;

  constructor({ topic, to, owner, capability, foreignCapability }: RouteInit) {
    this.topic = topic;
    this.to = to;
    this.#owner = owner;
    this.#capability = parseCapability(capability);
    this.#foreignCapability = parseCapability(foreignCapability);
    this.#topicPattern = parseNamePattern(topic, "topic");
    this.#toPattern = to === undefined ? undefined : parseNamePattern(to, "addressee");
  }

  /** What a sender of this name needs. */
  capabilityOf(source: string): SegmentPattern {
    return this.#owner === source ? this.#capability : this.#foreignCapability;
  }

  /** The subscriptions that match. `version` changes with the subscriptions. */
  targets(subscriptions: ReadonlySet<BusSubscription>, version: number): readonly BusSubscription[] {
    if (this.#version === version) return this.#targets;
    this.#targets = [...subscriptions].filter((subscription) => this.#matches(subscription));
    this.#version = version;
    return this.#targets;
  }

  #matches({ options }: BusSubscription): boolean {
    if (options.topic !== undefined && !covers(options.topic, this.#topicPattern)) return false;
    if (options.to === undefined) return true;
    return this.#toPattern !== undefined && covers(options.to, this.#toPattern);
  }
}
