import { resilienceError } from "./errors.ts";
import type { ResolvedCircuitBreakerOptions } from "./circuit-breaker-options.ts";
import { OutcomeWindow } from "./outcome-window.ts";
import type { CircuitState } from "./ports/circuit-breaker.ts";

// A ratio times a count may come out a hair above the whole number that is meant.
const ROUNDING = 1e-9;

/** Calls go through and are counted. */
interface Closed {
  readonly kind: "closed";
  readonly window: OutcomeWindow;
}

/** No call goes through before `until`. All of them get one rejection: failing fast makes nothing new. */
interface Open {
  readonly kind: "open";
  readonly until: number;
  readonly refusal: Refusal;
}

/** Some calls go through, and decide. */
interface HalfOpen {
  readonly kind: "half-open";
  readonly since: number;
  begun: number;
  succeeded: number;
  failed: number;
  /** Of the open time that is over, for calls beyond the trials. */
  readonly refusal: Refusal;
}

/** What calls get that are not let through. */
export interface Refusal {
  readonly kind: "refused";
  readonly rejection: Promise<never>;
}

/** The state in which a call began. Its outcome counts only while the circuit is still in it. */
export type Epoch = Closed | HalfOpen;

/**
 * The circuit of one key. It has no timer: what time has changed is found out when somebody asks.
 *
 * ```text
 * closed     -- failures >= failureRatio of at least minimumCalls --> open
 * open       -- a call after openMs -------------------------------> half-open
 * half-open  -- enough of the trials succeeded --------------------> closed
 * half-open  -- too many of them failed ---------------------------> open
 * half-open  -- undecided after openMs, and a call comes ----------> half-open, from the beginning
 * ```
 */
export class Circuit {
  readonly key: string;
  readonly #options: ResolvedCircuitBreakerOptions;
  readonly #neededSuccesses: number;
  #state: Closed | Open | HalfOpen;
  #running = 0;

  constructor(key: string, options: ResolvedCircuitBreakerOptions, now: number, openUntil?: number) {
    this.key = key;
    this.#options = options;
    this.#neededSuccesses = Math.ceil(options.trials * options.trialSuccessRatio - ROUNDING);
    this.#state = openUntil === undefined ? this.#closed(now) : this.#open(now, openUntil);
  }

  /** What the next call will meet. */
  stateAt(now: number): CircuitState {
    return this.#state.kind === "open" && now >= this.#state.until ? "half-open" : this.#state.kind;
  }

  /** When the next call could be a trial, if none is let through before. */
  get openUntil(): number | undefined {
    if (this.#state.kind === "open") return this.#state.until;
    return this.#state.kind === "half-open" ? this.#state.since : undefined;
  }

  /** Whether forgetting this circuit would change no decision. */
  isIdleAt(now: number): boolean {
    if (this.#state.kind !== "closed" || this.#running > 0) return false;
    this.#state.window.moveTo(now);
    return this.#state.window.calls === 0;
  }

  /** Lets a call through, and gives the state to settle it with; or the rejection that its caller gets instead. */
  admit(now: number): Epoch | Refusal {
    const admitted = this.#stateFor(now);
    if (admitted.kind !== "refused") this.#running += 1;
    return admitted;
  }

  settle(epoch: Epoch, failed: boolean, now: number): void {
    this.#running -= 1;
    if (epoch !== this.#state) return;
    if (epoch.kind === "closed") this.#settleClosed(epoch, failed, now);
    else this.#settleTrial(epoch, failed, now);
  }

  /** Gives the place of a call back whose outcome says nothing. */
  release(epoch: Epoch): void {
    this.#running -= 1;
    if (epoch === this.#state && epoch.kind === "half-open") epoch.begun -= 1;
  }

  #stateFor(now: number): Epoch | Refusal {
    const state = this.#state;
    if (state.kind === "closed") return state;
    if (state.kind === "open") return now < state.until ? state.refusal : this.#tryOut(state, now);
    if (state.begun < this.#options.trials) {
      state.begun += 1;
      return state;
    }
    return now < state.since + this.#options.openMs ? state.refusal : this.#tryOut(state, now);
  }

  #settleClosed({ window }: Closed, failed: boolean, now: number): void {
    window.add(failed, now);
    const { minimumCalls, failureRatio } = this.#options;
    if (!failed || window.calls < minimumCalls || window.failures < window.calls * failureRatio - ROUNDING) return;
    this.#enter(this.#open(now, now + this.#options.openMs), now);
  }

  #settleTrial(state: HalfOpen, failed: boolean, now: number): void {
    if (failed) state.failed += 1;
    else state.succeeded += 1;
    if (state.succeeded >= this.#neededSuccesses) this.#enter(this.#closed(now), now);
    else if (state.failed > this.#options.trials - this.#neededSuccesses)
      this.#enter(this.#open(now, now + this.#options.openMs), now);
  }

  #tryOut({ refusal }: Open | HalfOpen, now: number): HalfOpen {
    const trial: HalfOpen = { kind: "half-open", since: now, begun: 1, succeeded: 0, failed: 0, refusal };
    this.#enter(trial, now);
    return trial;
  }

  #closed(now: number): Closed {
    return { kind: "closed", window: new OutcomeWindow(this.#options.windowMs, now) };
  }

  #open(now: number, until: number): Open {
    const { clock, openMs } = this.#options;
    const reopensAt = clock.now() + until - now;
    const rejection = Promise.reject(resilienceError("resilience/circuit-open", { key: this.key, openMs, reopensAt }));
    // It is handed to callers only later, and a rejection that nobody has seen yet would end the process.
    rejection.catch(() => {});
    return { kind: "open", until, refusal: { kind: "refused", rejection } };
  }

  #enter(next: Closed | Open | HalfOpen, now: number): void {
    const { clock, onChange } = this.#options;
    const from = this.#state.kind;
    this.#state = next;
    if (from === next.kind) return;
    const at = clock.now();
    const change = { key: this.key, from, to: next.kind, at };
    try {
      onChange(next.kind === "open" ? { ...change, reopensAt: at + next.until - now } : change);
    } catch {
      // Whoever listens must not decide how a call of somebody else ends.
    }
  }
}
