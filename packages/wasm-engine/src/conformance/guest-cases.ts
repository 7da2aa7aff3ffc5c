import { deepEqual, equal, notEqual, ok, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { Guest, GuestCall } from "../ports/guest.ts";
import type { CallReport } from "../stop.ts";

/**
 * A guest with the operations that the suite calls, and a way to see what reached the host.
 *
 * ```text
 * echo    answers with its input
 * join    a dispatcher: answers with its method and then its input        (ability dispatches)
 * count   adds one to a number in its state and answers with it as one byte
 * trap    goes wrong
 * spin    computes for ever                        (ability metered)
 * land    calls a host function that does not wait, and completes   (ability calls-host)
 * wait    waits for a host function for ever, then calls another one   (ability waits)
 * ```
 */
export interface GuestFixture {
  readonly guest: Guest;
  /** How often the function that `wait` calls after its waiting was called. */
  readonly landed: () => number;
  /** Sets what that function does from now on, besides being counted. */
  readonly during: (act: () => void) => void;
}

const never = (): AbortSignal => new AbortController().signal;
const call = (operation: string, input: Uint8Array = new Uint8Array()): GuestCall => ({ operation, input });
const outputOf = ({ stop }: CallReport): Uint8Array => (stop.kind === "completed" ? stop.output : new Uint8Array());

/** The contract of `Guest`, case by case. */
export const guestCases: readonly ConformanceCase<GuestFixture>[] = [
  {
    name: "a call completes with the guest's output",
    needs: [],
    async run(make) {
      const { guest } = await make();
      for (const length of [0, 1, 1000]) {
        const input = new Uint8Array(length).fill(7);
        deepEqual((await guest.call(call("echo", input), never())).stop, { kind: "completed", output: input });
      }
    },
  },
  {
    name: "every call begins with the guest's first state",
    needs: [],
    async run(make) {
      const { guest } = await make();
      for (let at = 0; at < 5; at += 1) deepEqual([...outputOf(await guest.call(call("count"), never()))], [1]);
      equal((await guest.call(call("trap"), never())).stop.kind, "trapped");
      deepEqual([...outputOf(await guest.call(call("count"), never()))], [1]);
    },
  },
  {
    name: "calls at once each get their own answer",
    needs: [],
    async run(make) {
      const { guest } = await make();
      const inputs = Array.from({ length: 20 }, (_, at) => new Uint8Array(100).fill(at));
      const reports = await Promise.all(inputs.map((input) => guest.call(call("echo", input), never())));
      deepEqual(reports.map(outputOf), inputs);
    },
  },
  {
    name: "an input and an output belong to the caller",
    needs: [],
    async run(make) {
      const { guest } = await make();
      const input = new Uint8Array(10).fill(1);
      const first = outputOf(await guest.call(call("echo", input), never()));
      first.fill(9);
      deepEqual(
        [...input],
        Array.from({ length: 10 }, () => 1),
      );
      deepEqual([...outputOf(await guest.call(call("echo", input), never()))], [...input]);
    },
  },
  {
    name: "a dispatcher gets its method and its input, each whole",
    needs: ["dispatches"],
    async run(make) {
      const { guest } = await make();
      ok(guest.dispatchers.includes("join") && !guest.operations.includes("join"));
      for (const [first, second] of [
        [0, 0],
        [0, 9],
        [9, 0],
        [300, 1000],
      ] as const) {
        const method = new Uint8Array(first).fill(1);
        const input = new Uint8Array(second).fill(2);
        const joined = new Uint8Array([...method, ...input]);
        deepEqual((await guest.call({ ...call("join", input), method }, never())).stop, {
          kind: "completed",
          output: joined,
        });
        deepEqual([...method, ...input], [...joined]);
      }
    },
  },
  {
    name: "an operation takes no method, and a dispatcher is not called without one",
    needs: [],
    async run(make) {
      const { guest } = await make();
      await rejects(guest.call(call("join"), never()), { code: "wasm/unknown-operation" });
      await rejects(guest.call({ ...call("echo"), method: new Uint8Array() }, never()), {
        code: "wasm/unknown-operation",
      });
    },
  },
  {
    name: "the same input uses the same fuel",
    needs: ["metered"],
    async run(make) {
      const { guest } = await make();
      const used = async (length: number): Promise<number> =>
        (await guest.call(call("echo", new Uint8Array(length)), never())).fuelUsed;
      const first = await used(100);
      ok(first > 0);
      for (let at = 0; at < 5; at += 1) equal(await used(100), first);
    },
  },
  {
    name: "a guest that computes for ever is stopped, and the next call finds its first state",
    needs: ["metered"],
    async run(make) {
      const { guest } = await make();
      const report = await guest.call({ ...call("spin"), fuel: 100_000 }, never());
      equal(report.stop.kind, "out-of-fuel");
      ok(report.fuelUsed >= 100_000);
      deepEqual([...outputOf(await guest.call(call("count"), never()))], [1]);
    },
  },
  {
    name: "a call that was aborted before it began runs nothing",
    needs: [],
    async run(make) {
      const { guest } = await make();
      const { stop, fuelUsed } = await guest.call(call("echo"), AbortSignal.abort());
      deepEqual([stop, fuelUsed], [{ kind: "aborted" }, 0]);
    },
  },
  {
    name: "a call that waits is stopped by its caller, and nothing of it lands later",
    needs: ["waits"],
    async run(make) {
      const { guest, landed } = await make();
      const caller = new AbortController();
      const calling = guest.call({ ...call("wait"), timeoutMs: 60_000 }, caller.signal);
      setTimeout(() => caller.abort(), 20);
      equal((await calling).stop.kind, "aborted");
      equal(landed(), 0);
    },
  },
  {
    name: "a call that waits is stopped by its deadline, and nothing of it lands later",
    needs: ["waits"],
    async run(make) {
      const { guest, landed } = await make();
      equal((await guest.call({ ...call("wait"), timeoutMs: 30 }, never())).stop.kind, "deadline");
      equal(landed(), 0);
      deepEqual([...outputOf(await guest.call(call("count"), never()))], [1]);
    },
  },
  {
    name: "while a call waits, others run",
    needs: ["waits"],
    async run(make) {
      const { guest } = await make();
      const caller = new AbortController();
      const waiting = guest.call({ ...call("wait"), timeoutMs: 60_000 }, caller.signal);
      deepEqual([...outputOf(await guest.call(call("count"), never()))], [1]);
      caller.abort();
      equal((await waiting).stop.kind, "aborted");
    },
  },
  {
    name: "a guest cannot be called from within a host function that does not wait",
    needs: ["calls-host"],
    async run(make) {
      const { guest, during } = await make();
      let again: Promise<CallReport> | undefined;
      during(() => {
        again = guest.call(call("count"), never());
        again.catch(() => {});
      });
      equal((await guest.call(call("land"), never())).stop.kind, "completed");
      await rejects(again ?? Promise.resolve(), { code: "wasm/re-entrant" });
      deepEqual([...outputOf(await guest.call(call("count"), never()))], [1]);
    },
  },
  {
    name: "what no guest can be called with is refused",
    needs: [],
    async run(make) {
      const { guest } = await make();
      await rejects(guest.call(call("nothing-of-that-name"), never()), { code: "wasm/unknown-operation" });
      await rejects(guest.call(call("constructor"), never()), { code: "wasm/unknown-operation" });
      for (const fuel of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
        await rejects(guest.call({ ...call("echo"), fuel }, never()), RangeError);
      for (const timeoutMs of [0, -1, Number.NaN, 2 ** 31])
        await rejects(guest.call({ ...call("echo"), timeoutMs }, never()), RangeError);
    },
  },
  {
    name: "disposal stops what waits, refuses what comes, and is safe twice",
    needs: ["waits"],
    async run(make) {
      const { guest, landed } = await make();
      const waiting = guest.call({ ...call("wait"), timeoutMs: 60_000 }, never());
      await guest[Symbol.asyncDispose]();
      await guest[Symbol.asyncDispose]();
      notEqual((await waiting).stop.kind, "completed");
      equal(landed(), 0);
      await rejects(guest.call(call("echo"), never()), { code: "wasm/disposed" });
    },
  },
];
