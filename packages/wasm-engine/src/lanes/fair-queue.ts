/** What waits for its turn, by whom: each who waits has a turn before any has a second one, however many things each waits for. */
export class FairQueue<Item> {
  readonly #queues = new Map<unknown, Set<Item>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** How many things somebody waits for. */
  sizeOf(whose: unknown): number {
    return this.#queues.get(whose)?.size ?? 0;
  }

  add(whose: unknown, item: Item): void {
    const queue = this.#queues.get(whose) ?? new Set();
    this.#queues.set(whose, queue.add(item));
    this.#size += 1;
  }

  delete(whose: unknown, item: Item): void {
    const queue = this.#queues.get(whose);
    if (queue?.delete(item) !== true) return;
    this.#size -= 1;
    if (queue.size === 0) this.#queues.delete(whose);
  }

  /** Takes out the next. */
  next(): Item | undefined {
    const [turn] = this.#queues;
    if (turn === undefined) return undefined;
    const [whose, queue] = turn;
    const [item] = queue;
    // To the end of the line, where the others are served before.
    this.#queues.delete(whose);
    this.#queues.set(whose, queue);
    if (item === undefined) return undefined;
    this.delete(whose, item);
    return item;
  }
}
