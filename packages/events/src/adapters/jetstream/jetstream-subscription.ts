import { coreError } from "@cordon/core";
import { randomUUID } from "node:crypto";
import type { NatsConnection } from "@nats-io/transport-node";
import { checkDelay, type ResolvedSubscribe } from "../../bus-request.ts";
import { parseCloudEvent } from "../../cloud-event/parse-cloud-event.ts";
import type { RecordLimits } from "../../event-record.ts";
import { ItemQueue, type SubscriptionEnd } from "../../item-queue.ts";
import type { EventItem, EventSubscription, SubscribeFrom } from "../../ports/event-bus.ts";
import { Claims } from "./claims.ts";
import { type ConsumerPlace, deleteConsumer, ensureConsumer } from "./consumer-position.ts";
import { topicOfSubject } from "./ensure-stream.ts";
import type { ResolvedJetStreamOptions } from "./jetstream-event-bus-options.ts";
import type { Link, LinkUser } from "./link.ts";
import { type Arrival, MARGIN_MS, PullFeed } from "./pull-feed.ts";
import type { CloudEvent } from "../../cloud-event/cloud-event.ts";

/** What to say to the broker of a delivery. */
export type Verdict = "+ACK" | "+TERM" | "-NAK" | `-NAK {"delay":${number}}`;

/** What a subscription is made of. */
export interface JetStreamSubscriptionOptions {
  readonly bus: ResolvedJetStreamOptions;
  readonly link: Link;
  readonly request: ResolvedSubscribe;
  readonly limits: RecordLimits;
  readonly signal: AbortSignal;
  /** Sends a verdict and waits until the broker has it. */
  readonly say: (reply: string, verdict: Verdict) => Promise<void>;
  /** Publishes a dead letter and waits until the broker has it. */
  readonly bury: (event: CloudEvent, arrival: Arrival) => Promise<void>;
  readonly onEnd: () => void;
  /** Told of what still listens, so as to give back: until then the connection should be left open. */
  readonly retire: (listening: Promise<void>) => void;
}

/** A subscription on JetStream, and the way to end it. */
export interface JetStreamSubscription extends EventSubscription {
  readonly end: (end: SubscriptionEnd) => Promise<void>;
}

/** Takes a position in the stream and reads from there, across interruptions and restarts of the broker. */
export async function createJetStreamSubscription(
  options: JetStreamSubscriptionOptions,
): Promise<JetStreamSubscription> {
  const { bus, link, request, signal } = options;
  const name = request.durable ?? `cordon-${randomUUID()}`;
  const place = await link.attempt(
    (client) => ensureConsumer(client, { name, request, from: request.from }, bus),
    signal,
  );
  const reader = new Reader(options, name, place);
  signal.addEventListener("abort", reader.onAbort, { once: true });
  link.add(reader);
  const dispose = (): Promise<void> => reader.end({ kind: "done" });
  return {
    end: (how) => reader.end(how),
    next: () => reader.read(),
    [Symbol.asyncIterator]: () => ({
      next: () => reader.read(),
      async return() {
        await dispose();
        return { done: true, value: undefined };
      },
    }),
    [Symbol.asyncDispose]: dispose,
  };
}

class Reader implements LinkUser {
  readonly #options: JetStreamSubscriptionOptions;
  readonly #name: string;
  readonly #queue: ItemQueue;
  readonly #feed: PullFeed;
  readonly #claims: Claims;
  #arrived: Arrival[] = [];
  #next: number;
  #missed: number;
  #ending: Promise<void> | undefined;
  #repairing = false;
  /** When the broker has forgotten the last request, once this has ended; by the monotonic clock. */
  #backAt = 0;

