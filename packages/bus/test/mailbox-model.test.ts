import fc from "fast-check";
import { expect, test } from "vitest";
import { payloadOf, tick } from "../src/conformance/reading.ts";
import type { Overflow, Received } from "../src/index.ts";
import { createBusWorld, settle } from "./_bus-world.ts";
import { QueueModel, type QueueOptions } from "./_queue-model.ts";

type Step =
  | { readonly kind: "publish"; readonly messages: number }
  | { readonly kind: "read"; readonly times: number }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "abort"; readonly which: number }
  | { readonly kind: "dispose" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("publish" as const), messages: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("read" as const), times: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(1, 40, 99, 100) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("abort" as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("dispose" as const) }) },
);

const limits = fc.record({ capacity: fc.integer({ min: 1, max: 5 }), timeoutMs: fc.constantFrom(50, 100) });

function overflowOf({ policy, timeoutMs }: QueueOptions): Overflow {
  return policy === "block" ? { policy, timeoutMs } : { policy };
}

function nameOf(result: IteratorResult<Received>): string {
  if (result.done === true) return "done";
  const received: Received = result.value;
  return received.kind === "gap" ? `gap ${received.dropped}` : `message ${JSON.stringify(payloadOf(received))}`;
}

async function check(options: QueueOptions, steps: readonly Step[]): Promise<void> {
  const { bus, clock } = createBusWorld();
  const overflow = overflowOf(options);
  const subscription = bus.subscribe({ capacity: options.capacity, overflow });
  const iterator = subscription[Symbol.asyncIterator]();
  const model = new QueueModel(options);
  const publishing = new Map<number, AbortController>();
  const got: string[] = [];
  const expected: string[] = [];
  let published = 0;
  let isReading = false;

  // The model has no loop that waits: it is asked again after each step, as long as one does.
  const answer = (): void => {
    const read = isReading ? model.read() : undefined;
    if (read === undefined) return;
    isReading = false;
    expected.push(read);
  };
  const publish = (): void => {
    published += 1;
    const id = published;
    const controller = new AbortController();
    publishing.set(id, controller);
    const forget = (): void => void publishing.delete(id);
    void bus.publish(tick(id), controller.signal).then(forget, forget);
    model.offer(id, clock.elapsed());
    answer();
  };
  const read = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    void iterator.next().then(
      (result) => got.push(nameOf(result)),
      () => got.push("disconnected"),
    );
    answer();
    await settle();
  };
  const run = async (each: Step): Promise<void> => {
    if (each.kind === "publish") for (let at = 0; at < each.messages; at += 1) publish();
    else if (each.kind === "read") for (let at = 0; at < each.times; at += 1) await read();
    else if (each.kind === "pass") {
      clock.advance(each.ms);
      model.pass(clock.elapsed());
    } else if (each.kind === "abort") {
      const id = model.blocked[each.which % Math.max(1, model.blocked.length)];
      if (id === undefined) return;
      publishing.get(id)?.abort();
      model.abort(id);
    } else {
      subscription[Symbol.dispose]();
      model.dispose();
    }
    answer();
  };

  for (const each of steps) {
    await run(each);
    await settle();
    expect(got).toEqual(expected);
    expect([subscription.waiting, subscription.dropped]).toEqual([model.waiting, model.dropped]);
    expect(subscription.closed).toBe(model.state !== "open");
    expect([...publishing.keys()]).toEqual(model.blocked);
  }
  expect(clock.waiting).toBe(model.blocked.length);
  await bus[Symbol.asyncDispose]();
  expect(clock.waiting).toBe(0);
}

test.each(["drop-new", "drop-old", "block", "disconnect"] as const)(
  "a subscription that may %s reads, counts and waits as its model does, whatever happens in which order",
  async (policy) => {
    await fc.assert(
      fc.asyncProperty(limits, fc.array(step, { maxLength: 40 }), (given, steps) => check({ ...given, policy }, steps)),
      { numRuns: 150 },
    );
  },
);
