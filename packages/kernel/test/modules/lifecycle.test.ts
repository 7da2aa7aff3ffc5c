import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isAtRest,
  type LifecycleEvent,
  type ModuleState,
  transition,
  TRANSITIONS,
} from "../../src/modules/lifecycle.ts";

const STATES: readonly ModuleState[] = ["loaded", "starting", "running", "stopping", "stopped", "failed"];
const EVENTS: readonly LifecycleEvent[] = ["start", "started", "stop", "stopped", "fail"];
/** Written out once more, by hand: the table in the code is held against it. */
const ALLOWED = [
  "loaded start starting",
  "starting started running",
  "starting stop stopping",
  "starting fail failed",
  "running stop stopping",
  "running fail failed",
  "stopping stopped stopped",
  "stopping fail failed",
  "stopped start starting",
  "failed start starting",
  "failed stop stopping",
];

test("every pair of state and event is allowed as the table says, and no other", () => {
  const found: string[] = [];
  for (const from of STATES)
    for (const event of EVENTS) {
      try {
        found.push(`${from} ${event} ${transition(from, event)}`);
      } catch (error) {
        expect(error).toMatchObject({ code: "kernel/invalid-transition", details: { from, event } });
      }
    }
  expect(found.sort()).toEqual([...ALLOWED].sort());
});

test("no sequence of events leaves the six states, and a refused one changes nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 }), (events) => {
      let state: ModuleState = "loaded";
      for (const event of events) {
        const isAllowed = ALLOWED.some((each) => each.startsWith(`${state} ${event} `));
        try {
          state = transition(state, event);
          expect(isAllowed).toBe(true);
        } catch {
          expect(isAllowed).toBe(false);
        }
        expect(STATES).toContain(state);
      }
    }),
    { numRuns: 500 },
  );
});

test("names of an object's own are no events", () => {
  for (const event of ["constructor", "toString", "__proto__"])
    expect(() => transition("loaded", event as LifecycleEvent)).toThrow(
      expect.objectContaining({ code: "kernel/invalid-transition" }),
    );
});

test("a module is at rest while nothing of it runs", () => {
  expect(STATES.filter(isAtRest)).toEqual(["loaded", "stopped", "failed"]);
});

test("the table cannot be changed", () => {
  expect(Object.isFrozen(TRANSITIONS) && Object.values(TRANSITIONS).every(Object.isFrozen)).toBe(true);
});
