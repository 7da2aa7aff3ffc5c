import { type AppError, type Clock, coreError, type Deadline } from "@cordon/core";
import type { NatsConnection, Subscription } from "@nats-io/transport-node";
import { eventsError } from "../../errors.ts";
import type { Link } from "./link.ts";
import { permanentError } from "./jetstream-errors.ts";
import { type NatsHeaders, type NatsMessage, newInbox } from "./nats-client.ts";

/** A message that wants an answer. */
export interface Outgoing {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers?: NatsHeaders;
}

/** What an exchange is made of. */
export interface ExchangeOptions<Answer> {
  readonly clock: Clock;
  readonly link: Link;
  readonly maxWaiting: number;
  readonly maxBytes: number;
  /** Reads an answer; `undefined` says that it is none, and that the message is to be sent again later. */
  readonly read: (answer: NatsMessage) => Answer | undefined;
}

interface Entry<Answer> extends Outgoing {
  readonly token: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: AppError) => void;
  deadline: Deadline | undefined;
  /** By the monotonic clock; `NEVER` for what has to be sent again. */
  sentAt: number;
}

const NEVER = Number.NEGATIVE_INFINITY;
const TICK_MS = 250;
const RESEND_MS = 5000;

/**
 * Sends messages and waits for their answers: over one subject for all of them, so that a message costs no subscription, no timer of
 * its own and no second promise. What is not answered yet is sent again after an interruption, in the same order; so only messages may be sent that the
 * broker recognises when they come twice.
 */
export class Exchange<Answer> {
  readonly #options: ExchangeOptions<Answer>;
  readonly #waiting = new Map<string, Entry<Answer>>();
  readonly #inbox = newInbox();
  #client: NatsConnection | undefined;
  #subscribed: { readonly client: NatsConnection; readonly subscription: Subscription } | undefined;
  #tick: Deadline | undefined;
  #bytes = 0;
  #last = 0;
  #closed = false;

  constructor(options: ExchangeOptions<Answer>) {
    this.#options = options;
    options.link.add({ onUp: (client) => this.#onUp(client), onDown: () => void (this.#client = undefined) });
  }

  /** Rejects with `events/buffer-full` at once where too many wait, and when the time is over with what the link says. */
  send(outgoing: Outgoing, timeoutMs: number, signal?: AbortSignal): Promise<Answer> {
    const { maxWaiting, maxBytes, clock } = this.#options;
    return new Promise((resolve, reject) => {
      if (this.#closed) throw eventsError("events/closed", {});
      if (signal?.aborted === true) throw coreError("core/aborted", {});
      const size = outgoing.payload.byteLength;
      if (this.#waiting.size >= maxWaiting || this.#bytes + size > maxBytes)
        throw eventsError("events/buffer-full", { maxEvents: maxWaiting, maxBytes });
      this.#last += 1;
      const token = this.#last.toString(36);
      const entry: Entry<Answer> = { ...outgoing, token, resolve, reject, deadline: undefined, sentAt: NEVER };
      this.#waiting.set(token, entry);
      this.#bytes += size;
      entry.deadline = clock.deadline(timeoutMs, signal, () => this.#onDeadline(entry));
      this.#tick ??= this.#startTick();
      if (this.#client !== undefined) this.#transmit(this.#client, entry);
    });
  }

  close(): void {
    this.#closed = true;
    this.#tick?.clear();
    for (const entry of this.#waiting.values()) this.#fail(entry, eventsError("events/closed", {}));
  }

  #onUp(client: NatsConnection): void {
    this.#client = client;
    // The client renews its subscriptions when it reconnects; a new client has none.
    if (this.#subscribed?.client !== client) {
      const callback = (error: Error | null, message: NatsMessage): void => {
        if (error === null) this.#onAnswer(message);
      };
      this.#subscribed = { client, subscription: client.subscribe(`${this.#inbox}.*`, { callback }) };
    }
    for (const entry of this.#waiting.values()) this.#transmit(client, entry);
  }

  #transmit(client: NatsConnection, entry: Entry<Answer>): void {
    const { subject, payload, headers, token } = entry;
    entry.sentAt = this.#options.clock.elapsed();
    try {
      const reply = `${this.#inbox}.${token}`;
      client.publish(subject, payload, headers === undefined ? { reply } : { reply, headers });
    } catch (error) {
      // A payload above the broker's limit is refused for good; a connection that has just closed is not.
      const permanent = permanentError(error);
      if (permanent !== undefined) this.#fail(entry, permanent);
    }
  }

  #onAnswer(message: NatsMessage): void {
    const entry = this.#waiting.get(message.subject.slice(this.#inbox.length + 1));
    if (entry === undefined) return;
    const answer = this.#options.read(message);
    if (answer === undefined) {
      entry.sentAt = NEVER;
      return;
    }
    this.#forget(entry);
    entry.resolve(answer);
  }

  #onDeadline(entry: Entry<Answer>): void {
    const expired = entry.deadline?.expired === true;
    this.#fail(entry, expired ? this.#options.link.timeoutError() : coreError("core/aborted", {}));
  }

  #fail(entry: Entry<Answer>, error: AppError): void {
    if (!this.#waiting.has(entry.token)) return;
    this.#forget(entry);
    entry.reject(error);
  }

  #forget(entry: Entry<Answer>): void {
    this.#waiting.delete(entry.token);
    this.#bytes -= entry.payload.byteLength;
    entry.deadline?.clear();
  }

  #startTick(): Deadline {
    return this.#options.clock.deadline(TICK_MS, undefined, () => {
      this.#tick = undefined;
      const client = this.#client;
      if (client !== undefined) {
        const latest = this.#options.clock.elapsed() - RESEND_MS;
        for (const entry of this.#waiting.values()) if (entry.sentAt <= latest) this.#transmit(client, entry);
      }
      if (this.#waiting.size > 0 && !this.#closed) this.#tick = this.#startTick();
    });
  }
}
