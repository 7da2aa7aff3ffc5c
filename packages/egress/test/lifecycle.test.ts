import { coreError } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import {
  createEgress,
  createMemoryHttpConnector,
  type Egress,
  type EgressOptions,
  type HttpAnswer,
} from "../src/index.ts";
import { failureOf, never, PUBLIC_ADDRESS, ruleFor } from "./_recorded-egress.ts";

/** The steps of a request at which it waits for something outside. */
const STEPS = ["resolve", "exchange", "first chunk", "later chunk", "second hop"] as const;
type Step = (typeof STEPS)[number];

interface Held {
  readonly egress: Egress;
  readonly clock: ReturnType<typeof createManualClock>;
  /** Resolves once the request has come to the step. */
  readonly reached: Promise<void>;
  /** Lets it go on from there, as an adapter would that does not heed its signal. */
  readonly release: () => void;
  /** Every step begun. */
  readonly begun: readonly string[];
  /** The signals that adapters were given. */
  readonly signals: readonly AbortSignal[];
}

/** A request of two hops that is held up at one step by adapters that never look at their signal. */
function holdAt(step: Step, options: Partial<EgressOptions> = {}): Held {
  const clock = createManualClock();
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const begun: string[] = [];
  const signals: AbortSignal[] = [];
  let hop = 0;
  const at = async (name: string): Promise<void> => {
    begun.push(name);
    if (name !== step) return;
    reached.resolve();
    await released.promise;
  };
  async function* body(): AsyncGenerator<Uint8Array> {
    await at("first chunk");
    yield Uint8Array.of(1);
    await at("later chunk");
    yield Uint8Array.of(2);
  }
  const host = createEgress({
    clock,
    ...options,
    resolver: {
      async resolve(_request, signal) {
        hop += 1;
        signals.push(signal);
        await at(hop === 2 ? "second hop" : "resolve");
        return [PUBLIC_ADDRESS];
      },
    },
    connector: {
      async exchange(_request, signal): Promise<HttpAnswer> {
        signals.push(signal);
        await at("exchange");
        if (hop === 1) return { status: 302, headers: [["location", "/next"]], body: body() };
        return { status: 200, headers: [], body: body() };
      },
    },
  });
  const egress = host.grant({ rules: [ruleFor("a.example")], redirects: { max: 1 } });
  return { egress, clock, reached: reached.promise, release: () => released.resolve(), begun, signals };
}

const GET = { method: "GET", url: "https://a.example/" };

