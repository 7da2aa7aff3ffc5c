import type { Clock, Deadline } from "@cordon/core";
import { wasmError } from "../errors.ts";
import { type HostCall, type HostFunction, nameOf } from "../host-function.ts";
import type { GuestCall } from "../ports/guest.ts";
import type { Stop } from "../stop.ts";

const NEVER = new AbortController().signal;

/** What a call was given, with what its guest's limits fill in. */
export interface ResolvedCall extends Required<Omit<GuestCall, "context" | "method">> {
  /** Of a dispatcher. */
  readonly method: Uint8Array | undefined;
  readonly context: unknown;
}

/**
 * One call from its start to its stop: the token that fences what its guest may still do. Once `stop` is set, no host function runs
 * for it and nothing of it counts.
 */
export class CallState implements HostCall {
  readonly request: ResolvedCall;
  readonly #clock: Clock;
  readonly #caller: AbortSignal;
  readonly #disposal: AbortSignal;
  readonly #startedAt: number;
  readonly #calls = new Map<HostFunction, number>();
  #stop: Stop | undefined;
  #deadline: Deadline | undefined;
  #signal: AbortSignal | undefined;

  constructor(request: ResolvedCall, caller: AbortSignal, clock: Clock, disposal: AbortSignal = NEVER) {
    this.request = request;
    this.#clock = clock;
    this.#caller = caller;
    this.#disposal = disposal;
    this.#startedAt = clock.elapsed();
  }

  get context(): unknown {
    return this.request.context;
  }

  /** Why the host stopped this call; undefined while it goes on. Looks at the clock and at the caller each time. */
  get stop(): Stop | undefined {
    if (this.#stop === undefined) {
      if (this.#caller.aborted || this.#disposal.aborted) this.#stop = { kind: "aborted" };
      else if (this.#deadline?.expired === true || this.remainingMs <= 0) this.#stop = { kind: "deadline" };
    }
    return this.#stop;
  }

  get wallMs(): number {
    return this.#clock.elapsed() - this.#startedAt;
  }

  get remainingMs(): number {
    return this.request.timeoutMs - this.wallMs;
  }

  /** Made at its first use: most calls wait for nothing. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      this.#deadline = this.#clock.deadline(Math.max(0, this.remainingMs));
      this.#signal = AbortSignal.any([this.#caller, this.#disposal, this.#deadline.signal]);
    }
    return this.#signal;
  }

  get hostCalls(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#calls].map(([each, count]) => [nameOf(each), count]));
  }

  commit<Result>(effect: () => Result): Result {
    if (this.stop !== undefined) throw wasmError("wasm/fenced", {});
    return effect();
  }

  /** Counts a call of a host function; false if it was one too many. */
  count(called: HostFunction): boolean {
    const count = (this.#calls.get(called) ?? 0) + 1;
    this.#calls.set(called, count);
    return count <= called.maxCalls;
  }

  /** Stops the call. The first reason stays. */
  end(stop: Stop): Stop {
    return (this.#stop ??= stop);
  }

  /** Ends what was started for this call. */
  close(): void {
    this.#deadline?.clear();
  }
}
