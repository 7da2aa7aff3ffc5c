/** What an edit puts into a function. */
export const EDIT = {
  nothing: 0,
  /** Takes fuel and stops the guest where there is none left. */
  charge: 1,
  /** A call of a hidden function, which leaves the operands as they are. */
  call: 2,
} as const;

/** The edits of one function in the order of their places. Reused from function to function. */
export class BodyEdits {
  readonly places: number[] = [];
  readonly kinds: number[] = [];
  readonly values: number[] = [];
  count = 0;

  clear(): void {
    this.count = 0;
  }

  /** Adds an edit; a place that may turn out to need none is added as `nothing` and filled in later. */
  add(place: number, kind: number, value: number): number {
    const slot = this.count;
    this.places[slot] = place;
    this.kinds[slot] = kind;
    this.values[slot] = value;
    this.count = slot + 1;
    return slot;
  }

  /** Leaves the calls of hidden functions alone. */
  dropCharges(): void {
    for (let slot = 0; slot < this.count; slot += 1) {
      if (this.kinds[slot] === EDIT.charge) this.kinds[slot] = EDIT.nothing;
    }
  }

  set(slot: number, kind: number, value: number): void {
    this.kinds[slot] = kind;
    this.values[slot] = value;
  }
}
