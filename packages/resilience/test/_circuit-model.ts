import type { CircuitState } from "../src/index.ts";

/** What the model goes by: the same as the breaker under test. */
export interface ModelOptions {
  readonly failureRatio: number;
  readonly minimumCalls: number;
  readonly windowMs: number;
  readonly openMs: number;
  readonly trials: number;
  readonly trialSuccessRatio: number;
}

export type Outcome = "success" | "failure" | "ignored";

/** One call that was let through, in which life of the circuit. */
export interface ModelCall {
  readonly life: number;
}

interface Counted {
  readonly at: number;
  readonly outcome: Outcome;
}

/** The circuit as its documentation tells it, kept as plain lists and counted anew at each question. */
export class CircuitModel {
  readonly #options: ModelOptions;
  #state: CircuitState = "closed";
  #life = 0;
  #since = 0;
  #counted: Counted[] = [];
  #pendingTrials = 0;

  constructor(options: ModelOptions) {
    this.#options = options;
  }

  stateAt(now: number): CircuitState {
    return this.#state === "open" && now >= this.#since + this.#options.openMs ? "half-open" : this.#state;
  }

  begin(now: number): ModelCall | undefined {
    const isOver = now >= this.#since + this.#options.openMs;
    if (this.#state === "open") {
      if (!isOver) return undefined;
      this.#enter("half-open", now);
    }
    if (this.#state === "half-open") {
      const places = this.#options.trials - this.#counted.length - this.#pendingTrials;
      if (places <= 0) {
        if (!isOver) return undefined;
        this.#enter("half-open", now);
      }
      this.#pendingTrials += 1;
    }
    return { life: this.#life };
  }

  settle({ life }: ModelCall, outcome: Outcome, now: number): void {
    if (life !== this.#life) return;
    if (this.#state === "half-open") this.#pendingTrials -= 1;
    if (outcome === "ignored") return;
    this.#counted.push({ at: now, outcome });
    if (this.#state === "half-open") this.#decideTrials(now);
    else if (outcome === "failure") this.#decideClosed(now);
  }

  #decideClosed(now: number): void {
    const { windowMs, minimumCalls, failureRatio } = this.#options;
    const stepOf = (at: number): number => Math.floor(at / (windowMs / 10));
    const latest = this.#counted.filter(({ at }) => stepOf(at) > stepOf(now) - 10);
    const failures = latest.filter(({ outcome }) => outcome === "failure").length;
    if (latest.length >= minimumCalls && failures / latest.length >= failureRatio - 1e-9) this.#enter("open", now);
  }

  #decideTrials(now: number): void {
    const { trials, trialSuccessRatio } = this.#options;
    const successes = this.#counted.filter(({ outcome }) => outcome === "success").length;
    const failures = this.#counted.length - successes;
    const isEnough = (count: number): boolean => count / trials >= trialSuccessRatio - 1e-9;
    if (isEnough(successes)) this.#enter("closed", now);
    else if (!isEnough(trials - failures)) this.#enter("open", now);
  }

  #enter(state: CircuitState, now: number): void {
    this.#state = state;
    this.#since = now;
    this.#life += 1;
    this.#counted = [];
    this.#pendingTrials = 0;
  }
}
