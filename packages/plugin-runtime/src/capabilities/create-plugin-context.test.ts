import { createMemoryLogger, createNoopTelemetry, type JsonValue } from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createMemoryAuditTrail } from "../adapters/memory/memory-audit-trail.ts";
import type { PluginEvent } from "../ports/event-sink.ts";
import { createPluginContext } from "./create-plugin-context.ts";
import type { PluginAuthority } from "./plugin-authority.ts";

/** A context whose host does not heed its signal: nothing but the fence can keep a late effect or answer from happening. */
function fixture() {
  const clock = createManualClock();
  const published: PluginEvent[] = [];
  const answer = Promise.withResolvers<JsonValue | undefined>();
  const reached: string[] = [];
  const reach = async (what: string): Promise<JsonValue | undefined> => {
    reached.push(what);
    return answer.promise;
  };
  const authority: PluginAuthority = {
    identity: { scope: "p1", pluginId: "acme.a", version: "1.0.0" },
    config: null,
    data: {
      get: () => reach("get"),
      put: async () => void (await reach("put")),
      delete: async () => void (await reach("delete")),
      list: async () => [],
    },
    http: undefined,
    publish: { asked: ["a.*"], granted: ["a.*"] },
    logger: createMemoryLogger(),
    audit: createMemoryAuditTrail(),
    events: { publish: async (event) => void published.push(event) },
  };
  const caller = new AbortController();
  const call = createPluginContext({
    authority: () => authority,
    callId: "c1",
    clock,
    ids: createSequentialIds(),
    telemetry: createNoopTelemetry({ random: createSeededRandom(1) }),
    maxHostCalls: 10,
    maxLogRecords: 10,
    signal: caller.signal,
  });
  return { ...call, clock, published, reached, answer, caller };
}

const OVER = { code: "plugin/call-over" };

test("once the call is over, nothing begins for it any more, even where the host would do it", async () => {
  const { context, close, published, reached } = fixture();
  close();
  await expect(context.publish("a.b", 1)).rejects.toMatchObject(OVER);
  await expect(context.storage.put("a", 1)).rejects.toMatchObject(OVER);
  await expect(context.storage.get("a")).rejects.toMatchObject(OVER);
  expect([published, reached]).toEqual([[], []]);
});

test("what the host answers after the call is over is not told to the guest", async () => {
  const { context, close, answer } = fixture();
  const late = context.storage.get("a");
  close();
  answer.resolve("secret of the next call");
  await expect(late).rejects.toMatchObject(OVER);
});

test("an error that comes after the call is over is not told either", async () => {
  const { context, close, answer } = fixture();
  const late = context.storage.get("a");
  close();
  answer.reject(new Error("The database said something."));
  await expect(late).rejects.toMatchObject(OVER);
});

test("the caller's abort ends a context as its own end does", async () => {
  const { context, caller, published } = fixture();
  const { signal } = context;
  caller.abort();
  expect(signal.aborted).toBe(true);
  await expect(context.publish("a.b", 1)).rejects.toMatchObject(OVER);
  expect(published).toEqual([]);
});

test("its signal aborts when the call is over, whether it was looked at before or after", () => {
  const [before, after] = [fixture(), fixture()];
  const { signal } = before.context;
  expect(signal.aborted).toBe(false);
  before.close();
  after.close();
  expect([signal.aborted, after.context.signal.aborted]).toEqual([true, true]);
});

test("its clock is too coarse to measure what shares a processor with it", () => {
  const { context, clock } = fixture();
  const seen = new Set<number>();
  for (let ms = 0; ms < 100; ms += 1) {
    seen.add(context.now());
    clock.advance(1);
  }
  expect(seen.size).toBeLessThanOrEqual(11);
});
