import { busError } from "../errors.ts";
import type { Respond, RespondOptions } from "../ports/message-bus.ts";
import { requireWhole } from "../require-whole.ts";
import { Deque } from "../subscription/deque.ts";
import type { CommandCall } from "./command-call.ts";

/** What is done where nothing is said. */
export const RESPOND_DEFAULTS = { concurrency: 32, capacity: 128 } as const;

/** Who answers for a name: so many commands at once, so many more in a queue. */
export class BusResponder {
  readonly name: string;
  readonly #concurrency: number;
  readonly #capacity: number;
  readonly #respond: Respond;
  readonly #waiting = new Deque<CommandCall>();
  readonly #running = new Set<CommandCall>();
  /** Commands whose function has not returned yet: one that asks its own name is handled already. */
  #calling = 0;
  #closed: { readonly error: unknown } | undefined;

  constructor({ name, ...options }: RespondOptions, respond: Respond) {
    const { concurrency = RESPOND_DEFAULTS.concurrency, capacity = RESPOND_DEFAULTS.capacity } = options;
    requireWhole("concurrency", concurrency, 1, 1_000_000);
    requireWhole("capacity", capacity, 0, 1_000_000);
    this.name = name;
    this.#concurrency = concurrency;
    this.#capacity = capacity;
    this.#respond = respond;
  }

  /** Answers it now if there is room for it, and else when its turn comes. */
  take(call: CommandCall): void {
    if (this.#free > 0 && this.#waiting.size === 0) this.#run(call);
    else this.takeLater(call);
  }

  /** Puts it into the queue. Whoever sent it goes on first. */
  takeLater(call: CommandCall): void {
    if (this.#waiting.size >= this.#capacity + this.#free) {
      call.fail(busError("bus/busy", { to: this.name, capacity: this.#capacity }));
      return;
    }
    this.#waiting.push(call);
    queueMicrotask(() => this.#next());
  }

  /** Ends it: what waits or runs is told that there is nobody any more, or what `error` says. */
  close(error: unknown = busError("bus/no-responder", { to: this.name })): void {
    this.#closed = { error };
    for (const call of this.#running) call.fail(error);
    for (let call = this.#waiting.shift(); call !== undefined; call = this.#waiting.shift()) call.fail(error);
  }

  get #free(): number {
    return this.#concurrency - this.#running.size - this.#calling;
  }

  #run(call: CommandCall): void {
    this.#calling += 1;
    const pending = call.answerWith(this.#respond);
    this.#calling -= 1;
    if (pending === undefined) return;
    // By the responder itself, while it was called.
    if (this.#closed !== undefined) call.fail(this.#closed.error);
    // One whose caller has gone still runs until it is over: that is what is bounded.
    this.#running.add(call);
    void pending.then(() => {
      this.#running.delete(call);
      this.#next();
    });
  }

  #next(): void {
    while (this.#closed === undefined && this.#free > 0) {
      const call = this.#waiting.shift();
      if (call === undefined) return;
      if (!call.isDone) this.#run(call);
    }
  }
}
