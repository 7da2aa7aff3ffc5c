const STEPS = 10;

/** Counts the outcomes of the last `windowMs`, a tenth of it at a time, in memory that does not grow with them. */
export class OutcomeWindow {
  readonly #stepMs: number;
  readonly #calls = new Int32Array(STEPS);
  readonly #failures = new Int32Array(STEPS);
  #step = 0;
  #allCalls = 0;
  #allFailures = 0;

  constructor(windowMs: number, now: number) {
    this.#stepMs = windowMs / STEPS;
    this.#step = Math.floor(now / this.#stepMs);
  }

  get calls(): number {
    return this.#allCalls;
  }

  get failures(): number {
    return this.#allFailures;
  }

  add(failed: boolean, now: number): void {
    this.moveTo(now);
    const slot = this.#step % STEPS;
    this.#calls[slot] = (this.#calls[slot] ?? 0) + 1;
    this.#allCalls += 1;
    if (!failed) return;
    this.#failures[slot] = (this.#failures[slot] ?? 0) + 1;
    this.#allFailures += 1;
  }

  /** Forgets what is too old by now. */
  moveTo(now: number): void {
    const step = Math.floor(now / this.#stepMs);
    if (step <= this.#step) return;
    const passed = Math.min(step - this.#step, STEPS);
    for (let ahead = 1; ahead <= passed; ahead += 1) this.#clear((this.#step + ahead) % STEPS);
    this.#step = step;
  }

  #clear(slot: number): void {
    this.#allCalls -= this.#calls[slot] ?? 0;
    this.#allFailures -= this.#failures[slot] ?? 0;
    this.#calls[slot] = 0;
    this.#failures[slot] = 0;
  }
}
