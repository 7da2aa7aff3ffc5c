import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { orAborted, within } from "../../src/modules/within.ts";
import { rejection } from "./_fixtures.ts";

const late = (): Error => new Error("late");
const ended = (): Error => new Error("ended");

test("nothing begins whose signal has aborted already", async () => {
  const begun: string[] = [];
  const options = { clock: createManualClock(), timeoutMs: 10, signal: AbortSignal.abort(), late };
  const act = (): void => void begun.push("begun");
  await expect(within({ ...options, ended }, act)).rejects.toThrow("ended");
  await expect(within(options, act)).rejects.toMatchObject({ code: "core/aborted" });
  expect(begun).toEqual([]);
});

test("the deadline and the signal each end it, by an error of their own, and abort what was begun", async () => {
  for (const [word, end] of [
    ["late", (clock: ReturnType<typeof createManualClock>) => clock.advance(10)],
    ["ended", (_clock: unknown, caller: AbortController) => caller.abort()],
  ] as const) {
    const clock = createManualClock();
    const caller = new AbortController();
    const given: AbortSignal[] = [];
    const acting = within({ clock, timeoutMs: 10, signal: caller.signal, late, ended }, (signal) => {
      given.push(signal);
      return new Promise<never>(() => {});
    });
    const refused = rejection(acting, { message: word });
    end(clock, caller);
    await refused;
    expect([given[0]?.aborted, clock.waiting]).toEqual([true, 0]);
  }
});

test("what it comes to is passed on, and leaves nothing behind", async () => {
  const clock = createManualClock();
  const options = { clock, timeoutMs: 10, signal: new AbortController().signal, late };
  expect(await within(options, () => 1)).toBe(1);
  expect(await within(options, async () => 2)).toBe(2);
  const failing = (): never => {
    throw new Error("its own");
  };
  await expect(within(options, failing)).rejects.toThrow("its own");
  expect(clock.waiting).toBe(0);
});

test("a caller waits for as long as it wants to", async () => {
  const gone = AbortSignal.abort();
  await expect(orAborted(new Promise(() => {}), gone)).rejects.toMatchObject({ code: "core/aborted" });
  const caller = new AbortController();
  expect(await orAborted(Promise.resolve(1), caller.signal)).toBe(1);
  const waiting = rejection(orAborted(new Promise(() => {}), caller.signal), { code: "core/aborted" });
  caller.abort();
  await waiting;
  await expect(orAborted(Promise.reject(late()), new AbortController().signal)).rejects.toThrow("late");
});
