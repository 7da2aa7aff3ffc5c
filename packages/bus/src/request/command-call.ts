import { AppError, type Clock, coreError, type Deadline, type JsonValue } from "@cordon/core";
import { copyJson, type PayloadLimits } from "../envelope/copy-json.ts";
import type { Envelope } from "../envelope/envelope.ts";
import { busError } from "../errors.ts";
import type { Command } from "../message.ts";
import type { Respond, RespondCall } from "../ports/message-bus.ts";

/** One command on its way to whoever answers it, and its answer on the way back. The first word counts: what comes later is nobody's any more. */
export class CommandCall implements RespondCall {
  readonly command: Command;
  readonly envelope: Envelope;
  readonly to: string;
  readonly #limits: PayloadLimits;
  #state: "waiting" | "answered" | "failed" = "waiting";
  #value: JsonValue = null;
  #error: unknown;
  #controller: AbortController | undefined;
  #deadline: Deadline | undefined;
  #settled: PromiseWithResolvers<JsonValue> | undefined;

  constructor(command: Command, envelope: Envelope, to: string, limits: PayloadLimits) {
    this.command = command;
    this.envelope = envelope;
    this.to = to;
    this.#limits = limits;
  }

  // A responder has the call in its hands, and with it what all calls inherit.
  static {
    Object.freeze(this.prototype);
  }

  get isDone(): boolean {
    return this.#state !== "waiting";
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.isDone) this.#controller.abort();
    return this.#controller.signal;
  }

  /** What the responder returned, or threw, or what its promise will come to. */
  answerWith(respond: Respond): Promise<void> | undefined {
    try {
      const answer = respond(this);
      if (answer instanceof Promise) return this.#settledWith(answer);
      this.answer(answer);
    } catch (error) {
      this.#failed(error);
    }
    return undefined;
  }

  answer(value: JsonValue | undefined): void {
    if (this.isDone) return;
    try {
      this.#value = copyJson(value ?? null, "/answer", this.#limits);
    } catch (cause) {
      // Not what it is the code of: that would tell whoever asked that the request was not valid.
      this.fail(busError("bus/responder-failed", { to: this.to }, { cause }));
      return;
    }
    this.#state = "answered";
    this.#deadline?.clear();
    this.#settled?.resolve(this.#value);
  }

  fail(error: unknown): void {
    if (this.isDone) return;
    this.#state = "failed";
    this.#error = error;
    this.#deadline?.clear();
    this.#settled?.reject(error);
    this.#controller?.abort();
  }

  /** The answer. Only who waits for it gets a deadline: one that is there already needs none. */
  result(clock: Clock, timeoutMs: number, signal: AbortSignal | undefined): Promise<JsonValue> {
    switch (this.#state) {
      case "answered":
        return Promise.resolve(this.#value);
      case "failed":
        return Promise.reject(this.#error);
      default:
        return this.#wait(clock, timeoutMs, signal);
    }
  }

  #wait(clock: Clock, timeoutMs: number, signal: AbortSignal | undefined): Promise<JsonValue> {
    const settled = Promise.withResolvers<JsonValue>();
    this.#settled = settled;
    this.#deadline = clock.deadline(timeoutMs, signal, () => {
      const wasAborted = signal?.aborted === true;
      this.fail(
        wasAborted ? coreError("core/aborted", {}) : busError("bus/request-timeout", { to: this.to, timeoutMs }),
      );
    });
    // A parent that was aborted already has had its say before there was a deadline to clear.
    if (this.isDone) this.#deadline.clear();
    return settled.promise;
  }

  async #settledWith(answer: Promise<JsonValue>): Promise<void> {
    try {
      // Not by its own `then`, which may be the responder's.
      this.answer(await answer);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.fail(errorOf(error, this.to));
  }
}

function errorOf(thrown: unknown, to: string): AppError {
  try {
    return AppError.from(thrown, (options) => busError("bus/responder-failed", { to }, options));
  } catch (cause) {
    // A proxy that cannot even be asked what it is.
    return busError("bus/responder-failed", { to }, { cause });
  }
}
