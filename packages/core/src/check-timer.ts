// setTimeout treats anything longer as 1 ms, which would turn a long deadline into one that has passed.
const LONGEST_TIMER_MS = 2_147_483_647;

/** Throws a `RangeError` for a time that no timer can hold; every clock refuses the same ones. */
export function checkTimer(ms: number): void {
  if (ms >= 0 && ms <= LONGEST_TIMER_MS) return;
  throw new RangeError(`A timer takes 0 to ${LONGEST_TIMER_MS} ms, and this one was given ${ms}.`);
}