  constructor(options: JetStreamSubscriptionOptions, name: string, place: ConsumerPlace) {
    const { bus, request } = options;
    this.#options = options;
    this.#name = name;
    this.#next = place.next;
    this.#missed = place.missed;
    this.#claims = new Claims(bus.clock, request.ackTimeoutMs, () => this.#wake());
    this.#queue = new ItemQueue(() => this.#take());
    this.#feed = new PullFeed({
      clock: bus.clock,
      requestSubject: `$JS.API.CONSUMER.MSG.NEXT.${bus.stream}.${name}`,
      room: () => request.maxInFlight - this.#claims.count - this.#arrived.length,
      onArrival: (arrival) => this.#onArrival(arrival),
      onMissing: () => void this.#repair(),
    });
  }

  readonly onAbort = (): void => {
    void this.end({ kind: "failed", error: coreError("core/aborted", {}) });
  };

  readonly onUp = (client: NatsConnection): void => {
    // Whoever makes the consumer again begins to read when it is there.
    if (!this.#repairing) this.#feed.start(client);
  };

  readonly onDown = (): void => {
    void this.#feed.stop();
  };

  read(): Promise<IteratorResult<EventItem, undefined>> {
    return this.#queue.read();
  }

  end(how: SubscriptionEnd): Promise<void> {
    this.#ending ??= this.#finish(how);
    return this.#ending;
  }

  async #finish(how: SubscriptionEnd): Promise<void> {
    const { link, signal, request, bus, onEnd, retire } = this.#options;
    this.#queue.end(how);
    const { leftMs } = this.#feed;
    this.#backAt = leftMs === 0 ? 0 : bus.clock.elapsed() + leftMs + MARGIN_MS;
    link.delete(this);
    signal.removeEventListener("abort", this.onAbort);
    onEnd();
    const replies = [...this.#claims.replies(), ...this.#arrived.map(({ reply }) => reply)];
    this.#claims.clear();
    this.#arrived = [];
    // A consumer that is deleted sends nothing any more.
    if (request.durable === undefined) void this.#feed.stop();
    else retire(this.#feed.retire());
    const { client } = link;
    if (client === undefined || client.isClosed()) return;
    try {
      // Not waited for one by one: what does not get there is delivered again after its time.
      for (const reply of replies) this.#giveBack(client, reply);
      if (request.durable === undefined) await deleteConsumer(client, bus.stream, this.#name);
      else await client.flush();
    } catch {
      // The connection went meanwhile. The broker forgets a consumer that nobody reads, and gives back what is not acknowledged.
    }
  }

  /** Lets another reader have it, once the broker would not send it here again. */
  #giveBack(client: NatsConnection, reply: string): void {
    client.publish(reply, givingBack(Math.max(0, this.#backAt - this.#options.bus.clock.elapsed())));
  }

  #wake(): void {
    this.#queue.wake();
    this.#feed.pull();
  }

  #onArrival(arrival: Arrival): void {
    if (this.#queue.ended) {
      const { client } = this.#options.link;
      if (client?.isClosed() === false) this.#giveBack(client, arrival.reply);
      return;
    }
    this.#next = Math.max(this.#next, arrival.sequence + 1);
    if (this.#claims.isDone(arrival.sequence)) {
      // Acknowledged already, by a message that came too late or not at all.
      void this.#settle(arrival, "+ACK").catch(() => undefined);
      this.#feed.pull();
      return;
    }
    this.#arrived.push(arrival);
    this.#wake();
  }

  #take(): EventItem | undefined {
    const { request, bus } = this.#options;
    if (this.#missed > 0) {
      const missed = this.#missed;
      this.#missed = 0;
      return { kind: "gap", missed, reason: "evicted" };
    }
    while (this.#claims.count < request.maxInFlight) {
      const arrival = this.#arrived.shift();
      if (arrival === undefined) return undefined;
      const isStale = bus.clock.elapsed() - arrival.arrivedAt >= request.ackTimeoutMs;
      // The broker gives a stale one to a reader again, so this one must not have it as well.
      if (isStale || this.#claims.isDone(arrival.sequence)) continue;
      this.#claims.add(arrival);
      const event = this.#parse(arrival);
      if (event === undefined) {
        void this.#settle(arrival, "+TERM").catch(() => undefined);
        return { kind: "gap", missed: 1, reason: "unreadable" };
      }
      if (arrival.attempt <= request.maxDeliveries) return this.#toDelivery(arrival, event);
      // Where this fails, the event is delivered again and the next reader tries.
      void this.#bury(arrival, event).catch(() => undefined);
    }
    return undefined;
  }

  #parse({ data }: Arrival): CloudEvent | undefined {
    try {
      return parseCloudEvent(data, this.#options.limits.read);
    } catch {
      // Whoever put it into the stream did not use this bus. The gap says that it is there.
      return undefined;
    }
  }

  #toDelivery(arrival: Arrival, event: CloudEvent): EventItem {
    const { request, bus } = this.#options;
    let verdict: Promise<void> | undefined;
    return {
      kind: "event",
      event,
      topic: topicOfSubject(bus.subjectPrefix, arrival.subject),
      sequence: arrival.sequence,
      attempt: arrival.attempt,
      ack: () => {
        verdict ??= this.#settle(arrival, "+ACK");
        return verdict;
      },
      nack: async (delayMs = 0) => {
        checkDelay(delayMs);
        if (verdict !== undefined || !this.#claims.has(arrival)) return verdict;
        const isLast = arrival.attempt >= request.maxDeliveries;
        verdict = isLast ? this.#bury(arrival, event) : this.#settle(arrival, givingBack(delayMs));
        return verdict;
      },
    };
  }

  async #bury(arrival: Arrival, event: CloudEvent): Promise<void> {
    await this.#options.bury(event, arrival);
    await this.#settle(arrival, "+TERM");
  }

  async #settle(arrival: Arrival, verdict: Verdict): Promise<void> {
    if (!verdict.startsWith("-")) this.#claims.markDone(arrival.sequence);
    try {
      await this.#options.say(arrival.reply, verdict);
    } finally {
      if (this.#claims.release(arrival)) this.#wake();
    }
  }

  /** The consumer is gone: it is made again, beginning with what is not acknowledged. */
  async #repair(): Promise<void> {
    if (this.#repairing || this.#queue.ended) return;
    this.#repairing = true;
    // Messages that were asked for from here on would go to where nobody listens any more once reading begins again.
    void this.#feed.stop();
    const { link, request, bus, signal } = this.#options;
    try {
      const from: SubscribeFrom = { sequence: this.#claims.lowest(this.#arrived) ?? this.#next };
      await link.attempt((client) => ensureConsumer(client, { name: this.#name, request, from }, bus), signal);
      if (link.client !== undefined && !this.#queue.ended) this.#feed.start(link.client);
    } catch {
      // Still not there when the time was over; the next connection or the next pull tries again.
      if (!this.#queue.ended && link.client !== undefined) this.#feed.start(link.client);
    } finally {
      this.#repairing = false;
    }
  }
}

function givingBack(delayMs: number): Verdict {
  return delayMs === 0 ? "-NAK" : `-NAK {"delay":${Math.ceil(delayMs * 1_000_000)}}`;
}
