import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import type { Clock } from "../ports/clock.ts";
import type { ConformanceCase } from "./conformance.ts";

/** A clock, and a way to let time pass on it: waiting for a real one, moving a manual one. */
export interface ClockFixture {
  readonly clock: Clock;
  readonly pass: (ms: number) => Promise<void>;
}

const never = (): AbortSignal => new AbortController().signal;

/** The contract of `Clock`, case by case. */
export const clockCases: readonly ConformanceCase<ClockFixture>[] = [
  {
    name: "elapsed time never runs backwards and moves with time",
    needs: [],
    async run(make) {
      const { clock, pass } = await make();
      const before = clock.elapsed();
      await pass(5);
      ok(clock.elapsed() - before >= 4);
    },
  },
  {
    name: "wall time is in milliseconds since 1970",
    needs: [],
    async run(make) {
      const { clock } = await make();
      ok(clock.now() > Date.UTC(2020, 0, 1) && clock.now() < Date.UTC(2120, 0, 1));
    },
  },
  {
    name: "a deadline expires and aborts together",
    needs: [],
    async run(make) {
      const { clock, pass } = await make();
      const deadline = clock.deadline(10);
      deepEqual([deadline.expired, deadline.signal.aborted], [false, false]);
      await pass(30);
      deepEqual([deadline.expired, deadline.signal.aborted], [true, true]);
    },
  },
  {
    name: "a deadline that was cleared never expires",
    needs: [],
    async run(make) {
      const { clock, pass } = await make();
      const deadline = clock.deadline(5);
      deadline.clear();
      deadline.clear();
      await pass(20);
      equal(deadline.expired, false);
    },
  },
  {
    name: "a deadline aborts with its parent, and has not expired then",
    needs: [],
    async run(make) {
      const { clock, pass } = await make();
      const parent = new AbortController();
      const deadline = clock.deadline(10, parent.signal);
      const reason = new Error("The caller went away.");
      parent.abort(reason);
      deepEqual([deadline.expired, deadline.signal.aborted, deadline.signal.reason], [false, true, reason]);
      await pass(30);
      equal(deadline.expired, false);
      const late = clock.deadline(10, parent.signal);
      deepEqual([late.expired, late.signal.aborted], [false, true]);
    },
  },
  {
    name: "a deadline that has expired or was cleared hears its parent no more",
    needs: [],
    async run(make) {
      const { clock, pass } = await make();
      const parent = new AbortController();
      const [expired, cleared] = [clock.deadline(5, parent.signal), clock.deadline(60_000, parent.signal)];
      cleared.clear();
      await pass(20);
      const { reason } = expired.signal;
      parent.abort(new Error("The caller went away."));
      deepEqual([expired.expired, expired.signal.reason], [true, reason]);
      deepEqual([cleared.expired, cleared.signal.aborted], [false, false]);
    },
  },
  {
    name: "whoever made a deadline hears once that it aborted, before the signal's listeners, and not after clearing it",
    needs: [],
    async run(make) {
      const { clock, pass } = await make();
      const heard: string[] = [];
      const parent = new AbortController();
      clock
        .deadline(5, undefined, () => heard.push("time"))
        .signal.addEventListener("abort", () => heard.push("listener"));
      clock.deadline(60_000, parent.signal, () => heard.push("parent"));
      clock.deadline(5, parent.signal, () => heard.push("cleared")).clear();
      await pass(20);
      parent.abort();
      clock.deadline(5, parent.signal, () => heard.push("late"));
      await pass(20);
      deepEqual(heard, ["time", "listener", "parent", "late"]);
    },
  },
  {
    name: "many deadlines of one parent all abort with it",
    needs: [],
    async run(make) {
      const { clock } = await make();
      const parent = new AbortController();
      const deadlines = Array.from({ length: 50 }, () => clock.deadline(60_000, parent.signal));
      for (const deadline of deadlines.slice(0, 10)) deadline.clear();
      parent.abort();
      deepEqual(
        deadlines.map(({ signal }) => signal.aborted),
        deadlines.map((_each, at) => at >= 10),
      );
    },
  },
  {
    name: "a sleep ends after its time",
    needs: [],
    async run(make) {
      const { clock, pass } = await make();
      let awake = false;
      const sleeping = clock.sleep(10, never()).then(() => (awake = true));
      equal(awake, false);
      await pass(30);
      await sleeping;
      equal(awake, true);
    },
  },
  {
    name: "a sleep rejects with core/aborted as soon as its signal aborts",
    needs: [],
    async run(make) {
      const { clock } = await make();
      const caller = new AbortController();
      const sleeping = clock.sleep(60_000, caller.signal);
      caller.abort();
      await rejects(sleeping, { code: "core/aborted" });
      await rejects(clock.sleep(60_000, caller.signal), { code: "core/aborted" });
    },
  },
  {
    name: "a time that no timer can hold is refused at once",
    needs: [],
    async run(make) {
      const { clock } = await make();
      for (const ms of [-1, Number.NaN, 2_147_483_648]) throws(() => clock.deadline(ms), RangeError);
    },
  },
];
