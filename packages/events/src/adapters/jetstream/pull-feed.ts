import type { Clock, Deadline } from "@cordon/core";
import { nanos, type NatsConnection, type Subscription } from "@nats-io/transport-node";
import { parseAckSubject } from "./ack-subject.ts";
import { type NatsMessage, newInbox } from "./nats-client.ts";

/** A message of the stream, as it came. */
export interface Arrival {
  readonly data: Uint8Array;
  readonly subject: string;
  /** Where its acknowledgement goes. */
  readonly reply: string;
  readonly sequence: number;
  readonly attempt: number;
  /** By the monotonic clock. */
  readonly arrivedAt: number;
}

/** What a feed pulls from and who it tells. */
export interface PullFeedOptions {
  readonly clock: Clock;
  /** The subject that the broker takes requests for messages at. */
  readonly requestSubject: string;
  /** How many messages there is room for, those that were asked for not counted. */
  readonly room: () => number;
  readonly onArrival: (arrival: Arrival) => void;
  /** The broker knows no such consumer, or says that it is gone. */
  readonly onMissing: () => void;
}

// Short, because a request cannot be taken back: see `leftMs`.
const EXPIRES_MS = 2000;
// Beyond its end, a request that the broker has not ended is taken for lost.
const GRACE_MS = 3000;
const RETRY_MS = 250;
/** For the way to the broker and back. */
export const MARGIN_MS = 100;

/**
 * Asks the broker for as many messages as there is room for. One request is out at a time; by the time it is filled, more room has gathered, so
 * requests grow with the load. What was asked for is all that the broker sends, which is what holds a slow reader's share back.
 */
export class PullFeed {
  readonly #options: PullFeedOptions;
  readonly #inbox = newInbox();
  #client: NatsConnection | undefined;
  #subscription: Subscription | undefined;
  /** Messages of the request that is out, and when to do without its end. */
  #wanted = 0;
  #patience: Deadline | undefined;
  #pulls = 0;
  #pulledAt = 0;

  constructor(options: PullFeedOptions) {
    this.#options = options;
  }

  /**
   * How long the broker holds on to the request that is out. nats-server 2.9.10 loses a message that is given back while there is a request that
   * nobody listens to any more: it then delivers it only after its time to be acknowledged.
   */
  get leftMs(): number {
    return this.#wanted === 0 ? 0 : Math.max(0, this.#pulledAt + EXPIRES_MS - this.#options.clock.elapsed());
  }

  /** Begins on a connection, or again after an interruption, whose requests the broker has forgotten. */
  start(client: NatsConnection): void {
    void this.stop();
    this.#client = client;
    this.#pulls += 1;
    // A subject of its own each time: what the broker still sends for an earlier request is taken, and not counted for this one.
    const pulls = this.#pulls;
    const callback = (error: Error | null, message: NatsMessage): void => {
      if (error === null) this.#onMessage(message, pulls);
    };
    this.#subscription = client.subscribe(`${this.#inbox}.${this.#pulls}`, { callback });
    this.pull();
  }

  /** Asks for no more. Resolves when what was on its way has arrived: nobody else would be given it before its time to be acknowledged is over. */
  async stop(): Promise<void> {
    const subscription = this.#subscription;
    this.#client = undefined;
    this.#subscription = undefined;
    this.#end();
    try {
      if (subscription?.isClosed() === false) await subscription.drain();
    } catch {
      // The connection went meanwhile, and with it what was on its way.
    }
  }

  /**
   * Asks for no more, and listens on until the broker has forgotten the request that is out: what it still sends for that comes to nobody else before
   * its time to be acknowledged is over.
   */
  async retire(): Promise<void> {
    const { clock } = this.#options;
    const { leftMs } = this;
    this.#client = undefined;
    this.#end();
    if (leftMs > 0) await clock.sleep(leftMs + MARGIN_MS, new AbortController().signal);
    await this.stop();
  }

  /** Asks for more, if there is room and nothing is out. */
  pull(): void {
    const { clock, requestSubject, room } = this.#options;
    const client = this.#client;
    if (client === undefined || client.isClosed() || this.#patience !== undefined) return;
    const batch = room();
    if (batch <= 0) return;
    this.#wanted = batch;
    this.#pulledAt = clock.elapsed();
    this.#patience = clock.deadline(EXPIRES_MS + GRACE_MS, undefined, () => this.#again(0));
    const reply = `${this.#inbox}.${this.#pulls}`;
    client.publish(requestSubject, JSON.stringify({ batch, expires: nanos(EXPIRES_MS) }), { reply });
  }

  #onMessage(message: NatsMessage, pulls: number): void {
    const isCurrent = this.#client !== undefined && pulls === this.#pulls;
    const arrived = parseAckSubject(message.reply ?? "");
    if (arrived === undefined) {
      if (isCurrent) this.#onStatus(message.headers?.code ?? 0, message.headers?.description ?? "");
      return;
    }
    if (isCurrent) this.#wanted -= 1;
    if (isCurrent && this.#wanted <= 0) this.#end();
    const { data, subject, reply = "" } = message;
    this.#options.onArrival({ data, subject, reply, ...arrived, arrivedAt: this.#options.clock.elapsed() });
  }

  #onStatus(code: number, description: string): void {
    // 404 and 408 end a request that has waited long enough. 503 means that nobody listens, 409 and what is like it that the broker
    // ends the request for a reason of its own, one of which is that the consumer was deleted.
    if (code < 400) return;
    if (code === 503 || /deleted/i.test(description)) {
      this.#end();
      this.#options.onMissing();
    } else {
      this.#again(code === 404 || code === 408 ? 0 : RETRY_MS);
    }
  }

  #again(delayMs: number): void {
    this.#end();
    if (delayMs === 0) this.pull();
    else
      this.#patience = this.#options.clock.deadline(delayMs, undefined, () => {
        this.#patience = undefined;
        this.pull();
      });
  }

  #end(): void {
    this.#patience?.clear();
    this.#patience = undefined;
    this.#wanted = 0;
  }
}
