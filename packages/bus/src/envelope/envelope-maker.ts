import type { Random, Span } from "@cordon/core";
import type { PublishOptions } from "../sender.ts";
import { BusEnvelope, type EnvelopeOrigin, type OWN_ID } from "./bus-envelope.ts";
import type { Content } from "./content.ts";

/** What is said beside a message, and the span that it belongs to. */
export interface TracedOptions extends PublishOptions {
  readonly span?: Span;
}

/** Makes the envelopes of one bus, numbered in the order in which they are made. */
export class EnvelopeMaker {
  readonly #origin: EnvelopeOrigin;
  #sequence = 0;

  /** `prefix` begins the id of each, and is no other bus's. */
  constructor(prefix: string, random: Random) {
    this.#origin = { prefix, random };
  }

  make(
    source: string,
    content: Content,
    { causationId, traceparent, span }: TracedOptions,
    correlationId: string | typeof OWN_ID | undefined,
    timestamp: number,
  ): BusEnvelope {
    this.#sequence += 1;
    const sequence = this.#sequence;
    return new BusEnvelope(this.#origin, {
      sequence,
      source,
      correlationId,
      causationId,
      traceparent,
      span,
      timestamp,
      content,
    });
  }
}
