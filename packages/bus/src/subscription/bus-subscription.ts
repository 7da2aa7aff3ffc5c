import type { AppError, Clock } from "@cordon/core";
import { busError } from "../errors.ts";
import { AckLedger } from "./ack-ledger.ts";
import { BlockedPublishers } from "./blocked-publishers.ts";
import type { Drained, DrainQueue } from "./drain-queue.ts";
import { Mailbox } from "./mailbox.ts";
import type { Parcel } from "./parcel.ts";
import type { ResolvedSubscribeOptions } from "./resolve-subscribe-options.ts";
import type { DeadLetter, Delivery, Received } from "./subscription.ts";

/** What a subscription needs of its bus. */
export interface SubscriptionHost {
  readonly clock: Clock;
  readonly drains: DrainQueue;
  readonly onClose: (subscription: BusSubscription) => void;
  readonly onDeadLetter: (letter: DeadLetter) => void;
}

type State =
  | { readonly kind: "open" }
  /** Nothing more comes; what waits can be read, and then the error is thrown. */
  | { readonly kind: "ending"; readonly error: AppError }
  | { readonly kind: "closed" };

type Result = IteratorResult<Received, undefined>;
type Handler = (received: Received) => void | Promise<void>;

const OPEN: State = { kind: "open" };
const CLOSED: State = { kind: "closed" };
const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** One subscriber: `offer` puts a message into its mailbox, and its reader takes it out. */
export class BusSubscription implements AsyncIterator<Received, undefined>, Disposable, Drained {
  readonly options: ResolvedSubscribeOptions;
  readonly #host: SubscriptionHost;
  readonly #mailbox: Mailbox;
  readonly #blocked: BlockedPublishers | undefined;
  readonly #ledger: AckLedger | undefined;
  #state: State = OPEN;
  /** A loop that waits for its next message. */
  #reader: ((result: Result | Promise<never>) => void) | undefined;
  /** A function that reads, and whether it is to be called soon or is at work. */
  #consumer: Consumer | undefined;
  #isBusy = false;

  constructor(options: ResolvedSubscribeOptions, host: SubscriptionHost) {
    const { capacity, overflow, ack } = options;
    const { clock } = host;
    this.options = options;
    this.#host = host;
    this.#mailbox = new Mailbox(capacity, overflow.policy);
    if (overflow.policy === "block") this.#blocked = new BlockedPublishers(clock, overflow.timeoutMs, this.#mailbox);
    if (ack !== undefined) {
      const onDeadLetter = (parcel: Parcel, deliveries: number): void => this.#onDeadLetter(parcel, deliveries);
      this.#ledger = new AckLedger({ ...ack, clock, onReady: () => this.#wake(), onDeadLetter });
    }
  }

  get name(): string {
    return this.options.name;
  }

  get waiting(): number {
    return this.#mailbox.waiting;
  }

  get dropped(): number {
    return this.#mailbox.dropped;
  }

  get closed(): boolean {
    return this.#state !== OPEN;
  }

  /** Takes a message in. Returns a promise only where the publisher has to wait. */
  offer(parcel: Parcel, signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.#state !== OPEN) return undefined;
    const reader = this.#reader;
    // A loop that waits has nothing before this one, so the mailbox need not see it.
    if (reader !== undefined && this.#ledger === undefined) {
      this.#reader = undefined;
      reader(parcel.result);
      return undefined;
    }
    // Whoever waits already comes first.
    const isBehind = this.#blocked !== undefined && this.#blocked.size > 0;
    if (!isBehind && this.#mailbox.offer(parcel) !== "full") {
      this.#wake();
      return undefined;
    }
    return this.#overflow(parcel, signal);
  }