/** Lets all that was waiting go on, as far as it will. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const ENDS: readonly (readonly [how: string, code: string, end: (held: Held, caller: AbortController) => void])[] = [
  ["its caller gives up", "core/aborted", (_held, caller) => caller.abort()],
  ["its time is over", "egress/timeout", ({ clock }) => clock.advance(10_000)],
  ["its grant is revoked", "egress/revoked", ({ egress }) => egress.revoke()],
];

test.each(ENDS.flatMap(([how, code, end]) => STEPS.map((step) => [how, step, code, end] as const)))(
  "a request ends at once when %s during: %s, and nothing of it goes on",
  async (_how, step, code, end) => {
    const held = holdAt(step);
    const caller = new AbortController();
    const sent = held.egress.send(GET, caller.signal);
    const rejected = failureOf(sent);
    await held.reached;
    end(held, caller);
    // It does not wait for the adapter, which was told all the same.
    expect(await rejected).toMatchObject({ code });
    expect(held.signals.at(-1)?.aborted).toBe(true);
    const begun = held.begun.length;
    held.release();
    await settle();
    expect(held.begun.length).toBe(begun);
    expect(held.clock.waiting).toBe(0);
  },
);

test("an answer that comes in the turn in which the grant is revoked is not handed over", async () => {
  const held = holdAt("later chunk");
  const sent = held.egress.send(GET, never());
  await held.reached;
  held.release();
  held.egress.revoke();
  await expect(sent).rejects.toMatchObject({ code: "egress/revoked" });
});

test("an answer is not handed over once the grant is revoked, even by who hears that it has come", async () => {
  const held = holdAt("resolve", { onEvent: ({ hop }) => (hop === 1 ? held.egress.revoke() : undefined) });
  held.release();
  await expect(held.egress.send(GET, never())).rejects.toMatchObject({ code: "egress/revoked" });
});

test("what ended a request is what it rejects with, even where an adapter says otherwise first", async () => {
  const clock = createManualClock();
  const host = createEgress({
    clock,
    resolver: {
      resolve: (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(coreError("core/aborted", {})), { once: true });
        }),
    },
    connector: createMemoryHttpConnector(() => ({ status: 200 })),
  });
  const sent = failureOf(host.grant({ rules: [ruleFor("a.example")] }).send(GET, never()));
  clock.advance(10_000);
  expect(await sent).toMatchObject({ code: "egress/timeout" });
});

test("a step that ends in the turn in which its caller gives up is the last one", async () => {
  const caller = new AbortController();
  let connected = 0;
  const host = createEgress({
    clock: createManualClock(),
    resolver: {
      async resolve() {
        caller.abort();
        return [PUBLIC_ADDRESS];
      },
    },
    connector: {
      async exchange() {
        connected += 1;
        return { status: 200, headers: [], body: (async function* () {})() };
      },
    },
  });
  const sent = host.grant({ rules: [ruleFor("a.example")] }).send(GET, caller.signal);
  await expect(sent).rejects.toMatchObject({ code: "core/aborted" });
  expect(connected).toBe(0);
});

test("a connection ends with its request, however the request ended", async () => {
  const held = holdAt("resolve");
  held.release();
  await held.egress.send(GET, never());
  expect(held.signals.length).toBe(4);
  // Resolving has nothing to end; both connections are gone.
  expect(held.signals.map(({ aborted }) => aborted)).toEqual([false, true, false, true]);
});

test("a revoked grant sends nothing more, nor does what was narrowed from it, before or after", async () => {
  const { egress, begun } = holdAt("resolve");
  const before = egress.narrow([ruleFor("a.example")]).narrow([ruleFor("*.example.com"), ruleFor("a.example")]);
  egress.revoke();
  egress.revoke();
  const after = egress.narrow([ruleFor("a.example")]);
  for (const handle of [egress, before, after])
    await expect(handle.send(GET, never())).rejects.toMatchObject({ code: "egress/revoked" });
  // Before anything else is said of a request, so that a guest that lost its right learns nothing more.
  await expect(egress.send({} as never, never())).rejects.toMatchObject({ code: "egress/revoked" });
  expect(begun).toEqual([]);
});

test("revoking a narrowed handle leaves what it was narrowed from, and its siblings", async () => {
  const held = holdAt("resolve");
  held.release();
  const [one, other] = [held.egress.narrow([ruleFor("a.example")]), held.egress.narrow([ruleFor("a.example")])];
  one.revoke();
  await expect(one.send(GET, never())).rejects.toMatchObject({ code: "egress/revoked" });
  expect((await other.send(GET, never())).status).toBe(200);
});

test("revoking a grant ends requests under way of what was narrowed from it", async () => {
  const held = holdAt("exchange");
  const sent = held.egress.narrow([ruleFor("a.example")]).send(GET, never());
  await held.reached;
  held.egress.revoke();
  await expect(sent).rejects.toMatchObject({ code: "egress/revoked" });
});

test("a request that was aborted before it began begins nothing", async () => {
  const { egress, begun } = holdAt("resolve");
  await expect(egress.send(GET, AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
  expect(begun).toEqual([]);
});

test("one deadline is over all redirects", async () => {
  const clock = createManualClock();
  let hops = 0;
  const host = createEgress({
    clock,
    resolver: { resolve: async () => [PUBLIC_ADDRESS] },
    connector: {
      async exchange() {
        hops += 1;
        clock.advance(400);
        return { status: 302, headers: [["location", "/"]], body: (async function* () {})() };
      },
    },
    limits: { timeoutMs: 1000 },
  });
  const egress = host.grant({ rules: [ruleFor("a.example")], redirects: { max: 5 } });
  await expect(egress.send(GET, never())).rejects.toMatchObject({ code: "egress/timeout" });
  expect(hops).toBe(3);
});

test("a request may have a shorter deadline than the grant's", async () => {
  const held = holdAt("exchange");
  const sent = held.egress.send({ ...GET, timeoutMs: 50 }, never());
  const rejected = failureOf(sent);
  await held.reached;
  held.clock.advance(49);
  expect(held.signals.at(-1)?.aborted).toBe(false);
  held.clock.advance(1);
  expect(await rejected).toMatchObject({ code: "egress/timeout", details: { timeoutMs: 50 } });
});

test("more requests at once than the grant has are refused, narrowed handles counted, and ended ones make room", async () => {
  const held = holdAt("resolve", { limits: { maxConcurrent: 2 } });
  const narrowed = held.egress.narrow([ruleFor("a.example")]);
  const caller = new AbortController();
  const under = [held.egress.send(GET, caller.signal), narrowed.send(GET, caller.signal)];
  const ended = Promise.allSettled(under);
  for (const handle of [held.egress, narrowed])
    await expect(handle.send(GET, never())).rejects.toMatchObject({ code: "egress/busy" });
  caller.abort();
  await ended;
  held.release();
  expect((await narrowed.send(GET, never())).status).toBe(200);
});

test("adapters that throw, or reject with anything, are hosts that cannot be reached, and what they said is not kept", async () => {
  const failures: readonly unknown[] = [
    new Error("connect 10.0.0.1"),
    "10.0.0.1",
    undefined,
    null,
    { code: "egress/denied" },
  ];
  for (const failure of failures) {
    for (const port of ["resolver", "connector"] as const) {
      const fail = (): never => {
        throw failure;
      };
      const host = createEgress({
        clock: createManualClock(),
        resolver: { resolve: port === "resolver" ? fail : async () => [PUBLIC_ADDRESS] },
        connector: { exchange: fail },
      });
      const sent = host.grant({ rules: [ruleFor("a.example")] }).send(GET, never());
      await expect(sent).rejects.toMatchObject({ code: "egress/unreachable" });
      const error = await failureOf(sent);
      expect(JSON.stringify([error, error.message, String(error.cause)])).not.toContain("10.0.0.1");
    }
  }
});
