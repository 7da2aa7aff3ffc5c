import { type AppError, coreError } from "@cordon/core";
import { eventsError } from "../../errors.ts";
import type { NatsConnection } from "@nats-io/transport-node";
import { ensureStream } from "./ensure-stream.ts";
import type { ResolvedJetStreamOptions } from "./jetstream-event-bus-options.ts";
import { openConnection, reconnectDelay } from "./nats-client.ts";
import { permanentError } from "./jetstream-errors.ts";

/** Someone who uses the connection while there is one. */
export interface LinkUser {
  /** Called when the stream can be used: at once if it can be now, and after each interruption. */
  readonly onUp: (client: NatsConnection) => void;
  readonly onDown: () => void;
}

/**
 * Keeps one connection to the broker.
 *
 * ```text
 * connecting -> preparing -> up -> down -> preparing -> up ...     (the client reconnects by itself)
 *      ^------ the client gave up, or could not connect at all ----'
 * ```
 */
export class Link {
  readonly #options: ResolvedJetStreamOptions;
  readonly #closing = new AbortController();
  readonly #users = new Set<LinkUser>();
  readonly #running: Promise<void>;
  #client: NatsConnection | undefined;
  #problem: AppError | undefined;
  #failures = 0;
  /** Counts interruptions: preparations that began before the latest one are no longer of use. */
  #epoch = 0;
  #up = false;

  constructor(options: ResolvedJetStreamOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** The connection, while it can be used. */
  get client(): NatsConnection | undefined {
    return this.#up ? this.#client : undefined;
  }

  /** What to reject with when the broker's time is over. */
  timeoutError(): AppError {
    return this.#problem ?? eventsError("events/unavailable", { reason: this.#up ? "no answer" : "not connected" });
  }

  add(user: LinkUser): void {
    this.#users.add(user);
    if (this.#up && this.#client !== undefined) user.onUp(this.#client);
  }

  delete(user: LinkUser): void {
    this.#users.delete(user);
  }

  /** Does something with the connection, again and again until it succeeds, is refused for good, or its time is over. */
  async attempt<Result>(
    work: (client: NatsConnection) => Promise<Result>,
    signal: AbortSignal,
    timeoutMs: number = this.#options.timeoutMs,
  ): Promise<Result> {
    const { clock } = this.#options;
    const deadline = clock.deadline(timeoutMs, AbortSignal.any([signal, this.#closing.signal]));
    try {
      for (let failures = 0; ; failures += 1) {
        const { client } = this;
        if (client !== undefined) {
          try {
            return await Promise.race([work(client), rejectedOnAbort(deadline.signal)]);
          } catch (error) {
            const permanent = permanentError(error);
            if (permanent !== undefined) throw permanent;
            if (deadline.signal.aborted) throw error;
          }
        }
        await clock.sleep(reconnectDelay(failures), deadline.signal);
      }
    } catch (error) {
      if (!deadline.signal.aborted) throw error;
      if (this.closed) throw eventsError("events/closed", {}, { cause: error });
      if (deadline.expired) throw this.timeoutError();
      throw coreError("core/aborted", {}, { cause: error });
    } finally {
      deadline.clear();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#down();
    await this.#client?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, connection } = this.#options;
    while (!this.closed) {
      try {
        const client = await openConnection(connection, () => this.#nextDelay());
        this.#client = client;
        if (this.closed) await client.close();
        void this.#watch(client);
        void this.#prepare(client);
        await client.closed();
      } catch (error) {
        this.#report(`The broker could not be reached: ${nameOf(error)}.`);
      }
      this.#down();
      await this.#pause(clock.sleep(this.#nextDelay(), this.#closing.signal));
    }
  }

  async #watch(client: NatsConnection): Promise<void> {
    for await (const { type } of client.status()) {
      if (type === "disconnect") {
        this.#down();
        this.#report("The connection to the broker was lost.");
      } else if (type === "reconnect") {
        void this.#prepare(client);
      }
    }
  }

  /** Sees that there is a stream, and only then lets the connection be used. */
  async #prepare(client: NatsConnection): Promise<void> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    for (let failures = 0; !this.closed && epoch === this.#epoch && !client.isClosed(); failures += 1) {
      try {
        await ensureStream(client, this.#options);
        if (this.closed || epoch !== this.#epoch) return;
        this.#problem = undefined;
        this.#failures = 0;
        this.#up = true;
        for (const user of this.#users) user.onUp(client);
        return;
      } catch (error) {
        // Also a refusal is tried again: what is wrong may be put right at the broker.
        this.#problem = permanentError(error);
        this.#report(`The stream cannot be used: ${nameOf(error)}.`);
        await this.#pause(this.#options.clock.sleep(reconnectDelay(failures), this.#closing.signal));
      }
    }
  }

  #down(): void {
    this.#epoch += 1;
    if (!this.#up) return;
    this.#up = false;
    for (const user of this.#users) user.onDown();
  }

  #nextDelay(): number {
    this.#failures += 1;
    return reconnectDelay(this.#failures - 1);
  }

  #report(problem: string): void {
    if (!this.closed) this.#options.onProblem(problem);
  }

  // Closing ends the wait, and the loop around it looks for that.
  async #pause(waiting: Promise<void>): Promise<void> {
    await waiting.catch(() => undefined);
  }
}

// The library's messages name addresses; the names of its errors do not.
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

function rejectedOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => reject(coreError("core/aborted", {}));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}