  next(): Promise<Result> {
    if (this.#reader !== undefined || this.#consumer !== undefined)
      return Promise.reject(new TypeError("A subscription is read by one loop or handler, and has one already."));
    const received = this.#take();
    if (received !== undefined) return Promise.resolve({ done: false, value: received });
    if (!this.#isOver()) {
      return new Promise((resolve) => {
        this.#reader = resolve;
      });
    }
    return this.#end();
  }

  return(): Promise<Result> {
    this[Symbol.dispose]();
    return Promise.resolve(DONE);
  }

  consume(handler: Handler): Promise<void> {
    if (this.#reader !== undefined || this.#consumer !== undefined)
      return Promise.reject(new TypeError("A subscription is read by one loop or handler, and has one already."));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#consumer = { handler, resolve, reject };
    this.#wake();
    return promise;
  }

  /** Calls the handler for all that waits, until it returns a promise. */
  drain(): void {
    const consumer = this.#consumer;
    if (consumer !== undefined) {
      // Busy until nothing waits: a handler may publish to itself, and must not be called again before it has returned.
      for (let received = this.#take(); received !== undefined; received = this.#take()) {
        const working = this.#handle(received, consumer.handler);
        if (working === undefined) continue;
        void working.then(() => this.drain());
        return;
      }
      if (this.#isOver()) this.#endConsumer(consumer);
    }
    this.#isBusy = false;
  }

  [Symbol.dispose](): void {
    if (this.#state === CLOSED) return;
    this.#leave(CLOSED);
    this.#mailbox.clear();
    this.#ledger?.clear();
    this.#wake();
  }

  #take(): Received | undefined {
    if (this.#ledger === undefined) {
      const entry = this.#mailbox.take();
      this.#blocked?.admit();
      return entry;
    }
    const again = this.#ledger.again();
    if (again !== undefined) return again;
    if (!this.#ledger.hasRoom) return undefined;
    const entry = this.#mailbox.take();
    this.#blocked?.admit();
    return entry?.kind === "message" ? this.#ledger.begin(entry) : entry;
  }

  /** Something can be read, or nothing more will come. */
  #wake(): void {
    if (this.#consumer !== undefined) {
      if (this.#isBusy) return;
      this.#isBusy = true;
      this.#host.drains.add(this);
      return;
    }
    const reader = this.#reader;
    if (reader === undefined) return;
    const received = this.#take();
    if (received === undefined && !this.#isOver()) return;
    this.#reader = undefined;
    if (received === undefined) reader(this.#end() as Promise<never>);
    else reader({ done: false, value: received });
  }

  /** Whether nothing more will come. What is not acknowledged may hold up what waits, but what waits does come. */
  #isOver(): boolean {
    return this.#state !== OPEN && this.#mailbox.isEmpty;
  }

  #handle(received: Received, handler: Handler): Promise<void> | undefined {
    const delivery = this.#ledger !== undefined && received.kind === "message" ? received : undefined;
    try {
      const working = handler(received);
      if (working instanceof Promise) return this.#settled(working, delivery);
      delivery?.ack();
    } catch (error) {
      this.#failed(error, delivery);
    }
    return undefined;
  }

  async #settled(working: Promise<void>, delivery: Delivery | undefined): Promise<void> {
    try {
      // Not by its own `then`, which may be the handler's: what throws here stops all that drain with it.
      await working;
      delivery?.ack();
    } catch (error) {
      this.#failed(error, delivery);
    }
  }

  /** Without acknowledgements nothing would bring the message again, so its loss must not be passed over. */
  #failed(error: unknown, delivery: Delivery | undefined): void {
    if (delivery !== undefined) {
      this.#tell(error, delivery);
      delivery.nack();
      return;
    }
    const consumer = this.#consumer;
    this.#consumer = undefined;
    this[Symbol.dispose]();
    consumer?.reject(error);
  }

  #tell(error: unknown, delivery: Delivery): void {
    try {
      this.options.ack?.onError(error, delivery);
    } catch {
      // Who is told is the one whose handler failed: the message comes again either way, and others must not suffer for it.
    }
  }

  #overflow(parcel: Parcel, signal: AbortSignal | undefined): Promise<void> | undefined {
    const { name, capacity } = this.options;
    if (this.#blocked === undefined) {
      this.#mailbox.countDropped();
      this.#mailbox.addGap(1);
      this.#leave({ kind: "ending", error: busError("bus/disconnected", { name, capacity }) });
      return undefined;
    }
    // A publisher that does not wait for its promises could pile up here without end.
    if (this.#blocked.size < capacity) return this.#blocked.wait(parcel, signal);
    this.#blocked.leaveOut();
    return undefined;
  }

  #onDeadLetter(parcel: Parcel, deliveries: number): void {
    const { envelope, topic } = parcel;
    this.#host.onDeadLetter({ subscription: this.name, envelope, topic, deliveries });
    if (this.options.ack?.onDeadLetter !== "stop") return;
    this.#mailbox.clear();
    this.#ledger?.clear();
    this.#leave({ kind: "ending", error: busError("bus/poisoned", { id: envelope.id, deliveries }) });
  }

  #leave(state: State): void {
    if (this.#state === OPEN) this.#host.onClose(this);
    this.#state = state;
    this.#blocked?.releaseAll();
  }

  #end(): Promise<Result> {
    const state = this.#state;
    this.#state = CLOSED;
    this.#ledger?.clear();
    return state.kind === "ending" ? Promise.reject(state.error) : Promise.resolve(DONE);
  }

  #endConsumer({ resolve, reject }: Consumer): void {
    this.#consumer = undefined;
    void this.#end().then(() => resolve(), reject);
  }
}

interface Consumer {
  readonly handler: Handler;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
