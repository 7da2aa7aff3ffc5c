/** What the model goes by: the same as the subscription under test. */
export interface QueueOptions {
  readonly policy: "drop-new" | "drop-old" | "block" | "disconnect";
  readonly capacity: number;
  readonly timeoutMs: number;
}

interface Entry {
  readonly id: number;
  /** A message that was left out stays in its place, so that it is told where it is missing. */
  state: "queued" | "waiting" | "left-out";
  /** It was among the publishers that wait. */
  hasWaited: boolean;
  until: number;
}

/** A subscription as its documentation tells it: all messages in one line, counted anew at each question. */
export class QueueModel {
  readonly #options: QueueOptions;
  #line: Entry[] = [];
  #leftOut = 0;
  state: "open" | "ending" | "closed" = "open";

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#count("queued");
  }

  get dropped(): number {
    return this.#leftOut;
  }

  /** Ids of the messages whose publishers wait. */
  get blocked(): readonly number[] {
    return this.#line.filter(({ state }) => state === "waiting").map(({ id }) => id);
  }

  offer(id: number, now: number): void {
    const { policy, capacity, timeoutMs } = this.#options;
    if (this.state !== "open") return;
    const entry: Entry = { id, state: "queued", hasWaited: false, until: now + timeoutMs };
    this.#line.push(entry);
    if (this.#count("queued") <= capacity && this.#count("waiting") === 0) return;
    if (policy === "drop-old") {
      const oldest = this.#line.find(({ state }) => state === "queued");
      if (oldest !== undefined) this.#leaveOut(oldest);
    } else if (policy === "block" && this.#places() < capacity) {
      entry.state = "waiting";
      entry.hasWaited = true;
    } else {
      this.#leaveOut(entry);
      if (policy === "disconnect") this.state = "ending";
    }
  }

  abort(id: number): void {
    for (const entry of this.#line) if (entry.id === id && entry.state === "waiting") this.#leaveOut(entry);
    this.#admit();
  }

  pass(now: number): void {
    for (const entry of this.#line) if (entry.state === "waiting" && entry.until <= now) this.#leaveOut(entry);
    this.#admit();
  }

  /** A message's id, a gap, what the end is, or nothing yet. */
  read(): string | undefined {
    const [first] = this.#line;
    if (first === undefined) return this.#end();
    const next = this.#line.findIndex(({ state }) => state !== "left-out");
    const gap = next === -1 ? this.#line.length : next;
    this.#line.splice(0, Math.max(gap, 1));
    this.#admit();
    return gap > 0 ? `gap ${gap}` : `message ${first.id}`;
  }

  dispose(): void {
    this.#line = [];
    this.state = "closed";
  }

  #end(): string | undefined {
    if (this.state === "open") return undefined;
    const end = this.state === "ending" ? "disconnected" : "done";
    this.state = "closed";
    return end;
  }

  #leaveOut(entry: Entry): void {
    entry.state = "left-out";
    this.#leftOut += 1;
  }

  #admit(): void {
    for (const entry of this.#line) {
      if (entry.state === "waiting" && this.#count("queued") < this.#options.capacity) entry.state = "queued";
    }
  }

  // One that has given up keeps its place until those before it are in.
  #places(): number {
    const first = this.#line.findIndex(({ state }) => state === "waiting");
    return first === -1 ? 0 : this.#line.slice(first).filter(({ hasWaited }) => hasWaited).length;
  }

  #count(state: Entry["state"]): number {
    return this.#line.filter((entry) => entry.state === state).length;
  }
}
