import { childTraceparent, formatTraceparent, parseTraceparent, type Random, type Span } from "@cordon/core";
import type { Message } from "../message.ts";
import { type Content, messageOf } from "./content.ts";
import type { Envelope } from "./envelope.ts";

/** What a bus makes its envelopes with. */
export interface EnvelopeOrigin {
  /** Begins the id of each, and is no other bus's. */
  readonly prefix: string;
  readonly random: Random;
}

/** For a message whose correlation id is its own id. */
export const OWN_ID: unique symbol = Symbol("own id");

/** What is known of one message when it is published. */
export interface EnvelopeInit {
  readonly sequence: number;
  readonly source: string;
  /** `OWN_ID`: it begins something that others will refer to. */
  readonly correlationId: string | typeof OWN_ID | undefined;
  readonly causationId: string | undefined;
  readonly traceparent: string | undefined;
  /** Of whatever the message is part of. */
  readonly span: Span | undefined;
  readonly timestamp: number;
  /** What it says, frozen. */
  readonly content: Content;
}

/** One message with its provenance. What few receivers look at is made when it is first read. */
export class BusEnvelope implements Envelope {
  readonly #origin: EnvelopeOrigin;
  readonly #init: EnvelopeInit;
  #id: string | undefined;
  #traceparent: string | undefined;
  #message: Message | undefined;

  constructor(origin: EnvelopeOrigin, init: EnvelopeInit) {
    this.#origin = origin;
    this.#init = init;
    Object.freeze(this);
  }

  // Receivers could otherwise change what the others see, here or in what all envelopes inherit.
  static {
    Object.freeze(this.prototype);
  }

  get id(): string {
    return (this.#id ??= this.#origin.prefix + this.#init.sequence.toString(36).padStart(9, "0"));
  }

  get source(): string {
    return this.#init.source;
  }

  get correlationId(): string | undefined {
    const { correlationId } = this.#init;
    return correlationId === OWN_ID ? this.id : correlationId;
  }

  get causationId(): string | undefined {
    return this.#init.causationId;
  }

  get traceparent(): string {
    return (this.#traceparent ??= this.#trace());
  }

  get timestamp(): number {
    return this.#init.timestamp;
  }

  get message(): Message {
    return (this.#message ??= messageOf(this.#init.content));
  }

  toJSON(): Envelope {
    return plainEnvelope(this);
  }

  #trace(): string {
    const { span, traceparent } = this.#init;
    if (span !== undefined) return span.traceparent;
    return formatTraceparent(parseTraceparent(traceparent) ?? childTraceparent(undefined, this.#origin.random, false));
  }
}

/** The envelope's values as a plain object. */
function plainEnvelope(envelope: Envelope): Envelope {
  const { id, source, correlationId, causationId, traceparent, timestamp, message } = envelope;
  return {
    id,
    source,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
    traceparent,
    timestamp,
    message,
  };
}
