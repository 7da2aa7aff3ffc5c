/** What opened a frame of the control stack. */
export const FRAME = { function: 0, block: 1, loop: 2, if: 3, else: 4, try: 5, handler: 6, tryTable: 7 } as const;

/** No path leads here. */
const DEAD = -1;

/**
 * The control stack of a function, with what the longest path costs. A region is what one charge pays for: a function from its entry, a
 * loop from its head, a handler from its start, each without the regions inside. Reused from function to function.
 *
 * ```text
 * acc   the longest path from the head of the innermost region to here
 * outer the longest path of a region to where the next inner one begins: it stands still meanwhile
 * ```
 */
export class ControlFrames {
  readonly #kinds: number[] = [];
  readonly #regions: number[] = [];
  readonly #atIf: number[] = [];
  readonly #joins: number[] = [];
  readonly #caught: (readonly number[] | undefined)[] = [];
  readonly #regionSlots: number[] = [];
  readonly #regionMax: number[] = [];
  readonly #regionOuter: number[] = [];
  #top = -1;
  #region = -1;
  acc = 0;

  /** Starts a function, whose charge goes into the edit `slot`. */
  begin(slot: number): void {
    this.#top = -1;
    this.#region = -1;
    this.acc = 0;
    this.openRegion(slot);
    this.push(FRAME.function);
  }

  get isEmpty(): boolean {
    return this.#top < 0;
  }

  get kind(): number {
    return this.#kinds[this.#top] ?? FRAME.function;
  }

  push(kind: number): void {
    this.#top += 1;
    this.#kinds[this.#top] = kind;
    this.#regions[this.#top] = this.#region;
    this.#atIf[this.#top] = this.acc;
    this.#joins[this.#top] = DEAD;
    this.#caught[this.#top] = undefined;
  }

  /** The labels to which a `try_table` sends what it catches. */
  catches(labels: readonly number[]): void {
    this.#caught[this.#top] = labels.map((label) => this.#top - 1 - label);
  }

  /** Begins a region here; `outer` keeps where the one around it stands. */
  openRegion(slot: number): void {
    this.#region += 1;
    this.#regionSlots[this.#region] = slot;
    this.#regionMax[this.#region] = 0;
    this.#regionOuter[this.#region] = this.acc;
    this.acc = this.acc === DEAD ? DEAD : 0;
  }

  /** Ends the innermost region; its charge is returned with the slot it belongs to. */
  closeRegion(): { readonly slot: number; readonly charge: number } {
    const slot = this.#regionSlots[this.#region] ?? 0;
    const charge = this.#regionMax[this.#region] ?? 0;
    this.acc = this.#regionOuter[this.#region] ?? DEAD;
    this.#region -= 1;
    return { slot, charge };
  }

  /** Goes `cost` further on the path. */
  advance(cost: number): void {
    if (this.acc === DEAD) return;
    this.acc += cost;
    if (this.acc > (this.#regionMax[this.#region] ?? 0)) this.#regionMax[this.#region] = this.acc;
  }

  /** Nothing goes on from here. */
  die(): void {
    this.acc = DEAD;
  }

  /** A branch to a label: the path goes on behind its frame. */
  branch(label: number): void {
    this.#joinAt(this.#top - label, this.acc);
  }

  /** From `if` to `else`: the second arm begins where the first one did. */
  toElse(): void {
    this.#joinAt(this.#top, this.acc);
    this.#kinds[this.#top] = FRAME.else;
    this.acc = this.#atIf[this.#top] ?? DEAD;
  }

  /** From the body of a `try` to its first handler: what throws may have gone as far as anything in the region. */
  toHandler(slot: number): void {
    this.#joinAt(this.#top, this.acc);
    this.#kinds[this.#top] = FRAME.handler;
    this.acc = this.#furthest();
    this.#joinAt(this.#top, this.acc);
    this.openRegion(slot);
  }

  /** Ends the innermost frame, its region having been closed before: the paths to its end join. */
  pop(): void {
    const kind = this.kind;
    if (kind === FRAME.if) this.#joinAt(this.#top, this.#atIf[this.#top] ?? DEAD);
    for (const frame of this.#caught[this.#top] ?? []) this.#joinAt(frame, this.#furthest());
    this.acc = Math.max(this.acc, this.#joins[this.#top] ?? DEAD);
    this.#top -= 1;
  }

  #furthest(): number {
    return this.#regionMax[this.#region] ?? 0;
  }

  #joinAt(frame: number, acc: number): void {
    if (this.#kinds[frame] === FRAME.loop || acc === DEAD) return;
    const region = this.#regions[frame] ?? 0;
    // A frame of an outer region: that region's path stands where the next inner one began.
    const path = region === this.#region ? acc : (this.#regionOuter[region + 1] ?? 0);
    if (path > (this.#joins[frame] ?? DEAD)) this.#joins[frame] = path;
  }
}
